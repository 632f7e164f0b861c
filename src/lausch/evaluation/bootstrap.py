"""Means over tracks, with intervals by a bootstrap over songs.

Several tracks may be takes or renderings of one song and have similar scores, so tracks are not
independent. Songs are drawn with all their tracks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lausch.evaluation.result import Result

DRAWS = 2000
COVERAGE = 0.95
FEWEST_SONGS = 5
"""With fewer there is a mean without an interval, which would be that of the extreme songs."""


@dataclass(frozen=True)
class Mean:
    """A mean over `tracks` with its 95 % percentile bootstrap interval (Efron 1979).

    `low` and `high` are NaN for too few songs.
    """

    value: float
    low: float
    high: float
    tracks: int
    songs: int

    @property
    def clear(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


def mean_over_songs(values: Sequence[float], songs: Sequence[str]) -> Mean:
    """The mean of one value for each track; `songs` has the song of each.

    Raises ValueError for no values, or for another number of songs.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.size == 0 or array.size != len(songs):
        raise ValueError(f"there are {array.size} values of {len(songs)} songs; a mean needs one")
    number = {song: index for index, song in enumerate(dict.fromkeys(songs))}
    index = np.array([number[song] for song in songs])
    sums = np.bincount(index, weights=array)
    counts = np.bincount(index)
    low = high = float("nan")
    if len(number) >= FEWEST_SONGS:
        drawn = np.random.default_rng(0).integers(len(number), size=(DRAWS, len(number)))
        means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
        low, high = np.quantile(means, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2]).tolist()
    return Mean(float(array.mean()), low, high, int(array.size), len(number))


def mean(rows: Sequence[Result], measure: str) -> Mean | None:
    """The mean of one measure over the rows that have it; None where none has."""
    return _mean([(row, row.scores[measure]) for row in rows if measure in row.scores])


def paired(ours: Sequence[Result], theirs: Sequence[Result], measure: str) -> Mean | None:
    """The mean difference ours - theirs over the recordings both have; None where none."""
    other = {row.key: row.scores[measure] for row in theirs if measure in row.scores}
    both = [row for row in ours if row.key in other and measure in row.scores]
    return _mean([(row, row.scores[measure] - other[row.key]) for row in both])


def _mean(values: Sequence[tuple[Result, float]]) -> Mean | None:
    if not values:
        return None
    songs = [f"{row.corpus}/{row.song}" for row, _ in values]
    return mean_over_songs([value for _, value in values], songs)
