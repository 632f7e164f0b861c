"""Matching of events: each reference with at most one estimate, and vice versa."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def matched_events(
    reference: ArrayLike, estimate: ArrayLike, tolerance: float
) -> NDArray[np.bool_]:
    """Whether each reference has an estimate of its own within the tolerance.

    As many references as possible are matched: each, in order of time, takes the earliest estimate
    within reach, which no later reference could use better.

    Parameters
    ----------
    reference, estimate : seconds, increasing.
    tolerance : seconds, on either side.
    """
    expected = np.asarray(reference, dtype=np.float64).reshape(-1)
    estimated = np.asarray(estimate, dtype=np.float64).reshape(-1)
    matched = np.zeros(expected.size, dtype=bool)
    at = 0
    for index, time in enumerate(expected):
        while at < estimated.size and estimated[at] < time - tolerance:
            at += 1
        if at < estimated.size and estimated[at] <= time + tolerance:
            matched[index] = True
            at += 1
    return matched
