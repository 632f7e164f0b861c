"""Where the players of a performance stand against the grid it was recorded to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def drift(at: NDArray[np.float64], *, around_beats: float = 4.0) -> NDArray[np.float64]:
    """How far the playing is from the grid around each onset, in beats.

    `at` holds onsets in beats, increasing, shape (n,). Onsets within .13 of a beat speak for
    its place (off-beats may swing); their running median over twice `around_beats` tells habit
    (10 ms early, say) and drift from expression. Subtracting it puts the label where the playing
    is.
    """
    off = at - np.round(at)
    near = np.abs(off) < 0.13
    if near.sum() < 8:
        return np.zeros(len(at))
    places, offs = at[near], off[near]
    centres = np.arange(at[0], at[-1] + around_beats, around_beats / 2)
    low = np.searchsorted(places, centres - around_beats)
    high = np.searchsorted(places, centres + around_beats)
    whole = float(np.median(offs))
    medians = [
        float(np.median(offs[a:b])) if b - a >= 4 else whole for a, b in zip(low, high, strict=True)
    ]
    return np.interp(at, centres, medians)
