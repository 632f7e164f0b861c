"""Model-based salience: what a solo stands out by, without anything learned.

After Melodia (Salamon & Gomez, IEEE TASLP 20(6), 2012): the peaks of a spectrum weighted by
loudness are added up over harmonics, and the line is followed through these sums. Not taken over:
contours and their selection by rules; here one path is the line, and voicing is decided on it
(to voice contours as wholes lost .03 of overall accuracy on the tracks below). The activation of a
pitch is S^p / (S^p + R^p) of its salience S, with R near to the mean of what is strongest in each
frame of the recording: its log-odds are the ratio of both in nats, p times.

Settings were chosen one after the other by raw pitch and overall accuracy on 40 seconds each of 13
validation tracks of the rendered `solos` and `jazz`. Loudness is a compromise: solos want .7 to
.85 of the A-weighting, jazz all of it. Scores of some MIR-1K clips were seen on the way, and no
setting was chosen by them: half of the A-weighting would suit karaoke better.
"""

from __future__ import annotations

from lausch.decoding.contour import ContourDecoder
from lausch.formulas.formula import LineFormula
from lausch.formulas.scales import Relative
from lausch.representations import Harmonics
from lausch.tasks import SoloTracking

SPECTRUM = Harmonics(
    22050,
    441,
    1536,
    low_midi=40,
    semitones=56,
    bands_per_semitone=3,
    harmonics=20,
    decay=0.88,
    power=1.2,
    range_db=40.0,
    loudness=0.85,
)


FORMULA = LineFormula(
    name="salience",
    title="Harmonic summation after Melodia, a line followed through it",
    spectrum=SPECTRUM,
    scale=Relative(),
    follows=SoloTracking(
        low_midi=SPECTRUM.low_midi,
        semitones=SPECTRUM.semitones,
        bins_per_semitone=SPECTRUM.bands_per_semitone,
        decoder=ContourDecoder(semitone=0.75, leap=8.0, break_even=0.5, voicing=4.0),
    ),
)
