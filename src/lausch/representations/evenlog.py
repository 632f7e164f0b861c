"""EvenLogLogS: a log-frequency spectrogram that keeps every band of its axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray
from lausch.representations.filterbank import log_centres, log_filterbank
from lausch.representations.part import moved
from lausch.representations.spectra import LogLogS


@dataclass(frozen=True)
class EvenLogLogS(LogLogS):
    """LogLogS with `bands_per_octave` bands in every octave.

    Low bands that round to the same bin of the transform are kept, equal as they may be (madmom's
    `unique_filters=False`, as Korzeniowski and Widmer, ISMIR 2016, have it). So a semitone is the
    same number of columns everywhere.
    """

    @property
    def bank(self) -> FloatArray:
        return log_filterbank(
            self.rate,
            self.window_samples,
            self.bands_per_octave,
            self.low_hz,
            self.high_hz,
            unique=False,
        )

    @property
    def centres(self) -> NDArray[np.float64]:
        """Frequency that each band stands for in Hz; its own centre is the nearest bin."""
        return log_centres(self.bands_per_octave, self.low_hz, self.high_hz)[1:-1]

    def transposed(self, values: FloatArray, semitones: int) -> FloatArray:
        """Bands moved up by semitones, with 0 after them."""
        return moved(values, round(semitones * self.bands_per_octave / 12))
