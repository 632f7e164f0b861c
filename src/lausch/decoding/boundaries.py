"""From a novelty curve to boundaries, by peaks above a moving average."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.decoding.peaks import apart

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BoundaryPicker:
    """Peak picking of Ullrich, Schlüter and Grill (ISMIR 2014, section 3.4).

    Parameters
    ----------
    threshold : least height of a peak above the moving average.
    apart_seconds : a peak is the highest value within this time on either side.
    before_seconds, after_seconds : extent of the moving average.
    edge_seconds : time at both ends of a recording without boundaries.
    """

    threshold: float = 0.2
    apart_seconds: float = 6.0
    before_seconds: float = 12.0
    after_seconds: float = 6.0
    edge_seconds: float = 1.0

    def peaks(self, novelty: ArrayLike, fps: float) -> tuple[NDArray[np.int64], Floats]:
        """Frames of all local maxima of a curve (frames,), and their heights above the average."""
        values = np.asarray(novelty, dtype=np.float64)
        if values.ndim != 1:
            raise ValueError(f"a novelty curve has shape (frames,), not {values.shape}")
        if values.size == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        radius = max(1, round(self.apart_seconds * fps))
        inside = values.copy()
        edge = round(self.edge_seconds * fps)
        inside[:edge] = inside[values.size - edge :] = 0
        maxima = np.flatnonzero((inside == _highest(inside, radius)) & (inside > 0))
        # A plateau counts once, in its middle.
        groups = np.split(maxima, np.flatnonzero(np.diff(maxima) > 1) + 1)
        middles = np.array([group[(len(group) - 1) // 2] for group in groups if group.size])
        frames = apart(middles.astype(np.int64), radius)
        return frames, values[frames] - self._average(values, fps)[frames]

    def pick(
        self,
        novelty: ArrayLike,
        fps: float,
        *,
        count: int | None = None,
        sensitivity: float = 0.0,
    ) -> NDArray[np.int64]:
        """Frames of the boundaries, increasing.

        Parameters
        ----------
        novelty : shape (frames,).
        fps : frames per second.
        count : take the N highest peaks, whatever the threshold.
        sensitivity : 1 takes every peak, -1 only those with a height of 1; see `raised`.
        """
        frames, height = self.peaks(novelty, fps)
        if count is not None:
            return np.sort(frames[np.argsort(-height, kind="stable")[:count]])
        return frames[height >= self.raised(sensitivity)]

    def raised(self, sensitivity: float) -> float:
        """The threshold for a sensitivity: 1 for -1, the own one for 0, 0 for 1."""
        if sensitivity >= 0:
            return self.threshold * (1 - sensitivity)
        return self.threshold - sensitivity * (1 - self.threshold)

    def _average(self, values: Floats, fps: float) -> Floats:
        before, after = round(self.before_seconds * fps), round(self.after_seconds * fps)
        sums = np.concatenate([[0.0], np.cumsum(values)])
        index = np.arange(values.size)
        first = np.maximum(index - before, 0)
        last = np.minimum(index + after + 1, values.size)
        average: Floats = (sums[last] - sums[first]) / (last - first)
        return average


def _highest(values: Floats, radius: int) -> Floats:
    """The largest value within `radius` frames, by doubling: time n log(radius), memory n."""
    radius = min(radius, len(values))
    size = 2 * radius + 1
    padded = np.concatenate([np.full(radius, -np.inf), values, np.full(radius, -np.inf)])
    best, span = padded, 1
    while 2 * span <= size:
        best = np.maximum(best[:-span], best[span:])
        span *= 2
    rest = size - span
    highest: Floats = np.maximum(best[: len(values)], best[rest : rest + len(values)])
    return highest
