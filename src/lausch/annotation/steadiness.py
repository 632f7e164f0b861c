"""The tempo of beat times, by linear regression of times on beat numbers in steady segments.

The interval of two beats is as coarse as the grid of frames; the slope over many beats is not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.times import Times

Floats = NDArray[np.float64]

STEADY_SECONDS = 0.02
"""Largest median residual of a steady segment."""
FEWEST = 8
"""Segments with fewer beats than twice this number are not divided."""
OUTLIER = 4.0
"""Beats with larger residuals, in median residuals and above `STEADY_SECONDS`, are left out."""
SAME_TEMPO = 0.04
"""Segments whose periods differ by less than this share have the same tempo."""


def steady_period(times: Times) -> float | None:
    """Seconds between beats in the prevailing tempo; None for fewer than two beats.

    Beats are halved until every segment is steady. The prevailing tempo is the median of slopes
    over beats; slopes of that tempo are averaged by their accuracy. Times increase, in seconds.
    """
    if len(times) < 2:
        return None
    slopes, counts = np.array(steady_segments(times)).T
    order = slopes.argsort()
    middle = np.searchsorted(counts[order].cumsum(), counts.sum() / 2)
    same = np.abs(slopes / slopes[order][middle] - 1) < SAME_TEMPO
    # The variance of a slope falls with the cube of the number of beats.
    return float(np.average(slopes[same], weights=counts[same] ** 3))


def steady_segments(times: Times) -> list[tuple[float, int]]:
    """Seconds between beats, and number of beats, of each steady segment; times are 2 or more."""
    slope, residuals = _regression(times, np.ones(len(times), dtype=bool))
    middle = np.median(residuals)
    if middle > STEADY_SECONDS and len(times) >= 2 * FEWEST:
        half = len(times) // 2
        return steady_segments(times[:half]) + steady_segments(times[half:])
    near = residuals <= max(OUTLIER * middle, STEADY_SECONDS)
    return [(_regression(times, near)[0] if near.sum() > 2 else slope, len(times))]


def _regression(times: Times, near: NDArray[np.bool_]) -> tuple[float, Floats]:
    """The slope of some beats by least squares, and the absolute residuals of all."""
    numbers = np.arange(len(times), dtype=np.float64)
    slope, start = np.polyfit(numbers[near], times[near], 1)
    return float(slope), np.abs(times - start - slope * numbers)
