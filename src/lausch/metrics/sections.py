"""Scores of a form against an annotation: boundaries and labels.

All by mir_eval. Boundaries: hit rate within .5 s and 3 s (Turnbull et al., ISMIR 2007), and the
F-measure with more weight on precision, beta = .58 (Nieto et al., ISMIR 2014). Labels: pairs of
frames with equal labels (Levy & Sandler, IEEE TASLP 16(2), 2008) and normalised conditional
entropies (Lukashevich, ISMIR 2008).
"""

from __future__ import annotations

import numpy as np

from lausch.annotation import Form, Sections, Times
from lausch.metrics import mir_eval

TOLERANCES = (0.5, 3.0)
PRECISE_BETA = 0.58
"""Beta of the F-measure that agrees best with listeners (Nieto et al., ISMIR 2014)."""

BOUNDARY_MEASURES = tuple(
    f"{measure} {tolerance:g} s{ends}"
    for ends in ("", " untrimmed")
    for tolerance in TOLERANCES
    for measure in ("F", "P", "R", "F.58")
)
"""By default the start and the end of a piece do not count: every estimate has them."""

LABEL_MEASURES = ("pairwise F", "pairwise P", "pairwise R", "S over", "S under", "S F")

MEASURES = tuple(
    f"{scale} {measure}"
    for scale in ("coarse", "fine")
    for measure in (*BOUNDARY_MEASURES, *LABEL_MEASURES)
)

_FRAME_SECONDS = 0.1
# All pairs of frames are held in memory, so longer pieces have longer frames.
_MOST_FRAMES = 4000


def score(reference: Form, estimate: Form) -> dict[str, float]:
    """Scores such as "coarse F 0.5 s", for the scales of form that both sides have.

    Measures are those in `BOUNDARY_MEASURES`, and in `LABEL_MEASURES` if every section of both
    sides has a label. They are 1 if neither side has a boundary, or each has a single label. The
    estimate's labels end with the reference.
    """
    estimated = estimate.scales
    return {
        f"{name} {measure}": value
        for name, scale in reference.scales.items()
        if name in estimated
        for measure, value in score_scale(scale, estimated[name]).items()
    }


def score_scale(reference: Sections, estimate: Sections) -> dict[str, float]:
    """Scores of one scale of form by measure; see `score`."""
    return boundary_scores(reference, estimate) | label_scores(reference, estimate)


def boundary_scores(reference: Sections, estimate: Sections) -> dict[str, float]:
    """The scores in `BOUNDARY_MEASURES`."""
    f_measure = mir_eval("util").f_measure
    scores = {}
    for ends in ("", " untrimmed"):
        for tolerance in TOLERANCES:
            precision, recall = _boundaries(reference, estimate, tolerance, trim=not ends)
            at = f"{tolerance:g} s{ends}"
            scores[f"F {at}"] = float(f_measure(precision, recall))
            scores[f"P {at}"] = precision
            scores[f"R {at}"] = recall
            scores[f"F.58 {at}"] = float(f_measure(precision, recall, beta=PRECISE_BETA))
    return scores


def boundary_f(reference: Sections, estimate: Sections, tolerance: float) -> float:
    """F-measure of boundaries within a tolerance (s), without the first and the last.

    1 if neither side has a boundary between these.
    """
    precision, recall = _boundaries(reference, estimate, tolerance, trim=True)
    return float(mir_eval("util").f_measure(precision, recall))


def _boundaries(
    reference: Sections, estimate: Sections, tolerance: float, *, trim: bool
) -> tuple[float, float]:
    """Precision and recall."""
    fewest = 2 if trim else 1
    sides = [len(each) >= fewest for each in (reference, estimate)]
    if not all(sides):
        return float(not any(sides)), float(not any(sides))
    precision, recall, _ = mir_eval("segment").detection(
        reference.intervals, estimate.intervals, window=tolerance, trim=trim
    )
    return float(precision), float(recall)


def label_scores(reference: Sections, estimate: Sections) -> dict[str, float]:
    """The scores in `LABEL_MEASURES`; none if a label is unknown, or in less than a second."""
    if not (len(reference) and len(estimate)) or not all(reference.labels + estimate.labels):
        return {}
    end = float(reference.boundaries[-1])
    if end < 1:
        return {}
    if len(set(reference.labels)) == len(set(estimate.labels)) == 1:
        return dict.fromkeys(LABEL_MEASURES, 1.0)
    segment = mir_eval("segment")
    sides = (*_until(reference, end), *_until(estimate, end))
    step = max(_FRAME_SECONDS, end / _MOST_FRAMES)
    with np.errstate(invalid="ignore", divide="ignore"):  # a section of one frame has no pair
        precision, recall, f = segment.pairwise(*sides, frame_size=step)
        over, under, both = segment.nce(*sides, frame_size=step)
    values = (f, precision, recall, over, under, both)
    return {
        name: float(np.nan_to_num(value))
        for name, value in zip(LABEL_MEASURES, values, strict=True)
    }


def _until(scale: Sections, end: float) -> tuple[Times, list[str]]:
    """Intervals and labels from 0 to `end`; gaps get a label of their own."""
    intervals, labels = mir_eval("util").adjust_intervals(
        scale.intervals, list(scale.labels), t_max=end
    )
    return intervals, labels
