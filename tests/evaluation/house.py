"""Studies as modules: loaded as `lausch report` loads them."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from lausch.cli.measure import through
from lausch.evaluation.evidence import Settings
from lausch.evaluation.study import load_study

STUDIES = Path(__file__).parents[2] / "studies"
here = partial(through, processes=1)


def study(name: str) -> ModuleType:
    """The module of studies/NAME.py."""
    load_study(STUDIES / f"{name}.py")
    return sys.modules[name]


def part(name: str) -> ModuleType:
    """The module studies/NAME.py, a part of the study in the first word of its name."""
    study(name.split("_")[0])
    return sys.modules[name]


def settings(name: str, folder: Path, **given: Any) -> Settings:
    """What a report on studies/NAME.py was asked for."""
    usual: dict[str, Any] = {
        "systems": (), "on": (), "data": None, "rendered": None, "rivals": None, "most": 60,
        "seed": 0, "work": None, "out": folder / f"{name}.md",
    }  # fmt: skip
    return Settings(study=STUDIES / f"{name}.py", **{**usual, **given})
