"""Where in the estimated bars the annotated ones begin."""

from __future__ import annotations

from collections import Counter

import numpy as np

from lausch.annotation import Beats
from lausch.annotation.rhythm import bar_lengths

PLACES = ("right", "half a bar", "a beat", "elsewhere", "another metre", "no beat")
TOLERANCE_SECONDS = 0.07


def places(reference: Beats, estimate: Beats) -> dict[str, float]:
    """The share of annotated downbeats at each of `PLACES`; empty without bars on either side.

    What counts is the number of the nearest estimated beat within 70 ms: "right" if it is 1. In a
    bar of as many beats as the annotated one it is "half a bar" or "a beat" away from a 1, or
    "elsewhere"; other bars are of "another metre".
    """
    if reference.positions is None or estimate.positions is None:
        return {}
    starts = np.flatnonzero(reference.positions == 1)
    if not starts.size:
        return {}
    expected, found = bar_lengths(reference.positions), bar_lengths(estimate.positions)
    counted: Counter[str] = Counter()
    for start in starts:
        beat = _beat_at(estimate, reference.times[start])
        if beat is None:
            counted["no beat"] += 1
        else:
            late = int(estimate.positions[beat]) - 1
            counted[_place(late, int(found[beat]), int(expected[start]))] += 1
    return {place: counted[place] / starts.size for place in PLACES}


def _place(late: int, length: int, expected: int) -> str:
    if late == 0:
        return "right"
    if length != expected:
        return "another metre"
    if 2 * late == length:
        return "half a bar"
    return "a beat" if late in (1, length - 1) else "elsewhere"


def _beat_at(estimate: Beats, seconds: float) -> int | None:
    if not len(estimate):
        return None
    nearest = int(np.abs(estimate.times - seconds).argmin())
    near = abs(float(estimate.times[nearest]) - seconds) <= TOLERANCE_SECONDS
    return nearest if near else None
