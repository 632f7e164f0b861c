"""Bass lines as text: `.bass.csv` has a row for each beat, the others are as those of a solo.

A beat has its time, its pitch as a MIDI number (0 for a rest), its name, and how strongly that
pitch sounds. `.bass.notes.csv`, `.bass.f0.csv`, `.bass.svl` and `.bass.f0.svl` hold the notes and
the contour.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lausch.annotation import BassLine, BeatPitches, Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.pitch import note_name
from lausch.errors import FormatError
from lausch.formats import f0, notes, svl
from lausch.formats.melodies import melody_table, pitch
from lausch.formats.rows import by_rows, format_errors, needed, seconds

HEADER = "time,pitch,name,confidence"
RESTS = ("", "0", "rest", "r", "nan", "-")


def encode(analysis: Analysis) -> str:
    """The header, then a row for each beat; the name of a rest is empty."""
    beats = _line(analysis, "bass").beats
    text = f"{HEADER}\n"
    for time, midi, sure in by_rows(beats.times, beats.pitches, beats.confidence):
        text += f"{seconds(time)},{midi},{note_name(midi) if midi else ''},{sure:.4f}\n"
    return text


def decode(text: str, name: str) -> Analysis:
    """Beats with pitches as MIDI numbers or names; what is neither, or 0, is a rest."""
    rows = melody_table(text, name)
    times = rows.times("onset", "a beat's time in seconds")
    if times is None:
        return Analysis(bass=BassLine())
    word = rows.first("pitch", "name")
    if word is None or rows.has_notes:
        raise FormatError(
            f"{name}: a bass line has the columns {HEADER}; are these notes or f0, whose files end "
            "in .bass.notes.csv and .bass.f0.csv?"
        )
    cells = rows.cells(word) or []
    pitches = [
        0.0 if cell.strip().lower() in RESTS else pitch(cell, name, line) for line, cell in cells
    ]
    sure = rows.numbers("confidence", "a confidence")
    with format_errors(name):
        beats = BeatPitches(times, pitches, None if sure is None else np.clip(sure, 0, 1))
    return Analysis(bass=BassLine(beats=beats))


def encode_notes(analysis: Analysis) -> str:
    """As `.notes.csv`."""
    return notes.encode(as_solo(analysis, "bassnotes"))


def encode_f0(analysis: Analysis) -> str:
    """As `.f0.csv`."""
    return f0.encode(as_solo(analysis, "bassf0"))


def decode_notes(text: str, name: str) -> Analysis:
    """The inverse of `encode_notes`; tables of other programs too."""
    return as_bass(notes.decode(text, name))


def decode_f0(text: str, name: str) -> Analysis:
    """The inverse of `encode_f0`."""
    return as_bass(f0.decode(text, name))


def decode_svl(text: str, name: str) -> Analysis:
    """A layer of notes or of a contour of Sonic Visualiser."""
    return as_bass(svl.decode(text, name))


def as_solo(analysis: Analysis, name: str) -> Analysis:
    """The bass in the place of the solo, for the formats of one line."""
    line = _line(analysis, name)
    return replace(analysis, solo=line.notes, contour=line.contour)


def as_bass(analysis: Analysis) -> Analysis:
    """The inverse."""
    line = BassLine(contour=analysis.contour or Contour(), notes=analysis.solo or Notes())
    return replace(analysis, solo=None, contour=None, bass=line)


def _line(analysis: Analysis, name: str) -> BassLine:
    return needed(analysis.bass, name, "a bass line", "add --only bass")
