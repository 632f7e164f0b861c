"""POOL: max-pooling over frames, so that a network can process minutes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.part import Part


@dataclass(frozen=True)
class Pooled(Part):
    """The largest value of each band over `frames` neighbouring frames of `of`.

    Frame n pools the frames of `of` from n * frames - frames // 2 on, so its time is in their
    middle (Ullrich, Schlüter and Grill, ISMIR 2014, section 3.1: 3, 6 or 12 frames).
    """

    of: Part
    frames: int

    def __post_init__(self) -> None:
        if self.frames < 1:
            raise OptionError(f"pooling takes at least 1 frame, not {self.frames}")

    @property
    def clock(self) -> Clock:
        return Clock(self.of.clock.rate, self.of.clock.hop * self.frames)

    @property
    def reach_samples(self) -> int:
        return self.of.reach_samples + self.frames * self.of.clock.hop

    @property
    def columns(self) -> tuple[str, ...]:
        return self.of.columns

    @property
    def width(self) -> int:
        return self.of.width

    @property
    def factor(self) -> float | None:
        return self.of.factor

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), columns); frames beyond the recording do not count."""
        return pool(self.of.measure(samples), self.frames, self.clock.count(len(samples)))


def pool(values: FloatArray, frames: int, count: int) -> FloatArray:
    """The largest of `frames` rows each, centred on every `frames`-th row: (count, columns)."""
    before = frames // 2
    padded = np.full((count * frames + before, values.shape[1]), -np.inf, dtype=np.float32)
    inside = values[: count * frames]
    padded[before : before + len(inside)] = inside
    largest: FloatArray = padded[: count * frames].reshape(count, frames, -1).max(axis=1)
    return largest
