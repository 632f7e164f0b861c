"""Scores of tags against annotated ones: the area under the ROC curve, and average precision.

For one recording the known tags are ranked, as MIREX's tag classification has it; for one tag the
recordings are (`of_tags`). Both need something that applies and something that does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.tags import Tags

MEASURES = ("tags AUC", "tags AP", "tags Brier", "who plays AUC")
LEAST_EXAMPLES = 3
"""A tag is scored where it applies to so many recordings and not to so many."""


def roc_auc(truth: ArrayLike, scores: ArrayLike) -> float:
    """The chance that what applies has a higher score than what does not; half for equal scores.

    (Hanley and McNeil, Radiology 143, 1982: the statistic of Mann and Whitney.) NaN without both.
    """
    yes, values = np.asarray(truth, dtype=bool), np.asarray(scores, dtype=np.float64)
    count, others = int(yes.sum()), int((~yes).sum())
    if not count or not others:
        return float("nan")
    rank = _mean_ranks(values)
    return float((rank[yes].sum() - count * (count + 1) / 2) / (count * others))


def _mean_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1; equal values share the mean of theirs."""
    _, place, sizes = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(sizes)
    ranks: NDArray[np.float64] = (last - (sizes - 1) / 2)[place]
    return ranks


def average_precision(truth: ArrayLike, scores: ArrayLike) -> float:
    """The mean over what applies of the precision at its rank; NaN if nothing applies.

    Of equal scores none is before the other: each has the precision below all of them, as in
    scikit-learn's `average_precision_score`.
    """
    yes, values = np.asarray(truth, dtype=bool), np.asarray(scores, dtype=np.float64)
    if not yes.any():
        return float("nan")
    order = np.argsort(-values, kind="stable")
    found, ordered = np.cumsum(yes[order]), values[order]
    last = np.searchsorted(-ordered, -ordered, side="right") - 1
    precision = found[last] / (last + 1)
    return float(precision[yes[order]].mean())


def brier(truth: ArrayLike, scores: ArrayLike) -> float:
    """The mean squared difference of probability and truth (Brier 1950); 0 is perfect."""
    difference = np.asarray(scores, dtype=np.float64) - np.asarray(truth, dtype=np.float64)
    return float(np.mean(difference**2)) if difference.size else float("nan")


def score(reference: Tags, estimate: Tags) -> dict[str, float]:
    """Scores of one recording by the names in `MEASURES`, as far as they apply.

    Tags of which the reference knows nothing, or that the estimate does not have, do not count.
    """
    true, chances = _both(reference, estimate)
    scores = {
        "tags AUC": roc_auc(true, chances),
        "tags AP": average_precision(true, chances),
        "tags Brier": brier(true, chances),
        "who plays AUC": _curve_auc(reference, estimate),
    }
    return {name: value for name, value in scores.items() if np.isfinite(value)}


def _both(reference: Tags, estimate: Tags) -> tuple[list[bool], list[float]]:
    shared = [name for name in reference.names if name in estimate.pairs]
    return (
        [reference.pairs[name] >= 0.5 for name in shared],
        [estimate.pairs[name] for name in shared],
    )


def _curve_auc(reference: Tags, estimate: Tags) -> float:
    """AUC over all pairs of an instrument that plays at some time, and a frame of the estimate."""
    known, curve = reference.curve, estimate.curve
    if known is None or curve is None or not len(known) or not len(curve):
        return float("nan")
    names = [name for name in known.columns if name in curve.columns and known.column(name).any()]
    at = known.clock.frames(curve.times)
    at = at[at < len(known)]
    if not names or not len(at):
        return float("nan")
    true = np.concatenate([known.column(name)[at] >= 0.5 for name in names])
    return roc_auc(true, np.concatenate([curve.column(name)[: len(at)] for name in names]))


def of_tags(references: Sequence[Tags], estimates: Sequence[Tags]) -> dict[str, dict[str, float]]:
    """For each tag that is scored: AUC, AP, Brier score, and how many recordings it applies to.

    Recordings of which it is not known whether a tag applies do not count for it.
    """
    table: dict[str, dict[str, float]] = {}
    names = dict.fromkeys(name for each in references for name in each.names)
    for name in names:
        pairs = [
            (reference.pairs[name] >= 0.5, estimate.pairs[name])
            for reference, estimate in zip(references, estimates, strict=True)
            if name in reference.pairs and name in estimate.pairs
        ]
        true, chances = [yes for yes, _ in pairs], [chance for _, chance in pairs]
        if min(sum(true), len(true) - sum(true)) < LEAST_EXAMPLES:
            continue
        table[name] = {
            "AUC": roc_auc(true, chances),
            "AP": average_precision(true, chances),
            "Brier": brier(true, chances),
            "applies": float(sum(true)),
            "recordings": float(len(true)),
        }
    return table
