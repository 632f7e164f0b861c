"""Means over seeds with intervals by Student's t, and differences paired by seed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from lausch.sweep.outcome import LOSS, PRUNED, Outcome

# Quantiles .975 of Student's t for 1, 2, 3 ... degrees of freedom (Student, Biometrika 1908).
T_975 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
         2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093)  # fmt: skip
MOST_SEEDS = len(T_975) + 1


@dataclass(frozen=True)
class Mean:
    """The mean of `count` seeds, and its 95 % interval; `half` is NaN for a single seed."""

    value: float
    half: float
    count: int

    @property
    def clear(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return abs(self.value) > self.half

    def __str__(self) -> str:
        places = 4 if abs(self.value) < 1 else 2
        half = "" if math.isnan(self.half) else f" ± {self.half:.{places}f}"
        return f"{self.value:.{places}f}{half}"


def mean(values: Sequence[float]) -> Mean:
    """The mean of at most `MOST_SEEDS` values; NaN for none, or if one is NaN."""
    if not values:
        return Mean(math.nan, math.nan, 0)
    array = np.asarray(values, dtype=np.float64)
    if len(array) == 1:
        return Mean(float(array[0]), math.nan, 1)
    error = float(array.std(ddof=1)) / math.sqrt(len(array))
    return Mean(float(array.mean()), T_975[len(array) - 2] * error, len(array))


def settings(outcomes: Iterable[Outcome]) -> dict[tuple[str, ...], list[Outcome]]:
    """Outcomes by their system and the values of their setting, in the order of the sweep."""
    groups: dict[tuple[str, ...], list[Outcome]] = {}
    for each in outcomes:
        groups.setdefault((each.system, *each.setting.values()), []).append(each)
    return groups


def over_seeds(outcomes: Sequence[Outcome], measure: str = LOSS) -> Mean:
    """The mean of a measure; of a setting with a pruned training, of the others."""
    return mean([each.value(measure) for each in outcomes if each.state != PRUNED])


def difference(one: Sequence[Outcome], other: Sequence[Outcome], measure: str = LOSS) -> Mean:
    """How much larger a measure is in `one` than in `other`, with the same seeds on both sides."""
    second = {each.seed: each.value(measure) for each in other}
    return mean([each.value(measure) - second[each.seed] for each in one if each.seed in second])
