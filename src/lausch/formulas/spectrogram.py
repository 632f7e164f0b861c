"""The semitone spectrogram as pitch activations: the lowest baseline.

Balke et al. (ICASSP 2017) call it the raw representation, the input of their network. The melody is
the strongest pitch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.decoding.contour import ContourDecoder
from lausch.formulas.formula import PitchFormula
from lausch.frames import FloatArray
from lausch.representations import PitchS
from lausch.representations.spectra import compress
from lausch.tasks import SoloTracking

SPECTRUM = PitchS(22050, 2205, 8192, shortest_samples=1024, low_midi=4, semitones=120)


@dataclass(frozen=True)
class OfFullScale:
    """Compressed magnitudes over that of a full-scale sine, at most 1."""

    factor: float = SPECTRUM.factor

    def __call__(self, values: FloatArray) -> FloatArray:
        full = compress(np.ones(1, np.float32), self.factor)
        shares: FloatArray = np.minimum(values / full, np.float32(1))
        return shares


FORMULA = PitchFormula(
    name="spectrogram",
    title="The semitone spectrogram itself, its strongest pitch for a line",
    spectrum=SPECTRUM,
    scale=OfFullScale(),
    task=SoloTracking(decoder=ContourDecoder(semitone=0.1, leap=1.0, break_even=0.5, voicing=2.0)),
)
