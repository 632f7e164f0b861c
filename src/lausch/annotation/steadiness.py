"""The tempo of beat times: lines through beat numbers and times, one for each steady stretch.

The distance of two beats is as coarse as the grid they stand on; a line through many is not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.times import Times

Floats = NDArray[np.float64]

STEADY_SECONDS = 0.02
"""Beats of a steady stretch are this near to their line, by the median."""
FEWEST = 8
"""Stretches with fewer beats than twice this are not divided."""
OUTLIER = 4.0
"""Beats further from the line than this many median distances, and unsteady, are left out of it."""
SAME_TEMPO = 0.04
"""Stretches whose periods differ by less than this share have one tempo together."""


def steady_period(times: Times) -> float | None:
    """Seconds from beat to beat in the tempo that prevails; None for fewer than two beats.

    Where one line does not fit, the beats are halved until lines do. The median of their slopes,
    by beats, prevails; lines of that tempo are averaged, each by the accuracy of its slope.

    Parameters
    ----------
    times : increasing seconds, shape (beats,).
    """
    if len(times) < 2:
        return None
    slopes, counts = np.array(_stretches(times)).T
    order = slopes.argsort()
    middle = np.searchsorted(counts[order].cumsum(), counts.sum() / 2)
    same = np.abs(slopes / slopes[order][middle] - 1) < SAME_TEMPO
    # The variance of a slope falls with the cube of the number of beats.
    return float(np.average(slopes[same], weights=counts[same] ** 3))


def _stretches(times: Times) -> list[tuple[float, int]]:
    """Slope and number of beats of each steady stretch."""
    slope, distance = _line(times, np.ones(len(times), dtype=bool))
    middle = np.median(distance)
    if middle > STEADY_SECONDS and len(times) >= 2 * FEWEST:
        half = len(times) // 2
        return _stretches(times[:half]) + _stretches(times[half:])
    near = distance <= max(OUTLIER * middle, STEADY_SECONDS)
    return [(_line(times, near)[0] if near.sum() > 2 else slope, len(times))]


def _line(times: Times, near: NDArray[np.bool_]) -> tuple[float, Floats]:
    """The slope of a line through some beats by least squares, and the distances of all from it."""
    numbers = np.arange(len(times), dtype=np.float64)
    slope, start = np.polyfit(numbers[near], times[near], 1)
    return float(slope), np.abs(times - start - slope * numbers)
