"""Where the players of a performance stand against the grid it was recorded to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

AROUND_BEATS = 4.0


def drift(at: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the playing is from the grid around each onset, in beats.

    `at` holds onsets in beats, increasing, shape (n,). Onsets within .13 of a beat speak for
    its place (off-beats may swing); their running median over twice `AROUND_BEATS` tells habit
    (10 ms early, say) and drift from expression. Subtracting it puts the label where the playing
    is.
    """
    off = at - np.round(at)
    near = np.abs(off) < 0.13
    if near.sum() < 8:
        return np.zeros(len(at))
    places, offs = at[near], off[near]
    centres = np.arange(at[0], at[-1] + AROUND_BEATS, AROUND_BEATS / 2)
    low = np.searchsorted(places, centres - AROUND_BEATS)
    high = np.searchsorted(places, centres + AROUND_BEATS)
    whole = float(np.median(offs))
    medians = [
        float(np.median(offs[a:b])) if b - a >= 4 else whole for a, b in zip(low, high, strict=True)
    ]
    return np.interp(at, centres, medians)
