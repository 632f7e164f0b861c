"""Raw: the samples themselves, one row for each frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.frames import Clock, FloatArray
from lausch.representations.part import Part


@dataclass(frozen=True)
class Raw(Part):
    """The samples themselves, cut into frames of one hop: shape (frames, hop_samples)."""

    rate: int
    hop_samples: int

    @property
    def clock(self) -> Clock:
        return Clock(self.rate, self.hop_samples)

    @property
    def reach_samples(self) -> int:
        return 0

    @property
    def width(self) -> int:
        return self.hop_samples

    @property
    def factor(self) -> float:
        return 0.0

    @property
    def alike(self) -> bool:
        return True

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"sample {n}" for n in range(self.hop_samples))

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), hop), the last row filled with zeros."""
        count = self.clock.count(len(samples))
        padded = np.zeros(count * self.hop_samples, dtype=np.float32)
        padded[: len(samples)] = samples
        return padded.reshape(count, self.hop_samples)
