"""Spectral peaks in the range of the bass, followed by a path (Viterbi).

In the manner of Dittmar, Dressler & Rosenbauer (AudioMostly 2007), who track the peaks of the low
spectrum from frame to frame. Not taken over: envelopes of notes, and their selection by rules.
"""

from __future__ import annotations

from functools import partial

from lausch.annotation.bass import LOW_MIDI, SEMITONES
from lausch.decoding.bass import BassDecoder
from lausch.formulas.formula import Formula
from lausch.formulas.relative import Low
from lausch.representations import Harmonics
from lausch.tasks import BassTracking

SPECTRUM = Harmonics(
    22050,
    512,
    4096,
    low_midi=LOW_MIDI,
    semitones=SEMITONES,
    bands_per_semitone=1,
    harmonics=1,
    decay=0.8,
    power=0.5,
    range_db=50.0,
    loudness=0.0,
)

LISTENER = partial(
    Formula,
    name="bass-peaks",
    title="Peaks of the spectrum in the range of the bass, followed by a path",
    spectrum=SPECTRUM,
    scale=Low(level=0.5, sharpness=2.0, tilt_db=9.0),
    task=BassTracking(decoder=BassDecoder(threshold=0.4, semitone=0.6, leap=3.0, late_frames=-1.0)),
)
