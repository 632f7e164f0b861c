"""Groups of sections: repetitions of the same music are one group.

Sections are compared in pairs: by harmony along the best diagonal, for repetition, and by their
mean timbre, for homogeneity. Groups result from average linkage.

Settings were chosen by pairwise F and S F of the true sections' letters on 56 validation and
training tracks of the rendered forms, with `studies/form_settings.py --only labels`.
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
    threshold : groups nearer than this on average are merged, 0 to 1.
    timbre : weight of the distance of mean timbres; the rest is that of harmony.
    length : additional distance of sections with very different lengths.
    fps : rate to which features are averaged; lower for very long recordings.
    slack_seconds : how far a section may extend beyond the ends of a longer one.
    """

    threshold: float = 0.35
    timbre: float = 0.5
    length: float = 0.3
    fps: float = 2.0
    slack_seconds: float = 1.0

    def groups(self, boundaries: Floats, features: Frames) -> NDArray[np.int64]:
        """A number for each section, in order of appearance: shape (sections,).

        Boundaries are in seconds, shape (sections + 1,); for features see
        `lausch.representations.structure`.
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
    """Clusters (n,) by average linkage, numbered in order of appearance.

    Distances have the shape (n, n). Clusters nearer than the threshold are merged, the first pair
    of equal distance first.
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
    """The columns of chroma and of MFCC among features."""
    timbre = [place for place, name in enumerate(columns) if "cepstrum" in name]
    first = timbre[0] if timbre else len(columns)
    return slice(0, first), slice(first, len(columns))
