"""Chords and keys of POP909-CL: POP909 with block chords that people have corrected.

The last track of a file has each chord as notes struck together, its bass lowest. A chord's root is
its bass where a third and a fifth stand over that, else the note over which the chord is one of the
vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lausch.annotation.harte import Symbol
from lausch.annotation.vocabulary import CLASSES, NONE, QUALITIES, class_of_symbol, templates
from lausch.corpora.band.sources.strokes import Stroke, strokes
from lausch.formats.midievents import parsed

FOLDER = Path("pop909cl") / "POP909_processed"
KEY_SIGNATURE = re.compile(rb"\xff\x59\x02(.)(.)", re.DOTALL)
"""A signed number of sharps, and 1 for minor."""
KINDS = {
    frozenset(templates()[12 * place].nonzero()[0].tolist()): quality
    for place, quality in enumerate(QUALITIES)
}
"""Semitones over the root, and the name."""


@dataclass(frozen=True)
class Piece:
    """Beat by beat: classes of chords, numbers of keys (-1 unknown), and places in the bar."""

    song: str
    performer: str
    classes: list[int]
    keys: list[int]
    places: list[int]
    meter: int


def corrected(path: Path, song: str) -> Piece | None:
    """The piece beat by beat, None where its chords do not stand on its beats.

    The key of a song in several keys is unknown.
    """
    data = path.read_bytes()
    midi = parsed(data, path.name)
    notes = list(strokes(midi.tracks[-1]))
    beat = midi.ticks_per_beat
    if not notes or sum(note.begin % beat == 0 for note in notes) < 0.9 * len(notes):
        return None
    chords: dict[int, list[Stroke]] = {}
    for note in notes:
        chords.setdefault(round(note.begin / beat), []).append(note)
    classes = [len(CLASSES) - 1] * round(max(note.end for note in notes) / beat)
    for begin, together in sorted(chords.items()):
        end = max(begin + 1, round(max(note.end for note in together) / beat))
        number = class_of_notes([note.pitch for note in together])
        classes[begin:end] = [number] * len(classes[begin:end])
    meter = next(iter(midi.tracks[0].metres.values()), (4, 4))[0]
    return Piece(
        song=song,
        performer="",
        classes=classes,
        keys=[key_of(data)] * len(classes),
        places=[place % meter for place in range(len(classes))],
        meter=meter,
    )


def key_of(data: bytes) -> int:
    """The number of the only key signature of a file; -1 for none or several."""
    marks = {(int.from_bytes(fifths, signed=True), minor[0])
             for fifths, minor in KEY_SIGNATURE.findall(data)}  # fmt: skip
    if len(marks) != 1:
        return -1
    fifths, minor = marks.pop()
    return (7 * fifths + 9 * minor) % 12 + 12 * minor


def class_of_notes(pitches: Sequence[int]) -> int:
    """The number of a chord in `CLASSES`; `NONE` where it is none of them."""
    bass = min(pitches) % 12
    over = frozenset((pitch - bass) % 12 for pitch in pitches)
    if over in KINDS or (over & {3, 4} and 7 in over):
        return class_of_symbol(Symbol(bass, over, bass))
    for root in sorted(over - {0}):
        tones = frozenset((tone - root) % 12 for tone in over)
        if tones in KINDS and KINDS[tones] != "sus4":
            return class_of_symbol(Symbol((bass + root) % 12, tones, bass))
    return NONE
