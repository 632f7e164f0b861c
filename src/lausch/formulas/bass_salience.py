"""Model-based salience in the range of the bass: sums of harmonics, followed by a path (Viterbi).

In the manner of Salamon & Gomez (IEEE TASLP 20(6), 2012) and of Ryynänen & Klapuri (Computer
Music Journal 32(3), 2008), who follow bass lines through summed harmonics. Not taken over: contours
and their selection, and the latter's acoustic and musicological models, trained on annotated music.
What has no peak at its fundamental is no bass here, which keeps octaves below away. Settings were
chosen one after the other by the pitches of beats on 25 seconds each of nine validation tracks of
the rendered `jazz`.
"""

from __future__ import annotations

from lausch.annotation.bass import LOW_MIDI, SEMITONES
from lausch.decoding.bass import BassDecoder
from lausch.formulas.formula import LineFormula
from lausch.formulas.scales import Low
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

FORMULA = LineFormula(
    name="bass-salience",
    title="Harmonic summation in the range of the bass, followed by a path",
    spectrum=SPECTRUM,
    scale=Low(level=0.5, sharpness=2.0, tilt_db=9.0),
    follows=BassTracking(
        decoder=BassDecoder(threshold=0.4, semitone=0.6, leap=3.0, late_frames=-1.0)
    ),
    unsaid=("semitones",),
)
