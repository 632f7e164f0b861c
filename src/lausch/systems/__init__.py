"""The registry: one line per system. To add one, write its file and name it here."""

from __future__ import annotations

from importlib import import_module

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
    "boeck2011",
    "boeck2016",
    "cohenhadria2017",
    "grill2015a",
    "grill2015b",
    "lausch2026",
    "solo2026",
    "ullrich2014",
    "ullrich2014low",
)


def family(name: str) -> tuple[str, ...]:
    """The series that a system stands in, in the order in which it is trained; itself alone."""
    series: tuple[str, ...] = getattr(import_module(f"lausch.systems.{name}"), "SERIES", (name,))
    return series


def system(name: str) -> System:
    """The system of that name."""
    if name not in NAMES:
        raise ModelError(f"there is no system {name!r}; there are {', '.join(NAMES)}")
    found: System = import_module(f"lausch.systems.{name}").SYSTEM
    return found
