"""The plan of a sweep: its systems, what is varied, and the settings that follow."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lausch.errors import OptionError
from lausch.sweep.axes import Axis, grid, setting_of
from lausch.sweep.fields import Value, changed
from lausch.sweep.seeds import MOST_SEEDS
from lausch.system import System

SYSTEM = "system"
Texts = dict[str, str]
"""A setting as texts by name; `system` is among them."""


@dataclass(frozen=True)
class Plan:
    """Which trainings a sweep consists of.

    Parameters
    ----------
    systems : at least one, with different names.
    axes : what is varied, in the order of the table's columns.
    seeds : each setting is trained with the seeds 0, 1, 2 ...
    trials : settings to draw, if an axis is a range; 0 for every combination of lists.
    prune : whether settings that are worse than the median of the others are stopped.
    """

    systems: Sequence[System]
    axes: Sequence[Axis]
    seeds: int = 1
    trials: int = 0
    prune: bool = False

    def __post_init__(self) -> None:
        names = [each.name for each in self.axes]
        if twice := {name for name in names if names.count(name) > 1}:
            raise OptionError(f"{min(twice)} is varied twice: put all values into one --vary")
        if not 1 <= self.seeds <= MOST_SEEDS:
            raise OptionError(f"there are 1 to {MOST_SEEDS} seeds, not {self.seeds}")
        ranges = [each.name for each in self.axes if each.drawn]
        if ranges and not self.trials:
            raise OptionError(
                f"{ranges[0]} is a range: say with --trials how many settings are drawn from it"
            )
        if self.trials and not ranges:
            raise OptionError(
                "--trials is for ranges such as 1e-4..1e-2; of lists every combination is tried"
            )
        own = [each.name for each in self.systems]
        if len(set(own)) < len(own):
            raise OptionError(f"two systems have one name among {', '.join(own)}")

    @property
    def whole(self) -> tuple[Axis, ...]:
        """All axes, with that of systems first."""
        return (Axis(SYSTEM, tuple(each.name for each in self.systems)), *self.axes)

    def every(self) -> list[Texts]:
        """All settings of a sweep over lists."""
        return grid(self.whole)

    def firsts(self) -> list[Texts]:
        """All settings of lists; of ranges only their lower ends."""
        ends = (each if each.texts else replace(each, texts=(_end(each),)) for each in self.whole)
        return grid(list(ends))

    def system(self, texts: Texts) -> tuple[System, Mapping[str, Value]]:
        """The system of a setting without its hours, and the setting as values."""
        named = next(each for each in self.systems if each.name == texts[SYSTEM])
        own = {name: text for name, text in texts.items() if name != SYSTEM}
        setting = setting_of(named, own)
        return changed(named, setting), setting

    def key(self, *facts: object) -> str:
        """A digest of the plan, except of `trials`, and of further facts such as the data."""
        return digest_of(*map(repr, (self.whole, self.seeds, self.prune, *facts)))


def _end(axis: Axis) -> str:
    return f"{axis.low:.0f}" if axis.whole else f"{axis.low:.4g}"


def digest_of(*words: str) -> str:
    """A digest of some texts, fit for the name of a folder."""
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:16]
