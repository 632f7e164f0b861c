"""Scores of the tutorial's listening examples, from free material, for `studies/examples.py`."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

from lausch.corpora.band.kinds import solos
from lausch.corpora.band.playing.feel import Touch
from lausch.corpora.band.playing.pulse import breathe, even, slow_down
from lausch.corpora.band.playing.score import Score, excerpt
from lausch.corpora.band.playing.stage import Row, Voice, perform
from lausch.corpora.band.store.piece import symbolic
from lausch.errors import CorpusError
from lausch.formats.musicxmlfile import Quarters, voices

SECONDS = 60.0
QUARTET = Path("openscore/quartets/scores/Borodin,_Alexander/String_Quartet_No.2/sq10675759.mxl")
NOTTURNO = (603, 648)
"""Bars of the third movement up to its first change of tempo, counted from the score's first."""
STRINGS = ((40, 4.0), (40, -2.0), (41, -2.0), (42, 0.0))
"""Programs of the quartet and their levels in dB."""
ACCENTS = ((0, 96), (1, 74), (2, 90), (3, 74))
"""A tango's marcato: the beats of a bar and their force; sometimes the fourth is anticipated."""


@dataclass(frozen=True)
class Example:
    """One recording to make.

    Parameters
    ----------
    name : of its files.
    title : of the piece, as the page calls it.
    bpm : the tempo that the tutorial, or the database, says.
    source : where the notes come from.
    score : the data folder to the score.
    """

    name: str
    title: str
    bpm: int
    source: str
    score: Callable[[Path], Score]


def solo(number: str) -> Callable[[Path], Score]:
    """The first minute of a solo of the Weimar Jazz Database over a band."""

    def make(data: Path) -> Score:
        score = solos.arrange(symbolic(data), number, Random(0))
        return excerpt(replace(score, solo_db=None), 0.0, min(SECONDS, score.duration))

    return make


def quartet(data: Path) -> Score:
    """Borodin's Notturno with rubato: the tempo wanders, and bars end phrases more slowly."""
    path = symbolic(data) / QUARTET
    if not path.is_file():
        raise CorpusError(f"{path} is missing: symbolic/openscore holds the quartets")
    with zipfile.ZipFile(path) as archive:
        inner = next(name for name in archive.namelist() if not name.startswith("META-INF"))
        parts = voices(archive.read(inner).decode("utf-8"), path.name)
    random = Random(0)
    first, last = (parts[0][1][bar][0] for bar in NOTTURNO)
    bars = [round(end - begin) for begin, end in parts[0][1][slice(*NOTTURNO)]]
    pulse = slow_down(breathe(even(bars, 65), random, 0.1), 6, 0.3)
    players = [
        Voice("strings", program, _rows(rows, first, last), Touch(velocity=4.0), gain)
        for (rows, _), (program, gain) in zip(parts, STRINGS, strict=True)
    ]
    score = perform(pulse, players, random, song="Notturno", style="quartet")
    return excerpt(score, 0.0, min(SECONDS, score.duration))


def _rows(rows: list[Quarters], first: float, last: float) -> list[Row]:
    inside = (row for row in rows if first <= row[0] < last)
    return [(begin - first, end - begin, pitch, 78) for begin, end, pitch in inside]


def tango(data: Path) -> Score:
    """Our own: marcato of piano and bass, bandoneon and violin above, a tempo that gives way."""
    random = Random(0)
    pulse = slow_down(breathe(even([4] * 28, 114), random, 0.06), 4, 0.2)
    left: list[Row] = []
    chords: list[Row] = []
    tune: list[Row] = []
    answer: list[Row] = []
    for bar in range(28):
        root, third = ((45, 3), (50, 3), (40, 4), (45, 3))[bar // 2 % 4]
        at = 4.0 * bar
        pushed = bar % 4 == 3
        for beat, loud in ACCENTS:
            begin = at + beat - (0.5 if pushed and beat == 3 else 0.0)
            low = root if beat % 2 == 0 else root - 5 + 12 * (root < 45)
            left.append((begin, 0.45, low - 12, loud))
            chords += [(begin, 0.4, root + step + 12, loud - 14) for step in (0, third, 7)]
        scale = np.array([0, 2, third, 5, 7, 8 if third == 3 else 9, 11, 12])
        line = tune if bar // 4 % 2 == 0 else answer
        for place in (0.0, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5):
            if random.random() < 0.75:
                pitch = int(root + 24 + scale[random.randrange(len(scale))])
                line.append((at + place, 0.45, pitch, 84 + random.randrange(-8, 9)))
    players = [
        Voice("bass", 32, left, Touch(velocity=4.0)),
        Voice("comping", 0, chords, Touch(velocity=4.0)),
        Voice("melody", 23, tune, Touch(velocity=5.0)),
        Voice("lead", 40, answer, Touch(velocity=5.0)),
    ]
    score = perform(pulse, players, random, song="Tango", style="tango")
    return excerpt(score, 0.0, min(SECONDS, score.duration))


WEIMAR = "Weimar Jazz Database, solo {}"
BEATS = (
    Example("quartet", "Borodin, String Quartet 2, III.", 65, "OpenScore, with rubato", quartet),
    Example("tango", "a tango of our own, for Gardel's", 114, "composed for this page", tango),
    Example("summertime", "Bechet, *Summertime*", 84, WEIMAR.format(377), solo("377")),
    Example("caravan", "Marsalis, *Caravan*", 197, WEIMAR.format(445), solo("445")),
    Example("cherokee", "Marsalis, *Cherokee*", 338, WEIMAR.format(446), solo("446")),
)
BASSES = (
    Example("sowhat", "Davis, *So What* (bass: Chambers)", 0, WEIMAR.format(323), solo("323")),
    Example("lost", "Baker, *Let's Get Lost*", 0, WEIMAR.format(72), solo("072")),
)
