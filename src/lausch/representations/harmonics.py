"""Harmonics: the salience of each pitch, as the weighted sum of peaks at its harmonics.

The salience function of Salamon & Gomez (IEEE TASLP 20(6), 2012, section II-C).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.melody import midi
from lausch.frames import FloatArray
from lausch.representations.pitches import PitchAxis
from lausch.representations.spectra import LinS

_FINE = 10
"""Peaks are placed on a grid of this many bins per semitone."""


@lru_cache(maxsize=4)
def harmonic_bank(
    low_midi: int, semitones: int, bands_per_semitone: int, harmonics: int, decay: float
) -> FloatArray:
    """Weights of the peaks on the fine grid for each pitch, shape (fine bins, semitones * bands).

    Harmonic h of a pitch has the weight decay^(h - 1), which falls to 0 with cos^2 at a distance
    of one semitone.
    """
    above = int(np.ceil(12 * np.log2(harmonics))) + 1
    fine = np.arange(-_FINE, _FINE * (semitones + above))[:, None] / _FINE
    pitches = np.arange(semitones * bands_per_semitone) / bands_per_semitone
    bank = np.zeros((len(fine), len(pitches)), dtype=np.float32)
    for harmonic in range(1, harmonics + 1):
        apart = np.minimum(np.abs(fine - pitches - 12 * np.log2(harmonic)), 1.0)
        bank += (decay ** (harmonic - 1) * np.cos(apart * np.pi / 2) ** 2).astype(np.float32)
    bank.setflags(write=False)
    return bank


def loudness_weights(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """The A-weighting of IEC 61672-1 (section 5.4.6, appendix E) as factors of magnitudes."""
    square = np.asarray(hz, dtype=np.float64) ** 2
    low = square / (square + 20.6**2) / np.sqrt((square + 107.7**2) * (square + 737.9**2))
    return np.asarray(1.2589 * low * square * 12194.0**2 / (square + 12194.0**2))


@dataclass(frozen=True)
class Harmonics(PitchAxis, LinS):
    """Salience of pitches, about 1 for a full-scale sine: shape (frames, columns).

    Parameters
    ----------
    low_midi, semitones, bands_per_semitone : see `PitchAxis`.
    harmonics : number of harmonics in the sum.
    decay : weight of each harmonic relative to the one below.
    power : exponent of the magnitude of a peak.
    range_db : peaks this far below a frame's strongest are left out.
    loudness : exponent of the A-weighting, 0 to 1.
    fundamental : exponent of the first harmonic in its weighted geometric mean with the sum, 0 to
        1; above 0, a pitch without a fundamental has no salience.
    """

    low_midi: int = 33
    semitones: int = 60
    bands_per_semitone: int = 3
    harmonics: int = 20
    decay: float = 0.8
    power: float = 1.0
    range_db: float = 40.0
    loudness: float = 1.0
    fundamental: float = 0.0

    def _gather(self, magnitudes: FloatArray) -> FloatArray:
        grid = (self.low_midi, self.semitones, self.bands_per_semitone)
        bank = harmonic_bank(*grid, self.harmonics, self.decay)
        peaks = self._peaks(magnitudes, len(bank))
        salience: FloatArray = peaks @ bank
        if not self.fundamental:
            return salience
        first = harmonic_bank(*grid, 1, self.decay)
        alone = peaks[:, : len(first)] @ first
        return alone**self.fundamental * salience ** (1 - self.fundamental)

    def _peaks(self, magnitudes: FloatArray, width: int) -> FloatArray:
        """The peaks of spectra on the fine grid, at interpolated frequencies."""
        middle = magnitudes[:, 1:-1]
        rows, bins = np.nonzero((middle > magnitudes[:, :-2]) & (middle >= magnitudes[:, 2:]))
        left, centre, right = (
            np.log(np.maximum(magnitudes[rows, bins + n], 1e-9)).astype(np.float64)
            for n in range(3)
        )
        bend = np.minimum(left - 2 * centre + right, -1e-9)
        shift = np.clip(0.5 * (left - right) / bend, -0.5, 0.5)
        hz = (bins + 1 + shift) * self.rate / self.window_samples
        height = np.exp(centre - 0.25 * (left - right) * shift) / (self.window_samples / 4)
        height *= loudness_weights(hz) ** self.loudness
        strongest = np.zeros(len(magnitudes))
        np.maximum.at(strongest, rows, height)
        place = np.floor((midi(hz) - self.low_midi) * _FINE + 0.5).astype(np.int64) + _FINE
        salient = (place >= 0) & (place < width)
        salient &= height > strongest[rows] * 10 ** (-self.range_db / 20)
        flat = np.bincount(
            rows[salient] * width + place[salient],
            height[salient] ** self.power,
            minlength=len(magnitudes) * width,
        )
        return flat.reshape(len(magnitudes), width).astype(np.float32)
