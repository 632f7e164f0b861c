"""Scores of onsets against annotated ones, as mir_eval.onset defines them (MIREX onset detection).

An onset is found if an estimate of its own lies within the tolerance.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lausch.annotation import Onsets
from lausch.metrics.beats import matched_events

TOLERANCES = {"": 0.05, " 25 ms": 0.025}
"""Seconds on either side, by what the name of a measure ends in."""
MEASURES = tuple(f"onset {each}{ending}" for ending in TOLERANCES for each in "FPR")


def score(reference: Onsets, estimate: Onsets) -> dict[str, float]:
    """Scores by the names in `MEASURES`: F, precision and recall at 50 and at 25 ms."""
    rates = [
        rate
        for tolerance in TOLERANCES.values()
        for rate in onset_f(reference.times, estimate.times, tolerance)
    ]
    return dict(zip(MEASURES, rates, strict=True))


def onset_f(
    reference: ArrayLike, estimate: ArrayLike, tolerance: float = 0.05
) -> tuple[float, float, float]:
    """F-measure, precision and recall; all 1 if both are empty, for then both agree.

    Parameters
    ----------
    reference, estimate : increasing times (s).
    tolerance : seconds, on either side.
    """
    expected, estimated = np.size(reference), np.size(estimate)
    if not expected or not estimated:
        same = float(expected == estimated)
        return same, same, same
    matches = int(matched_events(reference, estimate, tolerance).sum())
    return 2 * matches / (expected + estimated), matches / estimated, matches / expected
