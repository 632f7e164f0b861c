"""Chords as block notes in a MIDI file: the root in the octave below middle C, its tones above."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Chords, Notes
from lausch.annotation.harte import symbol_of
from lausch.annotation.pitch import NAMES
from lausch.annotation.vocabulary import CLASSES, class_of
from lausch.formats.midifile import Keys, MidiPart

LOWEST = 48
"""The lowest root: C3."""
TITLE = "chords"
TOGETHER_SECONDS = 0.02
"""Notes that begin so near to each other are of one chord."""


def keys_of(chords: Chords) -> Keys:
    """The tones of each chord, held as long as it lasts; none without a chord."""
    rows = [
        (start, end, key, round(40 + 50 * sure))
        for (start, end), label, sure in zip(
            chords.intervals.tolist(), chords.labels, chords.confidence.tolist(), strict=True
        )
        for key in voiced(label)
    ]
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    whole = table[:, 2:].astype(np.int64)
    return Keys(table[:, 0], table[:, 1], whole[:, 0], whole[:, 1])


def voiced(label: str) -> list[int]:
    """MIDI pitches of a chord: its root, and its tones in the octave above."""
    symbol = symbol_of(label)
    if symbol is None:
        return []
    return [LOWEST + symbol.root + tone for tone in sorted({0, *symbol.tones})]


def chords_of(part: MidiPart) -> Chords:
    """The chords of block notes, each by its lowest note and the tones above.

    Blocks that are no chord of the vocabulary are written as their degrees.
    """
    notes = part.notes
    blocks: list[list[int]] = []
    for index, onset in enumerate(notes.onsets.tolist()):
        if blocks and onset - notes.onsets[blocks[-1][0]] <= TOGETHER_SECONDS:
            blocks[-1].append(index)
        else:
            blocks.append([index])
    spans, labels = [], []
    for at, block in enumerate(blocks):
        start, end = float(notes.onsets[block[0]]), float(notes.offsets[block].max())
        if at + 1 < len(blocks):
            end = min(end, float(notes.onsets[blocks[at + 1][0]]))
        if end > start:
            spans.append((start, end))
            labels.append(_label(notes, block))
    return Chords(spans, labels)


def _label(notes: Notes, block: list[int]) -> str:
    keys = sorted({round(float(pitch)) for pitch in notes.pitches[block]})
    root = keys[0] % 12
    tones = {(key - root) % 12 for key in keys}
    degrees = ("1", "b2", "2", "b3", "3", "4", "b5", "5", "#5", "6", "b7", "7")
    label = f"{NAMES[root]}:({','.join(degrees[tone] for tone in sorted(tones))})"
    number = class_of(label)
    if number >= 0:
        symbol = symbol_of(CLASSES[number])
        if symbol is not None and symbol.tones == tones:
            return CLASSES[number]
    return label
