"""Metrical levels: stretches of a piece whose beats are counted twice, or half, as fast as most."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.times import Times

RATIOS = (1 / 2, 2 / 3, 3 / 2, 2.0)
"""Tempi of other levels, over the main tempo."""
TOLERANCE = 0.12
"""The tempo of a level is known within this share: 2/3 and 1/2 remain apart."""
LEAST_SECONDS = 6.0
LEAST_BEATS = 6
"""Shorter stretches, in either, are fills and pauses."""
AROUND = 2
"""The tempo at a beat is the median over so many intervals on either side."""


class Stretch(NamedTuple):
    """Beats at another level: begin and end in seconds, and their tempo over the main tempo."""

    start: float
    end: float
    ratio: float


def other_tactus(times: Times, period: float | None) -> list[Stretch]:
    """Stretches of beats whose tempo has one of the `RATIOS` to the main tempo.

    Parameters
    ----------
    times : increasing times of beats in seconds.
    period : seconds between beats in the main tempo; None for no stretches.
    """
    intervals = np.diff(times)
    if period is None or len(intervals) < LEAST_BEATS:
        return []
    ratios = period / _smooth(intervals)
    stretches: list[Stretch] = []
    for ratio in RATIOS:
        near = np.abs(ratios / ratio - 1) < TOLERANCE
        edges = np.flatnonzero(np.diff(near, prepend=False, append=False)).reshape(-1, 2)
        for first, last in edges.tolist():
            start, end = float(times[first]), float(times[last])
            if last - first >= LEAST_BEATS and end - start >= LEAST_SECONDS:
                stretches.append(Stretch(start, end, ratio))
    return sorted(stretches)


def _smooth(values: ArrayLike) -> NDArray[np.float64]:
    """Running medians: one beat too many or too few is no level."""
    padded = np.pad(np.asarray(values, dtype=np.float64), AROUND, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * AROUND + 1)
    medians: NDArray[np.float64] = np.median(windows, axis=1)
    return medians
