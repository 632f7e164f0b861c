"""Scores of chords against annotated ones, by mir_eval (Raffel et al., ISMIR 2014).

Root, major and minor triads, and sevenths: the share of time with the right one, out of the time
in which the annotation has one of these (Pauwels & Peeters, ICASSP 2013). Segmentation: one minus
the directional Hamming distance of the boundaries (Harte, PhD thesis, 2010), of which the worse of
both directions counts.
"""

from __future__ import annotations

import numpy as np

from lausch.annotation import Chords, Times
from lausch.annotation.harte import NO_CHORD, UNKNOWN
from lausch.metrics import mir_eval

RECALLS = ("root", "majmin", "sevenths")
MEASURES = (*RECALLS, "segmentation", "over-segmentation", "under-segmentation")


def score(reference: Chords, estimate: Chords) -> dict[str, float]:
    """Scores by the names in `MEASURES`; those of which the reference has nothing are left out.

    Only the time of the reference counts, from its first chord to its last. Where the estimate has
    none there it is no chord; where the reference has none it is unknown, and does not count.
    """
    if not len(reference):
        return {}
    start, end = float(reference.starts[0]), float(reference.ends[-1])
    chord = mir_eval("chord")
    sides = (_between(reference, start, end, UNKNOWN), _between(estimate, start, end, NO_CHORD))
    spans, truths, labels = mir_eval("util").merge_labeled_intervals(*sides[0], *sides[1])
    weights = spans[:, 1] - spans[:, 0]
    pairs = sorted(set(zip(truths, labels, strict=True)))  # each is compared once
    place = {pair: number for number, pair in enumerate(pairs)}
    where = [place[pair] for pair in zip(truths, labels, strict=True)]
    scores = {}
    for name in RECALLS:
        rights = getattr(chord, name)(*(list(side) for side in zip(*pairs, strict=True)))[where]
        counts = rights >= 0
        if (weights * counts).sum() > 0:
            scores[name] = float(np.average(rights[counts], weights=weights[counts]))
    runs = [_runs(*side) for side in sides]
    over, under = float(chord.overseg(*runs)), float(chord.underseg(*runs))
    return scores | {
        "segmentation": min(over, under),
        "over-segmentation": over,
        "under-segmentation": under,
    }


def _between(chords: Chords, start: float, end: float, otherwise: str) -> tuple[Times, list[str]]:
    """Intervals from `start` to `end` without gaps, which are called `otherwise`, and labels."""
    edges, labels = [start], []
    rows = zip(chords.intervals.tolist(), chords.labels, strict=True)
    for (first, last), label in rows:
        first, last = max(first, start), min(last, end)
        if last <= first:
            continue
        if first > edges[-1]:
            edges.append(first)
            labels.append(otherwise)
        edges.append(last)
        labels.append(label)
    if edges[-1] < end:
        edges.append(end)
        labels.append(otherwise)
    times = np.array(edges)
    return np.stack([times[:-1], times[1:]], axis=1), labels


def _runs(intervals: Times, labels: list[str]) -> Times:
    """The intervals of runs of one label."""
    names = np.array(labels)
    cuts = np.flatnonzero(np.append(True, names[1:] != names[:-1]))
    starts = intervals[cuts, 0]
    return np.stack([starts, np.append(starts[1:], intervals[-1, 1])], axis=1)
