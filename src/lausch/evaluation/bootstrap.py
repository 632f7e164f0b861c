"""Means over tracks, with intervals by drawing songs again.

Several tracks may be takes or renderings of one song, and fail together; whoever drew them one by
one would believe in more evidence than there is. So songs are drawn, with all their tracks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lausch.evaluation.result import Result

DRAWS = 2000
LEVEL = 0.95
FEWEST_SONGS = 5
"""With fewer there is a mean, but an interval would only repeat the best and the worst song."""


@dataclass(frozen=True)
class Mean:
    """A mean with its percentile bootstrap interval (Efron 1979); NaN edges where there is none.

    Parameters
    ----------
    value : over `tracks`.
    low, high : 95 % interval.
    tracks, songs : how many.
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


def mean_over_songs(values: Sequence[float], songs: Sequence[str], *, seed: int = 0) -> Mean:
    """The mean of `values`, one for each track, with its interval by drawing songs again.

    Parameters
    ----------
    values : one for each track, at least one.
    songs : what each is a track of.
    seed : seed of the draws.

    Raises
    ------
    ValueError : no values, or another number of songs.
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
        drawn = np.random.default_rng(seed).integers(len(number), size=(DRAWS, len(number)))
        means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
        low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]).tolist()
    return Mean(float(array.mean()), low, high, int(array.size), len(number))


def mean(rows: Sequence[Result], measure: str) -> Mean | None:
    """The mean of one measure over the rows that have it; None where none has."""
    having = [row for row in rows if measure in row.scores]
    if not having:
        return None
    return mean_over_songs(
        [row.scores[measure] for row in having], [f"{row.corpus}/{row.song}" for row in having]
    )


def paired(ours: Sequence[Result], theirs: Sequence[Result], measure: str) -> Mean | None:
    """The mean difference ours - theirs over the recordings both have; None where none."""
    other = {row.key: row.scores[measure] for row in theirs if measure in row.scores}
    both = [row for row in ours if row.key in other and measure in row.scores]
    if not both:
        return None
    return mean_over_songs(
        [row.scores[measure] - other[row.key] for row in both],
        [f"{row.corpus}/{row.song}" for row in both],
    )
