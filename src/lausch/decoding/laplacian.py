"""Repetition: sections as clusters in a graph of similar frames.

Laplacian structural decomposition (McFee & Ellis, ISMIR 2014): frames are linked to similar frames
and to their neighbours in time. The first eigenvectors of the graph's normalised Laplacian are
nearly constant on its clusters, and k-means on k of them finds k kinds of sections. More
eigenvectors give finer sections.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from lausch.frames import FloatArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

_SMALL = 1e-9
_ROUNDS = 50


@dataclass(frozen=True)
class Decomposition:
    """The settings, in frames.

    Parameters
    ----------
    stack : number of frames, each with those before it, that are compared together.
    neighbours : links of every frame over log2(frames) (section 3.1: 2).
    apart : nearer frames are no repetitions of each other.
    diagonal : length of the median along diagonals (section 3.1), odd.
    smooth : length of the median of eigenvectors over time, odd.
    """

    stack: int = 3
    neighbours: float = 2.0
    apart: int = 6
    diagonal: int = 9
    smooth: int = 9

    def embedding(self, harmony: FloatArray, timbre: FloatArray, most: int) -> Floats:
        """The first eigenvectors, smoothed: shape (frames, at most `most`).

        Repetition is computed from `harmony`, the similarity of neighbours from `timbre`, both of
        shape (frames, columns).
        """
        frames = len(harmony)
        most = min(most, frames)
        if frames < 3 or not harmony.any():
            return np.zeros((frames, most))
        recurrence = self._recurrence(harmony)
        path = _path(timbre)
        # Section 3.3: both kinds of links have equal weight in the mean over frames.
        degrees, steps = recurrence.sum(axis=1), path.sum(axis=1)
        share = float(steps @ (degrees + steps)) / (np.square(degrees + steps).sum() + _SMALL)
        graph = share * recurrence + (1 - share) * path
        root = 1 / np.sqrt(np.maximum(graph.sum(axis=1), _SMALL))
        laplacian = np.eye(frames) - root[:, None] * graph * root
        _, vectors = np.linalg.eigh(laplacian)
        vectors = vectors[:, :most]
        # The sign of an eigenvector is arbitrary, and depends on the machine.
        signs = np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(most)])
        return _median(vectors * np.where(signs == 0, 1, signs), self.smooth)

    def parts(self, embedding: Floats, kinds: int) -> Numbers:
        """The kind of every frame, 0 to `kinds` - 1: k-means on that many eigenvectors."""
        first = embedding[:, :kinds]
        norms = np.linalg.norm(first, axis=1, keepdims=True)
        return _nearest_means(first / np.maximum(norms, _SMALL), kinds)

    def _recurrence(self, harmony: FloatArray) -> Floats:
        """Mutual nearest neighbours with their affinity, smoothed along diagonals."""
        delayed = [np.roll(harmony, back, axis=0) for back in range(self.stack)]
        for back, each in enumerate(delayed):
            each[:back] = harmony[:1]
        values = np.concatenate(delayed, axis=1).astype(np.float64)
        frames = len(values)
        squares = np.square(values).sum(axis=1)
        apart = np.maximum(squares[:, None] + squares - 2 * values @ values.T, 0)
        index = np.arange(frames)
        near = np.abs(index[:, None] - index) < self.apart
        apart[near] = np.inf
        farthest = min(int(np.ceil(self.neighbours * np.log2(frames))), frames - 1) - 1
        limit = np.partition(apart, farthest, axis=1)[:, farthest]
        with np.errstate(invalid="ignore"):
            links = (apart <= limit[:, None]) & (apart <= limit) & np.isfinite(apart)
        links = _along_diagonals(links, self.diagonal) & ~near
        finite = limit[np.isfinite(limit)]
        width = float(finite.mean()) if finite.size else 1.0
        affinity = np.exp(-np.where(links, apart, 0) / max(width, _SMALL))
        return np.where(links & np.isfinite(apart), affinity, 0.0)


def _path(timbre: FloatArray) -> Floats:
    """Affinity of neighbours in time (section 3.2), on the two side diagonals."""
    apart = np.square(np.diff(timbre.astype(np.float64), axis=0)).sum(axis=1)
    steps = np.exp(-apart / max(float(np.median(apart)), _SMALL))
    return np.diag(steps, 1) + np.diag(steps, -1)


def _along_diagonals(links: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """Whether there are links at more than half of `length` places along the diagonal."""
    counts = np.zeros(links.shape, dtype=np.int16)
    frames = len(links)
    half = min(length // 2, frames - 1)
    for step in range(-half, half + 1):
        to = slice(max(-step, 0), min(frames - step, frames))
        of = slice(max(step, 0), min(frames + step, frames))
        counts[to, to] += links[of, of]
    return counts > length // 2


def _median(values: Floats, length: int) -> Floats:
    """The median over `length` rows around each row, the ends repeated."""
    half = length // 2
    padded = np.pad(values, ((half, half), (0, 0)), mode="edge")
    medians: Floats = np.median(sliding_window_view(padded, length, axis=0), axis=-1)
    return medians


def _nearest_means(points: Floats, kinds: int) -> Numbers:
    """k-means that starts from points far from one another, so it is deterministic."""
    means = [points[0]]
    for _ in range(kinds - 1):
        distance = np.min([np.square(points - mean).sum(axis=1) for mean in means], axis=0)
        means.append(points[int(distance.argmax())])
    centres = np.array(means)
    belongs = np.full(len(points), -1)
    for _ in range(_ROUNDS):
        apart = np.square(points[:, None] - centres).sum(axis=2)
        now = apart.argmin(axis=1)
        if (now == belongs).all():
            break
        belongs = now
        for kind in range(kinds):
            if (belongs == kind).any():
                centres[kind] = points[belongs == kind].mean(axis=0)
    return np.asarray(belongs, dtype=np.int64)
