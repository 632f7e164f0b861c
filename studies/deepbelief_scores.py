"""The area under the ROC curve by tag, its mean over tags, and intervals by drawing songs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.tags import GROUP_OF, Tags
from lausch.metrics.tags import LEAST_EXAMPLES, roc_auc

Floats = NDArray[np.float64]
DRAWS = 1000


@dataclass(frozen=True)
class Judged:
    """What is known of recordings: (recordings, tags), NaN where nothing is, and their songs."""

    truth: Floats
    tags: tuple[str, ...]
    songs: tuple[str, ...]

    @property
    def scored(self) -> list[int]:
        """Columns of the tags that apply to enough recordings, and do not to enough."""
        yes, no = (self.truth == 1).sum(axis=0), (self.truth == 0).sum(axis=0)
        return [int(n) for n in np.flatnonzero(np.minimum(yes, no) >= LEAST_EXAMPLES)]

    def aucs(self, estimate: Floats, rows: NDArray[np.int64]) -> Floats:
        """The AUC of each scored tag over some recordings; NaN where one side is missing."""
        values = []
        for column in self.scored:
            known = rows[np.isfinite(self.truth[rows, column])]
            values.append(roc_auc(self.truth[known, column] == 1, estimate[known, column]))
        return np.array(values)

    def draws(self) -> list[NDArray[np.int64]]:
        """All recordings in their order, then those of as many songs drawn with replacement."""
        number = {song: place for place, song in enumerate(dict.fromkeys(self.songs))}
        own = np.array([number[song] for song in self.songs])
        members = [np.flatnonzero(own == place) for place in range(len(number))]
        random = np.random.default_rng(0)
        drawn = [
            np.concatenate([members[n] for n in random.integers(len(members), size=len(members))])
            for _ in range(DRAWS)
        ]
        return [np.arange(len(self.songs)), *drawn]


def judged(truths: Sequence[Tags], tags: tuple[str, ...], songs: Sequence[str]) -> Judged:
    """Annotated tags as an array."""
    rows = [[truth.pairs.get(name, np.nan) for name in tags] for truth in truths]
    return Judged(np.array(rows, dtype=np.float64), tags, tuple(songs))


def compared(judge: Judged, estimates: Mapping[str, Sequence[Floats]]) -> list[dict[str, Any]]:
    """A row for each name: the mean AUC over tags, also by group and by run, and against the first.

    Estimates are (recordings, tags), one of each run; a row is the mean over its runs. Intervals
    are those of 95 % of the draws of songs; a difference is of the same draws.
    """
    draws = judge.draws()
    means: dict[str, Floats] = {}
    rows: list[dict[str, Any]] = []
    groups = [GROUP_OF[judge.tags[column]] for column in judge.scored]
    for name, runs in estimates.items():
        whole = np.array([judge.aucs(run, draws[0]) for run in runs])
        means[name] = np.mean([[_mean(judge.aucs(run, rows)) for rows in draws] for run in runs], 0)
        first = means[next(iter(estimates))]
        rows.append(
            {
                "name": name,
                "recordings": len(judge.songs),
                "tags": len(judge.scored),
                "AUC": interval(means[name]),
                "difference": interval(means[name] - first),
                "runs": [round(_mean(run), 4) for run in whole],
                "groups": {
                    group: round(_mean(whole[:, [each == group for each in groups]]), 4)
                    for group in dict.fromkeys(groups)
                },
            }
        )
    return rows


def interval(values: Floats) -> list[float]:
    """The value of all recordings, which is the first, and the edges of 95 % of the others."""
    low, high = np.nanquantile(values[1:], [0.025, 0.975])
    return [round(float(each), 4) for each in (values[0], low, high)]


def _mean(values: Floats) -> float:
    """The mean of those that there are; NaN for none."""
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if finite.size else float("nan")
