"""Scores of taggers that were trained several times: of recordings, of each tag, of the curves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Tags
from lausch.evaluation.bootstrap import mean_over_songs
from lausch.metrics.tags import of_tags, roc_auc, score

RECORDING, EACH_TAG, PLAYING = "tags AUC", "AUC of a tag", "who plays AUC"
DRAWS = 200


def scores(
    truths: Sequence[Tags], runs: Sequence[Sequence[Tags]], songs: Sequence[str]
) -> dict[str, list[float]]:
    """Means over runs with intervals over songs: of recordings, of each tag, of the curves."""
    table: dict[str, list[float]] = {}
    for name in (RECORDING, PLAYING):
        rows = [
            (np.mean(each), song)
            for song, *each in zip(
                songs, *(_values(truths, run, name) for run in runs), strict=True
            )
            if np.isfinite(each).all()
        ]
        if rows:
            found = mean_over_songs([float(value) for value, _ in rows], [song for _, song in rows])
            table[name] = [round(value, 4) for value in (found.value, found.low, found.high)]
    table[EACH_TAG] = [round(value, 4) for value in _of_tags(truths, runs, songs)]
    return table


def _values(truths: Sequence[Tags], run: Sequence[Tags], name: str) -> list[float]:
    pairs = zip(truths, run, strict=True)
    return [score(truth, found).get(name, float("nan")) for truth, found in pairs]


def _of_tags(
    truths: Sequence[Tags], runs: Sequence[Sequence[Tags]], songs: Sequence[str]
) -> tuple[float, float, float]:
    """The mean over tags of their AUC over recordings; the interval is over drawn songs."""
    names = list(of_tags(truths, runs[0]))
    true, tables = _matrix(truths, names), [_matrix(run, names) for run in runs]
    different = sorted(set(songs))
    places = [[at for at, song in enumerate(songs) if song == each] for each in different]

    def auc(chosen: Sequence[int]) -> float:
        own = true[chosen]
        known = np.isfinite(own)
        each = [
            roc_auc(own[known[:, at], at] > 0.5, found[chosen][known[:, at], at])
            for found in tables
            for at in range(len(names))
        ]
        return float(np.nanmean(each))

    random = np.random.default_rng(0)
    drawn = [
        auc([at for song in random.integers(len(places), size=len(places)) for at in places[song]])
        for _ in range(DRAWS)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975]).tolist()
    return auc(list(range(len(songs)))), low, high


def _matrix(tags: Sequence[Tags], names: Sequence[str]) -> NDArray[np.float64]:
    """Probabilities (recordings, names), NaN where nothing is known."""
    tables = [each.pairs for each in tags]
    return np.array([[pairs.get(name, np.nan) for name in names] for pairs in tables])
