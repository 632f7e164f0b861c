"""Salience in the range of the bass: sums of harmonics, tracked by a Viterbi path.

After Salamon & Gomez (IEEE TASLP 20(6), 2012) and Ryynänen & Klapuri (Computer Music Journal 32(3),
2008), who track bass lines in sums of harmonics. Contours and their selection are not included, nor
are the latter's acoustic and musicological models, which are trained on annotated music. A pitch
needs a peak at its fundamental, which avoids errors by an octave down. Settings were chosen one
after the other by the pitches of beats, on 25 seconds each of nine validation tracks of the
rendered `jazz`.
"""

from __future__ import annotations

from lausch.annotation.bass import LOW_MIDI, SEMITONES
from lausch.decoding.bass import BassDecoder
from lausch.formulas.formula import Low, PitchFormula
from lausch.representations import Harmonics
from lausch.tasks import BassTracking

SPECTRUM = Harmonics(
    22050,
    512,
    4096,
    low_midi=LOW_MIDI,
    semitones=SEMITONES,
    bands_per_semitone=1,
    harmonics=10,
    decay=0.8,
    power=0.5,
    range_db=50.0,
    loudness=0.0,
    fundamental=0.5,
)

FORMULA = PitchFormula(
    name="bass-salience",
    title="Harmonic summation in the range of the bass, followed by a path",
    spectrum=SPECTRUM,
    scale=Low(level=0.5, sharpness=2.0, tilt_db=9.0),
    task=BassTracking(decoder=BassDecoder(threshold=0.4, semitone=0.6, leap=3.0, late_frames=-1.0)),
    not_in_digest=("semitones",),
)
