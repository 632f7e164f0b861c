"""Spectral peaks in the range of the bass, tracked by a Viterbi path.

After Dittmar, Dressler & Rosenbauer (AudioMostly 2007), who track the peaks of the low spectrum
from frame to frame. Envelopes of notes and their selection by rules are not included.
"""

from __future__ import annotations

from dataclasses import replace

from lausch.formulas import bass_salience

SPECTRUM = replace(bass_salience.SPECTRUM, harmonics=1, fundamental=0.0)

FORMULA = replace(
    bass_salience.FORMULA,
    name="bass-peaks",
    title="Peaks of the spectrum in the range of the bass, followed by a path",
    spectrum=SPECTRUM,
)
