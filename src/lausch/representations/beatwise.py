"""Beat-synchronous frames: a row for each beat, which is cut into equal parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Times
from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.part import Part

_PARTS = 1024
"""Parts of beats whose means are computed at once, so that memory does not grow with hours."""


@dataclass(frozen=True)
class Beatwise(Part):
    """The means of `of` over the parts of each beat, side by side, the earliest first.

    (Krebs, Böck, Dorfer and Widmer, ISMIR 2016: 4 parts of percussive and 2 of harmonic features.)

    Without beats a row is half a second, a beat at 120 bpm; so is it by its clock. `on_beats`
    has the rows of known beats.

    Parameters
    ----------
    of : the frames, with or without a step.
    divisions : number of parts of a beat.
    lead_seconds : a beat is taken to begin this much earlier, so that its attack is inside.
    """

    of: Part
    divisions: int
    lead_seconds: float = 0.02

    def __post_init__(self) -> None:
        if not 1 <= self.divisions <= 16:
            raise OptionError(f"a beat has 1 to 16 parts, not {self.divisions}")

    @property
    def clock(self) -> Clock:
        return Clock(self.of.clock.rate, self.of.clock.rate // 2)

    @property
    def reach_samples(self) -> int:
        of = self.of
        frames = of.reach_frames + 1 + int(self.lead_seconds * of.clock.fps + 1)
        return self.clock.hop + of.reach_samples + frames * of.clock.hop

    @property
    def width(self) -> int:
        return self.divisions * len(self.of.columns)

    @property
    def columns(self) -> tuple[str, ...]:
        parts = range(1, self.divisions + 1)
        return tuple(f"{name} in part {part}" for part in parts for name in self.of.columns)

    @property
    def factor(self) -> None:
        """None: the level must not be varied after a difference or a norm."""
        return None

    @property
    def framewise(self) -> Part:
        return self.of

    def transposed(self, values: FloatArray, semitones: int) -> FloatArray:
        """Rows whose parts are transposed one by one."""
        parts = values.reshape(len(values) * self.divisions, -1)
        return self.of.transposed_after(parts, semitones).reshape(values.shape)

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to rows of half a second, (ceil(2 n / rate), width)."""
        times = self.clock.times(self.clock.count(len(samples)))
        return self.on_beats(self.of.finish(self.of.measure(samples)), times)

    def on_beats(self, frames: FloatArray, times: Times) -> FloatArray:
        """Finished frames of `of` and the times of beats (s) to rows (beats, width).

        The last beat is as long as the one before it. A part without a frame has the nearest one.
        """
        count = len(times)
        if not count or not len(frames):
            return np.zeros((count, self.width), dtype=np.float32)
        period = times[-1] - times[-2] if count > 1 else 0.5
        edges = np.append(times, times[-1] + period) - self.lead_seconds
        shares = np.arange(self.divisions) / self.divisions
        starts = (edges[:-1, None] + np.diff(edges)[:, None] * shares).ravel()
        bounds = np.append(starts, edges[-1])
        means = [
            self.between(frames, bounds[at : at + _PARTS + 1])
            for at in range(0, len(starts), _PARTS)
        ]
        return np.concatenate(means).reshape(count, -1)

    def between(self, frames: FloatArray, bounds: Times) -> FloatArray:
        """Means of frames between neighbouring bounds (s), (bounds - 1, columns)."""
        first = np.clip(self.of.clock.frames(bounds), 0, len(frames))
        begin = np.minimum(first[:-1], len(frames) - 1)
        return _means(frames, begin, np.maximum(first[1:], begin + 1))


def _means(frames: FloatArray, begin: NDArray[np.int64], end: NDArray[np.int64]) -> FloatArray:
    """Means of the frames from each beginning up to, but without, each end; both increase."""
    first = int(begin[0])
    sums = np.zeros((int(end[-1]) - first + 1, frames.shape[1]))
    np.cumsum(frames[first : int(end[-1])], axis=0, out=sums[1:])
    spans = (sums[end - first] - sums[begin - first]) / (end - begin)[:, None]
    means: FloatArray = spans.astype(np.float32)
    return means
