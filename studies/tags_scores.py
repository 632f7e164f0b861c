"""Scores of tags over recordings, with intervals by a bootstrap over songs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from lausch.annotation.tags import GROUP_OF, VOCABULARY
from lausch.evaluation.bootstrap import COVERAGE, FEWEST_SONGS, Mean
from lausch.evaluation.result import Result
from lausch.metrics.tags import LEAST_EXAMPLES, average_precision, roc_auc

DRAWS = 200
"""Draws of songs; the areas of sixty tags are computed for each."""
TRUE, ESTIMATE = ": true", ": estimate"
"""What facts of a result are called after the name of a tag."""
Measure = Callable[[np.ndarray, np.ndarray], float]


@dataclass(frozen=True)
class Column:
    """A tag over recordings: whether it applies to each, its estimate, and the song of each."""

    true: np.ndarray
    chances: np.ndarray
    songs: tuple[str, ...]

    @property
    def scored(self) -> bool:
        """Whether there is enough of both kinds."""
        applies = int(self.true.sum())
        return min(applies, len(self.true) - applies) >= LEAST_EXAMPLES

    def drawn(self, draw: dict[str, int]) -> Column:
        """The recordings of drawn songs, each as often as its song was drawn."""
        times = np.array([draw.get(song, 0) for song in self.songs], dtype=np.int64)
        at = np.repeat(np.arange(len(self.songs)), times)
        return Column(self.true[at], self.chances[at], tuple(self.songs[n] for n in at))


def columns_of(results: Iterable[Result]) -> dict[str, Column]:
    """The columns of all tags that are scored, in the order of the vocabulary."""
    rows: dict[str, list[tuple[bool, float, str]]] = {}
    for result in results:
        song = f"{result.corpus}/{result.song}"
        for name in VOCABULARY:
            if f"{name}{TRUE}" in result.facts:
                true = float(result.facts[f"{name}{TRUE}"]) >= 0.5
                row = (true, float(result.facts[f"{name}{ESTIMATE}"]), song)
                rows.setdefault(name, []).append(row)
    columns = {
        name: Column(
            np.array([row[0] for row in rows[name]]),
            np.array([row[1] for row in rows[name]]),
            tuple(row[2] for row in rows[name]),
        )
        for name in VOCABULARY
        if name in rows
    }
    return {name: column for name, column in columns.items() if column.scored}


@cache
def _draws(songs: tuple[str, ...]) -> tuple[dict[str, int], ...]:
    random = np.random.default_rng(0)
    draws = []
    for _ in range(DRAWS):
        names, times = np.unique(random.integers(len(songs), size=len(songs)), return_counts=True)
        draws.append({songs[n]: int(count) for n, count in zip(names, times, strict=True)})
    return tuple(draws)


def mean_of(columns: Sequence[Column], measure: Measure) -> Mean | None:
    """The mean of a measure over tags, with its interval; None without a tag."""
    if not columns:
        return None
    value = float(np.mean([measure(each.true, each.chances) for each in columns]))
    songs = tuple(sorted({song for each in columns for song in each.songs}))
    tracks = max(len(each.songs) for each in columns)
    low = high = float("nan")
    if len(songs) >= FEWEST_SONGS:
        means = []
        for draw in _draws(songs):
            values = [measure(each.true, each.chances) for each in _drawn(columns, draw)]
            means.append(float(np.nanmean(values)) if np.isfinite(values).any() else float("nan"))
        ends = [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2]
        low, high = np.nanquantile(means, ends).tolist()
    return Mean(value, low, high, tracks, len(songs))


def _drawn(columns: Sequence[Column], draw: dict[str, int]) -> list[Column]:
    return [each.drawn(draw) for each in columns]


def difference(columns: Sequence[Column], others: Sequence[Column]) -> Mean | None:
    """The mean area of tags minus that of the same tags by another system, drawn together."""
    if not columns:
        return None
    songs = tuple(sorted({song for each in (*columns, *others) for song in each.songs}))
    tracks = max(len(each.songs) for each in columns)

    def minus(draw: dict[str, int] | None) -> float:
        pairs = zip(columns, others, strict=True)
        values = [
            roc_auc(own.true, own.chances) - roc_auc(other.true, other.chances)
            for own, other in (
                pairs if draw is None else ((a.drawn(draw), b.drawn(draw)) for a, b in pairs)
            )
        ]
        return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")

    low = high = float("nan")
    if len(songs) >= FEWEST_SONGS:
        ends = [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2]
        low, high = np.nanquantile([minus(draw) for draw in _draws(songs)], ends).tolist()
    return Mean(minus(None), low, high, tracks, len(songs))


def auc(columns: Sequence[Column]) -> Mean | None:
    """The mean area under the ROC curve."""
    return mean_of(columns, roc_auc)


def ap(columns: Sequence[Column]) -> Mean | None:
    """The mean average precision."""
    return mean_of(columns, average_precision)


def in_group(columns: dict[str, Column], group: str) -> list[Column]:
    """The columns of a group of tags; of all for ""."""
    return [each for name, each in columns.items() if group in ("", GROUP_OF[name])]


def calibration(
    results: Iterable[Result], edges: Sequence[float]
) -> list[tuple[int, float, float]]:
    """For each band of probabilities how many there are, their mean, and how often they are true.

    All known tags of all recordings count alike.
    """
    every = columns_of(results).values()
    true = np.concatenate([each.true for each in every]) if every else np.zeros(0)
    chances = np.concatenate([each.chances for each in every]) if every else np.zeros(0)
    rows = []
    for low, high in pairwise(edges):
        inside = (chances >= low) & ((chances < high) | (high == edges[-1]))
        count = int(inside.sum())
        mean = float(chances[inside].mean()) if count else float("nan")
        rows.append((count, mean, float(true[inside].mean()) if count else float("nan")))
    return rows
