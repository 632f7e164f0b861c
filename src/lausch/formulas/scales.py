"""Salience as activations: against the level of the recording it is heard in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.frames import FloatArray


@dataclass(frozen=True)
class Relative:
    """Salience against the level of its recording.

    Parameters
    ----------
    level : the activation is .5 at this part of the mean of what is strongest in each frame.
    sharpness : the exponent p.
    faintest : whatever is weaker is silence, however quiet the rest is.
    """

    level: float = 0.85
    sharpness: float = 6.0
    faintest: float = 1e-4  # a sine of -67 dB

    def __call__(self, values: FloatArray) -> FloatArray:
        strongest = values.max(axis=1)
        sounding = strongest[strongest > self.faintest]
        level = max(self.level * float(sounding.mean()) if sounding.size else 0.0, self.faintest)
        np.divide(values, np.float32(level), out=values)
        np.maximum(values, np.float32(1e-6), out=values)
        np.log(values, out=values)
        np.multiply(values, np.float32(-self.sharpness), out=values)
        np.minimum(values, np.float32(80), out=values)
        np.exp(values, out=values)
        np.add(values, np.float32(1), out=values)
        np.reciprocal(values, out=values)
        return values


@dataclass(frozen=True)
class Low(Relative):
    """The same where what is lower counts more: columns are semitones.

    Parameters
    ----------
    tilt_db : by how much an octave higher counts less.
    """

    tilt_db: float = 6.0

    def __call__(self, values: FloatArray) -> FloatArray:
        octaves = np.arange(values.shape[1], dtype=np.float32) / 12
        values *= np.power(np.float32(10), np.float32(-self.tilt_db / 20) * octaves)
        return super().__call__(values)
