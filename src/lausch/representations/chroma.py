"""Chroma: what harmony sounds, in twelve columns, to tell sections by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.annotation.pitch import NAMES
from lausch.frames import FloatArray
from lausch.representations.pitches import PitchS


@dataclass(frozen=True)
class Chroma(PitchS):
    """PitchS folded to 12 pitch classes: the mean over octaves, shape (frames, 12), C first.

    (Müller, Fundamentals of Music Processing, section 3.1.2, with the compression of 3.1.2.2.)
    """

    @property
    def width(self) -> int:
        return 12

    @property
    def columns(self) -> tuple[str, ...]:
        return NAMES

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), 12)."""
        classes = np.floor(self.pitches + 0.5).astype(int) % 12
        fold = np.zeros((len(classes), 12), dtype=np.float32)
        fold[np.arange(len(classes)), classes] = 1
        folded: FloatArray = super().measure(samples) @ (fold / np.maximum(fold.sum(axis=0), 1))
        return folded
