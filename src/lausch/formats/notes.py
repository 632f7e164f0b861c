"""`.notes.csv`: a table of notes with a header: onset,offset,pitch,name,confidence.

The pitch is a MIDI number, not necessarily whole; the name of the nearest key is for people.
"""

from __future__ import annotations

import numpy as np

from lausch.annotation import Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.melody import midi
from lausch.annotation.pitch import note_name
from lausch.errors import FormatError
from lausch.formats.melodies import FORMS, melody_table, pitches_of
from lausch.formats.rows import by_rows, format_errors, needed, seconds
from lausch.formats.tables import Table

HEADER = "onset,offset,pitch,name,confidence"


def encode(analysis: Analysis) -> str:
    """The header, then a row for each note."""
    notes = needed(analysis.solo, "notes", "notes", "choose f0")
    text = f"{HEADER}\n"
    columns = (notes.onsets, notes.offsets, notes.pitches, notes.confidence)
    for onset, offset, midi_pitch, confidence in by_rows(*columns):
        key = note_name(round(midi_pitch))
        text += f"{seconds(onset)},{seconds(offset)},{midi_pitch:.6g},{key},{confidence:.4f}\n"
    return text


def decode(text: str, name: str) -> Analysis:
    """Notes, also of other programs, see `notes_of`."""
    rows = melody_table(text, name)
    if not rows.has_notes:
        raise FormatError(f"{name}: no column is an offset or a duration; columns are {FORMS}")
    return Analysis(solo=notes_of(rows))


def notes_of(rows: Table) -> Notes:
    """The notes of a table in the order of their onsets; those of no length are left out.

    Pitches are MIDI numbers, names (Bb4) or Hz: they are Hz where a header says so, and where one
    is larger than any MIDI number; rests of 0 Hz are left out. Raises FormatError for what are no
    notes.
    """
    onsets = rows.times("onset", "an onset in seconds")
    if onsets is None:
        return Notes()
    offsets = rows.times("offset", "an offset in seconds")
    if offsets is None:
        lengths = rows.times("duration", "a duration in seconds")
        if lengths is None:
            raise FormatError(f"{rows.name}: no column is an offset or a duration")
        offsets = onsets + lengths
    word = rows.first("pitch", "hz", "name")
    if word is None:
        raise FormatError(f"{rows.name}: no column is a pitch; columns are {FORMS}")
    pitches = pitches_of(rows.cells(word) or [], rows.name)
    valid = offsets > onsets
    if word == "hz" or (pitches > 127).any():
        valid &= pitches > 0
        pitches = midi(np.where(pitches > 0, pitches, 440.0))
    for (line, _), onset, offset in zip(rows.rows, onsets, offsets, strict=True):
        if offset < onset:
            raise FormatError(
                f"{rows.name}, line {line}: a note ends at {offset:g} s, before it begins at "
                f"{onset:g} s; is the column a duration? name it so in a header"
            )
    sure = rows.numbers("confidence", "a confidence")
    order = np.argsort(onsets, kind="stable")
    order = order[valid[order]]
    with format_errors(rows.name):
        confidence = None if sure is None else np.clip(sure[order], 0, 1)
        return Notes(onsets[order], offsets[order], pitches[order], confidence)
