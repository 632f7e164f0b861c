"""Melodies to search with: MIDI, tables of notes or f0, JAMS, JSON, SVL."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lausch.annotation import Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.files import printable
from lausch.formats import audacity, f0, jams, json, midifile, notes, svl
from lausch.formats.content import STANDARD_INPUT, bytes_of, text_of
from lausch.formats.melodies import melody_table

LONGEST_SECONDS = 7200.0
LONGEST_NOTE_SECONDS = 60.0
"""Notes, and steps between the points of a contour, that last longer are no seconds."""
TOGETHER_SECONDS = 0.03
DOCUMENTS: dict[str, Callable[[str, str], Analysis]] = {
    ".jams": jams.decode,
    ".json": json.decode,
    ".svl": svl.decode,
}
MIDI_SUFFIXES = (".mid", ".midi", ".kar", ".rmi", ".smf")
SUFFIXES = (*MIDI_SUFFIXES, ".csv", ".tsv", ".txt", ".f0", ".notes", *DOCUMENTS)
"""What queries are usually called; other names are read as tables."""


def is_melody(path: str | os.PathLike[str]) -> bool:
    """Whether a file is notes or an f0 and no sound: its name says so, or it begins as MIDI."""
    path = Path(path)
    if path == STANDARD_INPUT or path.suffix.lower() in SUFFIXES:
        return True
    try:
        if not path.is_file():  # pipes are not opened
            return False
        with path.open("rb") as file:
            return file.read(4) == b"MThd"
    except (OSError, ValueError):
        return False  # whoever reads it says why


def read_query(path: str | os.PathLike[str]) -> Notes | Contour:
    """The one melodic line of a file.

    Of a MIDI file the most likely melody is taken, and of notes that begin together the highest; a
    note ends when the next one begins. Of what holds notes and a contour the notes are taken.
    Raises FormatError when it cannot be read, or nothing sounds in it.

    Parameters
    ----------
    path : `-` is standard input; MIDI whatever its suffix; JAMS, JSON and SVL by theirs; anything
        else is a table with the columns time and hz, or onset, offset or duration, and pitch (MIDI
        number, name or Hz).
    """
    name = printable(path)
    data = bytes_of(path)
    if not data:
        raise FormatError(f"{name}: empty")
    suffix = Path(path).suffix.lower()
    if data.startswith(b"MThd") or suffix in MIDI_SUFFIXES:
        parts = midifile.midi_parts(data, name)
        melody: Notes | Contour | None = midifile.melody(parts, name).notes
    else:
        melody = _read_text(data, name, suffix)
    if isinstance(melody, Notes):
        melody = skyline(melody)
    if melody is None or not (len(melody) if isinstance(melody, Notes) else melody.voiced.any()):
        raise FormatError(f"{name}: no note sounds in it; a query is a melody")
    _check_length(melody, name)
    return melody


def _check_length(melody: Notes | Contour, name: str) -> None:
    """Raise FormatError for times that are no seconds."""
    if isinstance(melody, Notes):
        length = float(melody.offsets.max() - melody.onsets[0])
        steps = melody.offsets - melody.onsets
        if len(melody) > 3:  # so that one long rest is none of these
            steps = np.maximum(steps[:-1], np.diff(melody.onsets))
    else:
        length = float(melody.times[-1] - melody.times[0])
        steps = np.diff(melody.times)
    step = float(np.median(steps)) if len(steps) else 0.0
    if length > LONGEST_SECONDS or step > LONGEST_NOTE_SECONDS:
        raise FormatError(
            f"{name}: {length:.10g} s long, with {step:.4g} s for a note or step, but a query "
            f"is a melody of {LONGEST_SECONDS:g} s at most, with {LONGEST_NOTE_SECONDS:g} s for a "
            "note; are times in milliseconds or samples? write seconds"
        )


def skyline(notes: Notes) -> Notes:
    """One note at a time: the highest of those that begin together, each until the next begins.

    After Uitdenbogerd & Zobel, "Manipulation of music for melody matching" (ACM Multimedia 1998).
    """
    places: list[int] = []
    for at in range(len(notes)):
        if places and notes.onsets[at] - notes.onsets[places[-1]] < TOGETHER_SECONDS:
            if notes.pitches[at] > notes.pitches[places[-1]]:
                places[-1] = at
        else:
            places.append(at)
    onsets = notes.onsets[places]
    ends = np.minimum(notes.offsets[places], np.append(onsets[1:], np.inf))
    return Notes(onsets, ends, notes.pitches[places], notes.confidence[places])


def _labels(text: str, shown: str) -> Notes | None:
    """The notes of Audacity labels, which may have beats among them; None for other tables."""
    try:
        return audacity.decode(text, shown).solo
    except FormatError:
        return None


def _read_text(data: bytes, name: str, suffix: str) -> Notes | Contour | None:
    text = text_of(data, name)
    if text.lstrip()[:1] == "<" and suffix not in DOCUMENTS:
        raise FormatError(f"{name}: HTML or XML, and no melody; was an error page downloaded?")
    if suffix in DOCUMENTS:
        analysis = DOCUMENTS[suffix](text, name)
        return analysis.contour if analysis.solo is None else analysis.solo
    if suffix == ".txt" and (labelled := _labels(text, name)) is not None:
        return labelled
    rows = melody_table(text, name)
    return notes.notes_of(rows) if rows.has_notes else f0.contour_of(rows)
