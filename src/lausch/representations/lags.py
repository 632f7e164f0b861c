"""SSM as a lag matrix: the similarity of each frame to earlier, and perhaps later, frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.mfcc import cosines
from lausch.representations.part import Part
from lausch.representations.pooled import Pooled, pool
from lausch.representations.spectra import LogS

# Rows of the matrix that are computed at once: they fit into the cache.
_ROWS = 512
_SILENCE = 1e-3
_CLOSEST = np.float32(0.03)
"""The smallest scale of distances: those within a held tone are nothing but rounding errors."""


@dataclass(frozen=True)
class Lags(Part):
    """A self-similarity lag matrix, its lag axis reduced to `count` columns.

    With a `quantile`, each distance is scaled by its neighbours (Grill and Schlüter, EUSIPCO
    2015): sigmoid(1 - D(i, l) / e), where e is the mean of that quantile of row i's distances and
    of row i - l's. (The paper takes the quantile of both rows together.) Without one, the columns
    are the cosine similarities. Beyond the recording the similarity is 0.

    Parameters
    ----------
    of : a pooled spectrum, whose cepstra without the first coefficient are compared; or a
        log-frequency spectrum, which is folded to 12 pitch classes.
    seconds : the longest lag.
    frames : this many frames become one, by their largest value.
    stack : number of neighbouring frames that are compared together.
    ahead : whether there are also negative lags, to later frames.
    quantile : 0 to 1; 0 for plain similarities.
    count : number of columns; each is the largest value of neighbouring lags, shortest lags first.
    """

    of: Pooled | LogS
    seconds: float
    frames: int = 1
    stack: int = 2
    ahead: bool = False
    quantile: float = 0.1
    count: int = 80

    def __post_init__(self) -> None:
        if not 0 <= self.quantile < 1:
            raise OptionError(f"a quantile lies between 0 and 1, not at {self.quantile}")
        if self.ahead and self.quantile:
            raise OptionError("scaled distances have no negative lags: `ahead` needs quantile 0")
        if self.longest * (2 if self.ahead else 1) < self.count:
            raise OptionError(
                f"{self.seconds:g} s are {self.longest} lags, too few for {self.count} columns"
            )

    @property
    def longest(self) -> int:
        """The longest lag in frames of `of`."""
        return round(self.seconds * self.of.clock.fps)

    @property
    def clock(self) -> Clock:
        return Clock(self.of.clock.rate, self.of.clock.hop * self.frames)

    @property
    def reach_samples(self) -> int:
        # The quantile of the frame at the longest lag needs as many frames again.
        rows = self.longest * (2 if self.quantile else 1) + self.stack + self.frames
        return self.of.reach_samples + rows * self.of.clock.hop

    @property
    def width(self) -> int:
        return self.count

    @property
    def columns(self) -> tuple[str, ...]:
        kind, _ = _FEATURES[type(self.of)]
        return tuple(f"{kind} {seconds:.2f} s" for seconds in self._edges[:-1] / self.of.clock.fps)

    @property
    def _edges(self) -> np.ndarray:
        """First lag of each column, and the end of the last one, in frames of `of`."""
        first = -self.longest if self.ahead else 1
        return np.linspace(first, self.longest + 1, self.count + 1).round().astype(int)

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), count), 0 to 1."""
        vectors = self._vectors(self.of.measure(samples))
        quantiles = np.ones(len(vectors), dtype=np.float32)
        first, last = (-self.longest, self.longest) if self.ahead else (1, self.longest)
        if self.quantile:
            at = int(self.quantile * self.longest)
            for start in range(0, len(vectors), _ROWS):
                rows = 1 - _similar(vectors, start, 1, self.longest)
                quantiles[start : start + _ROWS] = np.partition(rows, at, axis=1)[:, at]
        out = np.empty((len(vectors), self.count), dtype=np.float32)
        starts = self._edges[:-1] - first
        before = np.concatenate([np.ones(self.longest, dtype=np.float32), quantiles])
        for start in range(0, len(vectors), _ROWS):
            rows = _similar(vectors, start, first, last)
            if self.quantile:
                views = np.lib.stride_tricks.sliding_window_view(before, self.longest)
                at_lags = views[start : start + len(rows), ::-1]
                limit = (quantiles[start : start + len(rows), None] + at_lags) / 2
                rows = 1 / (1 + np.exp((1 - rows) / np.maximum(limit, _CLOSEST) - 1))
            out[start : start + len(rows)] = np.maximum.reduceat(rows, starts, axis=1)
        return pool(out, self.frames, self.clock.count(len(samples)))

    def _vectors(self, values: FloatArray) -> FloatArray:
        """One unit vector for each frame; zeros for silence."""
        _, features_of = _FEATURES[type(self.of)]
        features = features_of(values, self.of)
        delayed = [np.roll(features, back, axis=0) for back in range(self.stack)]
        for back, each in enumerate(delayed):
            each[:back] = 0
        stacked = np.concatenate(delayed, axis=1)
        norms = np.linalg.norm(stacked, axis=1, keepdims=True)
        unit: FloatArray = np.where(norms > _SILENCE, stacked / np.maximum(norms, _SILENCE), 0)
        return unit.astype(np.float32)


def _similar(vectors: FloatArray, start: int, first: int, last: int) -> FloatArray:
    """Cosine similarity of the rows from `start` on to the frames at lags `first` to `last`.

    Shape (at most `_ROWS`, last - first + 1); 0 where there is no such frame.
    """
    rows = vectors[start : start + _ROWS]
    low, high = start - last, start + len(rows) - first
    padded = np.zeros((high - low, vectors.shape[1]), dtype=np.float32)
    inside = slice(max(low, 0), min(high, len(vectors)))
    padded[inside.start - low : max(inside.stop - low, inside.start - low)] = vectors[inside]
    products = rows @ padded.T  # column c of row r: the frame start - last + c
    size = last - first + 1
    stride_row, stride_column = products.strides
    view = np.lib.stride_tricks.as_strided(
        products, (len(rows), size), (stride_row + stride_column, stride_column), writeable=False
    )
    return np.ascontiguousarray(view[:, ::-1])


def _chroma(values: FloatArray, spectrum: LogS) -> FloatArray:
    classes = np.zeros((len(values), 12), dtype=np.float32)
    for place in range(values.shape[1]):
        classes[:, place * 12 // spectrum.bands_per_octave % 12] += values[:, place]
    return classes


def _cepstra(values: FloatArray, _: Pooled) -> FloatArray:
    cepstra: FloatArray = values @ cosines(values.shape[1], 1, values.shape[1] - 1)
    return cepstra


_FEATURES: dict[type, tuple[str, Callable[[FloatArray, Any], FloatArray]]] = {
    LogS: ("chroma", _chroma),
    Pooled: ("cepstrum", _cepstra),
}
"""What frames of each kind of spectrum are compared by."""
