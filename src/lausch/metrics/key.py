"""Scores of a key against an annotated one: the weighted score of MIREX, by mir_eval.

1 for the same key, .5 for one a fifth above, .3 for the relative, .2 for the parallel one.
"""

from __future__ import annotations

import numpy as np

from lausch.annotation import Key
from lausch.annotation.harte import pitch_class
from lausch.annotation.pitch import NAMES
from lausch.metrics import mir_eval

MEASURES = ("weighted", "right key", "weighted over time")
_MODES = {"maj": "major", "min": "minor"}


def score(reference: Key, estimate: Key) -> dict[str, float]:
    """Scores by the names in `MEASURES`; none if the reference is unknown.

    "weighted over time" is the mean of the weighted score over the regions of the reference, if it
    has any; an estimate without regions has its one key everywhere. An unknown estimate scores 0.
    """
    if not reference.name:
        return {}
    scores = {
        "weighted": weighted(reference.name, estimate.name),
        "right key": float(_plain(reference.name) == _plain(estimate.name)),
    }
    if len(reference.labels):
        scores["weighted over time"] = _over_time(reference, estimate)
    return scores


def weighted(reference: str, estimate: str) -> float:
    """The weighted score of one key; 0 for an unknown estimate."""
    if not estimate:
        return 0.0
    return float(mir_eval("key").weighted_score(_plain(reference), _plain(estimate)))


def _plain(name: str) -> str:
    """`Bb major`, as mir_eval writes `A#:maj`; "" if unknown."""
    tonic, _, mode = name.partition(":")
    return f"{NAMES[pitch_class(tonic)]} {_MODES[mode]}" if name else ""


def _over_time(reference: Key, estimate: Key) -> float:
    """The mean over the time of the reference's regions."""
    edges = np.unique(np.concatenate([reference.intervals.ravel(), estimate.intervals.ravel()]))
    middles, lengths = (edges[:-1] + edges[1:]) / 2, np.diff(edges)
    truths, names = (_at(key, middles) for key in (reference, estimate))
    rows = [
        (length, weighted(truth, name or estimate.name))
        for length, truth, name in zip(lengths.tolist(), truths, names, strict=True)
        if truth
    ]
    weights, values = np.array(rows).T
    return float(np.average(values, weights=weights))


def _at(key: Key, times: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[str]:
    """The key of the region at each time; "" between regions."""
    if not len(key.labels):
        return [""] * len(times)
    starts, ends = key.intervals.T
    places = np.searchsorted(starts, times, side="right") - 1
    inside = (places >= 0) & (times < ends[places])
    return [key.labels[at] if here else "" for at, here in zip(places, inside, strict=True)]
