"""Melodies as people have them to search with: MIDI, tables of notes or f0, JAMS, JSON, SVL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from lausch.annotation import Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.files import printable
from lausch.formats import audacity, f0, jams, json, midifile, notes, svl
from lausch.formats.tables import table

LARGEST_BYTES = 100_000_000
TOGETHER_SECONDS = 0.03
DOCUMENTS: dict[str, Callable[[str, str], Analysis]] = {
    ".jams": jams.decode,
    ".json": json.decode,
    ".svl": svl.decode,
}
SUFFIXES = (".mid", ".midi", ".csv", ".tsv", ".txt", ".f0", ".notes", *DOCUMENTS)
"""What queries are usually called; other names are read as tables."""


def read_query(path: Path) -> Notes | Contour:
    """The one melodic line of a file.

    Of a MIDI file the most likely melody is taken, and of notes that begin together the highest;
    a note ends when the next one begins. Of what holds notes and a contour the notes are taken.

    Parameters
    ----------
    path : MIDI whatever its suffix; JAMS, JSON and SVL by theirs; anything else is a table with
        the columns time and hz, or onset, offset or duration, and pitch (MIDI number, name or Hz).

    Raises
    ------
    FormatError
        When it cannot be read, or nothing sounds in it.
    """
    shown = printable(path)
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_BYTES else b""
    except OSError as error:
        raise FormatError(f"{shown}: cannot be read: {error.strerror}") from error
    if not data:
        empty = path.stat().st_size == 0
        raise FormatError(f"{shown}: {'empty' if empty else 'too large for a melody'}")
    if data.startswith(b"MThd") or path.suffix.lower() in (".mid", ".midi"):
        found: Notes | Contour | None = midifile.melody(
            midifile.midi_lines(data, shown), shown
        ).notes
    else:
        found = _read_text(data, shown, path.suffix.lower())
    if isinstance(found, Notes):
        found = skyline(found)
    if found is None or not (len(found) if isinstance(found, Notes) else found.voiced.any()):
        raise FormatError(f"{shown}: no note sounds in it; a query is a melody")
    return found


def skyline(given: Notes) -> Notes:
    """One note at a time: the highest of those that begin together, each until the next begins.

    After Uitdenbogerd & Zobel, "Manipulation of music for melody matching" (ACM Multimedia 1998).
    """
    kept: list[int] = []
    for at in range(len(given)):
        if kept and given.onsets[at] - given.onsets[kept[-1]] < TOGETHER_SECONDS:
            if given.pitches[at] > given.pitches[kept[-1]]:
                kept[-1] = at
        else:
            kept.append(at)
    onsets = given.onsets[kept]
    ends = np.minimum(given.offsets[kept], np.append(onsets[1:], np.inf))
    return Notes(onsets, ends, given.pitches[kept], given.confidence[kept])


def _labels(text: str, shown: str) -> Notes | None:
    """The notes of Audacity labels, which may have beats among them; None for other tables."""
    try:
        return audacity.decode(text, shown).solo
    except FormatError:
        return None


def _read_text(data: bytes, shown: str, suffix: str) -> Notes | Contour | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{shown}: neither MIDI nor UTF-8 text (byte {error.start}); is it sound, or a "
            "spreadsheet that was not saved as CSV?"
        ) from error
    if text.lstrip()[:1] == "<" and suffix not in DOCUMENTS:
        raise FormatError(f"{shown}: HTML or XML, and no melody; was an error page downloaded?")
    if suffix in DOCUMENTS:
        analysis = DOCUMENTS[suffix](text, shown)
        return analysis.contour if analysis.solo is None else analysis.solo
    if suffix == ".txt" and (labelled := _labels(text, shown)) is not None:
        return labelled
    rows = table(text, shown)
    return notes.notes_of(rows) if rows.has_notes else f0.contour_of(rows)
