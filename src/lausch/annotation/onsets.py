"""Onsets: where something begins to sound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.melody import Floats, shares
from lausch.annotation.times import Times, increasing

TOGETHER_SECONDS = 0.03
"""Onsets no further apart are one: madmom's evaluation and its detectors join them so."""


@dataclass(frozen=True, eq=False)
class Onsets:
    """Times at which notes or strokes begin, whatever plays them.

    Parameters
    ----------
    times : seconds, shape (n,), increasing.
    confidence : of each onset, 0 to 1; by default 1.
    """

    times: Times
    confidence: Floats

    def __init__(self, times: ArrayLike = (), confidence: ArrayLike | None = None) -> None:
        checked = increasing(times, "onset")
        object.__setattr__(self, "times", checked)
        object.__setattr__(self, "confidence", shares(confidence, checked.size, "onset"))

    def __len__(self) -> int:
        return len(self.times)


def joined(times: ArrayLike, within_seconds: float = TOGETHER_SECONDS) -> NDArray[np.float64]:
    """Times in any order, increasing; those within a distance of a first one become their mean."""
    order = np.sort(np.asarray(times, dtype=np.float64))
    means = []
    start = 0
    while start < len(order):
        stop = int(np.searchsorted(order, order[start] + within_seconds, side="right"))
        means.append(float(order[start:stop].mean()))
        start = stop
    return np.array(means, dtype=np.float64)
