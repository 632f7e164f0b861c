"""The staves of a lead sheet: the melody, the chords in close position, and the bass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lausch.annotation import BassLine, Beats, Chords, Key, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.harte import Symbol, root_name, symbol_of
from lausch.annotation.key import respelled
from lausch.annotation.pitch import LETTERS
from lausch.formats.chordsymbols import labels_at
from lausch.formats.midichords import voiced
from lausch.formats.notation import QUARTER, Page, bars_of, held, written
from lausch.formats.spelling import Name, spelled

STEPS = tuple(LETTERS)
LETTER_STEPS = (0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6)
"""How many letters a tone of a chord is above its root, by semitones; some depend on others."""
OCTAVE = 12


@dataclass(frozen=True)
class Clef:
    """Where a part stands: its name, its General MIDI program from 1, the sign of its clef and the
    line of that, and the octaves that it is written above what sounds."""

    name: str
    program: int
    sign: str
    line: int
    octaves: int = 0


BASS = Clef("Bass", 33, "F", 4, 1)
"""Acoustic bass; players of the double bass read it an octave higher."""
MELODY = Clef("Melody", 67, "G", 2)
"""Tenor saxophone."""
LOW_MELODY = Clef("Melody", 67, "G", 2, 1)
CHORDS = Clef("Chords", 1, "G", 2)
LOWEST_MELODY = 57.0
"""A melody with a lower median, in MIDI numbers, is written an octave higher."""


@dataclass(frozen=True)
class Staff:
    """A clef and what is written; of chords a pitch is the number of a label, from 1 on."""

    clef: Clef
    page: Page
    labels: tuple[str, ...] = ()

    def pitches(self) -> tuple[list[int], list[int]]:
        """All pitches of the notes of a line, with their lengths in ticks."""
        notes = [each for bar in self.page.bars for each in bar.written if each.pitch]
        return [each.pitch for each in notes], [each.ticks for each in notes]

    def names(self, fifths: int) -> list[tuple[Name, ...]]:
        """The names of each note or rest in order; none for a rest, several for a chord."""
        numbers = [each.pitch for bar in self.page.bars for each in bar.written]
        if not self.labels:
            names = spelled(numbers, fifths)
            return [(name,) if pitch else () for name, pitch in zip(names, numbers, strict=True)]
        known = [(), *(block_names(label) for label in self.labels)]
        return [known[number] for number in numbers]


def staves_of(analysis: Analysis, beats: Beats) -> list[Staff]:
    """The staves from the top: the melody over the chords, if there is one, and the bass."""
    melody = analysis.solo if analysis.solo is not None and len(analysis.solo) else None
    bass = analysis.bass
    staves = []
    if melody is not None:
        low = float(np.median(melody.pitches)) < LOWEST_MELODY
        staves.append(Staff(LOW_MELODY if low else MELODY, written(one_by_one(melody), beats)))
        if len(analysis.read("chords") or Chords()):
            staves.append(_chords(analysis, beats))
    if bass is not None or melody is None:
        line = BassLine() if bass is None else bass
        staves.append(Staff(BASS, written(line.notes, beats)))
    return staves


def one_by_one(notes: Notes) -> Notes:
    """Notes of a line; of several that begin at once the highest stays."""
    order = np.lexsort((-notes.pitches, notes.onsets))
    kept = order[np.append(True, np.diff(notes.onsets[order]) > 0)]
    return Notes(notes.onsets[kept], notes.offsets[kept], notes.pitches[kept])


def _chords(analysis: Analysis, beats: Beats) -> Staff:
    """Chords as blocks, each as long as it lasts."""
    key: Key = analysis.read("key") or Key()
    total = sum(bars_of(beats)[0]) * QUARTER
    places = labels_at(analysis, beats)
    labels = tuple(dict.fromkeys(each for each in places.values() if symbol_of(each) is not None))
    ticks = [0, *(min(tick, total) for tick in places), total]
    numbers = [0, *(labels.index(each) + 1 if each in labels else 0 for each in places.values())]
    spans = [
        (first, last, number)
        for (first, last), number in zip(pairwise(ticks), numbers, strict=True)
        if last > first
    ]
    names = tuple(respelled(label, key.name) if key.name else label for label in labels)
    return Staff(CHORDS, held(spans, beats), labels=names)


def block_names(label: str) -> tuple[Name, ...]:
    """The tones of a chord in close position over its root from C4 on, named from the root.

    >>> block_names("Bb:7")
    (('B', -1, 4), ('D', 0, 5), ('F', 0, 5), ('A', -1, 5))
    """
    symbol = symbol_of(label)
    if symbol is None:
        return ()
    root = STEPS.index(root_name(label)[0])
    return tuple(
        _named(pitch + OCTAVE, root + letters)
        for pitch, letters in zip(voiced(label), _letters(symbol), strict=True)
    )


def _letters(symbol: Symbol) -> Sequence[int]:
    """Letters above the root for each tone, from the lowest tone on."""
    tones = sorted({0, *symbol.tones})
    letters = [LETTER_STEPS[tone % 12] for tone in tones]
    for at, tone in enumerate(tones):
        raised_fifth = tone == 8 and 7 not in tones and 4 in tones
        ninth = tone == 3 and 4 in tones
        if raised_fifth or ninth:
            letters[at] -= 1
        if tone == 6 and 7 in tones:
            letters[at] -= 1
        if tone == 9 and 6 in tones and 7 not in tones:
            letters[at] += 1  # of a diminished seventh
    return letters


def _named(pitch: int, letter: int) -> Name:
    step = STEPS[letter % 7]
    alter = (pitch - LETTERS[step] + 6) % 12 - 6
    return step, alter, (pitch - alter) // 12 - 1
