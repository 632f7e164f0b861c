"""The headline score of each system, as the reports have it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

OWN = "headlines.json"
"""The scores inside the package; `python tests/readme.py` updates them."""


@dataclass(frozen=True)
class Score:
    """The mean score of a system, with the number of recordings and the report."""

    system: str
    measure: str
    value: float
    tracks: int
    on: str
    report: str


def scores() -> dict[str, Score]:
    """The scores inside the package, by system."""
    text = files("lausch.literature").joinpath(OWN).read_text(encoding="utf-8")
    return {entry["system"]: Score(**entry) for entry in json.loads(text)}
