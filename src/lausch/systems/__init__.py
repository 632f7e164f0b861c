"""The table of systems. To add one, write its file and add its name to `NAMES`."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from lausch.errors import ModelError
from lausch.system import System

NAMES = (
    "abesser2017",
    "abesser2017m1",
    "abesser2017m20",
    "abesser2017m21",
    "abesser2017m22",
    "abesser2017m23",
    "balke2017",
    "balke2017e",
    "battenberg2012",
    "boeck2011",
    "boeck2014",
    "boeck2015",
    "boeck2016",
    "chords2026",
    "cohenhadria2017",
    "dai2017",
    "dieleman2014",
    "downbeats2026",
    "drums2026",
    "durand2017",
    "durandessid2016",
    "elowsson2016",
    "eyben2010",
    "grill2015a",
    "grill2015b",
    "hamel2010",
    "hamel2011",
    "hamel2012",
    "holzapfel2016",
    "korzeniowski2016",
    "krebs2016",
    "lausch2026",
    "rootwise2026",
    "schmidt2013",
    "solo2026",
    "ullrich2014",
    "ullrich2014low",
)


def family(name: str) -> tuple[str, ...]:
    """The series of systems that one belongs to, in the order of training; or itself alone."""
    if name not in NAMES:
        return (name,)
    series: tuple[str, ...] = getattr(import_module(f"lausch.systems.{name}"), "SERIES", (name,))
    return series


def system(name: str) -> System:
    """The system of that name."""
    if name not in NAMES:
        raise ModelError(f"there is no system {name!r}; there are {', '.join(NAMES)}")
    definition: System = import_module(f"lausch.systems.{name}").SYSTEM
    return definition


def named_since(name: str, declared: Sequence[str]) -> tuple[str, ...]:
    """Deviations in a system's file that are not `declared` on the card of older weights."""
    if name not in NAMES:
        return ()
    return tuple(each for each in system(name).deviations if each not in declared)


def runs_of(name: str) -> tuple[str, ...]:
    """Training commands of a system's shipped weights that its file names; any other has none."""
    return system(name).runs if name in NAMES else ()


def open_system(name: str | Path) -> System:
    """The system of that name, or the `SYSTEM` of any Python file.

    The file is executed: open none that you do not trust.

    Raises ModelError when there is no such system or file, the file fails, or it has no `SYSTEM`.
    """
    path = Path(name)
    if path.suffix != ".py":
        return system(str(name))
    if not path.is_file():
        raise ModelError(
            f"there is no file {path}; a name without the ending .py is one of {', '.join(NAMES)}"
        )
    entry = getattr(_run(path), "SYSTEM", None)
    if not isinstance(entry, System):
        raise ModelError(
            f"{path} needs SYSTEM = System(...), as in the files of lausch/systems, but SYSTEM is "
            f"{'missing' if entry is None else f'of type {type(entry).__name__}'}"
        )
    return entry


def _run(path: Path) -> ModuleType:
    """The file as a module, under a name that no other module has."""
    name = f"lausch_system_{path.stem}"
    spec = spec_from_file_location(name, path)
    assert spec is not None  # the file ends in .py
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look up their types there
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == str(path)]
        where = f", line {lines[-1]}" if lines else ""
        raise ModelError(f"{path}{where} fails: {type(error).__name__}: {error}") from error
    return module
