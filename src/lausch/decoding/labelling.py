"""Groups of sections: the same one where the music comes again.

Sections are compared in pairs: by harmony along the best diagonal, as repetition, and by their
mean timbre, as homogeneity. Sections that are near on average are one group (average
linkage).

Settings by pairwise F and S F of the true sections' letters on 56 validation and training tracks
of the rendered forms, as `studies/form_settings.py --only labels` measures them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.decoding.scaling import averaged, balanced, frames_of, step
from lausch.decoding.section_distance import diagonal_distance, mean_distance
from lausch.frames import Frames

Floats = NDArray[np.float64]

_MOST_FRAMES = 4000


@dataclass(frozen=True)
class Labeller:
    """The settings.

    Parameters
    ----------
    threshold : sections that are less apart than this on average are the same, 0 to 1.
    timbre : how much of the distance is that of mean timbres; the rest is that of harmony.
    length : what is added when one section is much longer than the other.
    fps : features are averaged to this rate, and to fewer for very long recordings.
    slack_seconds : how far a section may reach over the ends of a longer one.
    """

    threshold: float = 0.35
    timbre: float = 0.5
    length: float = 0.3
    fps: float = 2.0
    slack_seconds: float = 1.0

    def groups(self, boundaries: Floats, features: Frames) -> NDArray[np.int64]:
        """A number for each section, in order of appearance: shape (sections,).

        Parameters
        ----------
        boundaries : seconds, shape (sections + 1,), increasing.
        features : by `lausch.representations.structure`.
        """
        count = len(boundaries) - 1
        if count < 2 or not len(features):
            return np.zeros(max(count, 0), dtype=np.int64)
        fps = features.clock.fps
        frames = step(len(features), fps, wanted_fps=self.fps, most=_MOST_FRAMES)
        chroma, cepstra = _kinds(features.columns)
        coarse = averaged(features.values, frames)
        values = balanced(coarse, chroma, cepstra)
        fps /= frames
        starts, ends = frames_of(boundaries, fps, len(values))
        width = chroma.stop - chroma.start
        harmony = np.ascontiguousarray(values[:, :width])
        slack = round(self.slack_seconds * fps)
        apart = (1 - self.timbre) * diagonal_distance(harmony, starts, ends, slack=slack)
        apart += self.timbre * mean_distance(values[:, width:], starts, ends)
        seconds = np.diff(boundaries)
        ratio = np.minimum.outer(seconds, seconds) / np.maximum.outer(seconds, seconds)
        return grouped(apart + self.length * (1 - ratio), self.threshold)


def grouped(apart: Floats, threshold: float) -> NDArray[np.int64]:
    """Clusters by average linkage, cut at a threshold, numbered in order of appearance.

    Parameters
    ----------
    apart : distances, shape (n, n), symmetric.
    threshold : no two clusters are left that are nearer on average.

    Returns
    -------
    shape (n,); of equal distances the first pair is joined first.
    """
    count = len(apart)
    between = np.array(apart, dtype=np.float64)
    np.fill_diagonal(between, np.inf)
    sizes = np.ones(count)
    cluster = np.arange(count)
    for _ in range(count - 1):
        one, other = divmod(int(between.argmin()), count)
        if between[one, other] >= threshold:
            break
        one, other = min(one, other), max(one, other)
        share = sizes[one] / (sizes[one] + sizes[other])
        joined = share * between[one] + (1 - share) * between[other]
        joined[one] = np.inf
        between[one] = between[:, one] = joined
        between[other] = between[:, other] = np.inf
        sizes[one] += sizes[other]
        cluster[cluster == other] = one
    _, first, numbers = np.unique(cluster, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first))
    return np.asarray(order[numbers], dtype=np.int64)


def _kinds(columns: tuple[str, ...]) -> tuple[slice, slice]:
    """Where chroma and cepstra stand among the columns of features."""
    timbre = [place for place, name in enumerate(columns) if "cepstrum" in name]
    first = timbre[0] if timbre else len(columns)
    return slice(0, first), slice(first, len(columns))
