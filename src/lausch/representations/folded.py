"""A handcrafted feature from a log-frequency spectrogram: its chroma."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lausch.annotation import midi
from lausch.annotation.pitch import NAMES
from lausch.frames import FloatArray
from lausch.representations.part import Step
from lausch.representations.spectra import LogLogS
from lausch.representations.steps import Unit


@dataclass(frozen=True)
class Folded(Step):
    """CLP: the compressed bands folded to 12 pitch classes, C first, every frame of norm 1.

    A class is the mean over its octaves, of bands with centres from `low_hz` on (Müller,
    Fundamentals of Music Processing, section 3.1.2.2). Silence is as in `Unit`.
    """

    of: LogLogS
    low_hz: float = 110.0

    @property
    def columns(self) -> tuple[str, ...]:
        return NAMES

    def transposed_after(self, values: FloatArray, semitones: int) -> FloatArray:
        """Chroma (frames, 12) turned by semitones."""
        return np.roll(values, semitones, axis=1)

    def finish(self, values: FloatArray) -> FloatArray:
        """Spectrum (frames, bands) to chroma (frames, 12)."""
        return Unit(self.of).finish(values @ classes_of(self.of, self.low_hz))


@lru_cache(maxsize=16)
def classes_of(spectrum: LogLogS, low_hz: float) -> FloatArray:
    """Weight of each band in each pitch class, shape (bands, 12)."""
    hz = spectrum.centres
    nearest = np.round(midi(np.maximum(hz, 1.0))).astype(np.int64) % 12
    weights = np.zeros((len(hz), 12), dtype=np.float32)
    weights[np.arange(len(hz)), nearest] = hz >= low_hz
    shares: FloatArray = weights / np.maximum(weights.sum(axis=0), 1)
    return shares
