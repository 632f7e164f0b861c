"""Audacity labels: start, tab, end, tab, label. Beats are points, notes are regions with names."""

from __future__ import annotations

from lausch.analysis import Analysis
from lausch.annotation import Notes
from lausch.annotation.pitch import note_name, pitch_of
from lausch.errors import AnnotationError, FormatError
from lausch.formats.rows import lines, made_beats, number, position, seconds

UNNUMBERED = "beat"


def encode(analysis: Analysis) -> str:
    """One point for each beat, named by its number in the bar, and one region for each note.

    Pitches are named in whole cents.
    """
    rows: list[tuple[float, float, str]] = []
    if analysis.solo is not None:
        columns = (analysis.solo.onsets, analysis.solo.offsets, analysis.solo.pitches)
        rows += [
            (onset, offset, note_name(round(pitch, 2)))
            for onset, offset, pitch in zip(*(c.tolist() for c in columns), strict=True)
        ]
    beats = analysis.beats
    if beats is not None:
        labels = [UNNUMBERED] * len(beats) if beats.positions is None else beats.positions.tolist()
        pairs = zip(beats.times.tolist(), labels, strict=True)
        rows += [(time, time, str(label)) for time, label in pairs]
    rows.sort(key=lambda row: row[0])
    return "".join(f"{seconds(start)}\t{seconds(end)}\t{label}\n" for start, end, label in rows)


def decode(text: str, name: str) -> Analysis:
    """A number in the bar, or `beat` where the metre is unknown, is a beat; a pitch is a note."""
    times: list[float] = []
    positions: list[int] = []
    where: list[int] = []
    notes: list[tuple[float, float, float]] = []
    for line, content in lines(text):
        if content.startswith("\\"):  # Audacity's second line of a label: its range of frequencies
            continue
        fields = content.rstrip("\r\n").split("\t")
        if len(fields) != 3:
            raise FormatError(
                f"{name}, line {line}: a label is start, tab, end, tab, text, but there are "
                f"{len(fields)} columns; did an editor turn tabs into blanks?"
            )
        start = number(fields[0], name, line, "a label's start in seconds")
        end = number(fields[1], name, line, "a label's end in seconds")
        label = fields[2].strip()
        if label[:1].isalpha() and label != UNNUMBERED:
            notes.append((start, end, _pitch(label, name, line)))
            continue
        times.append(start)
        where.append(line)
        if label != UNNUMBERED:
            positions.append(position(label, name, line))
        if positions and len(positions) != len(times):
            raise FormatError(f"{name}, line {line}: some labels are numbers and some are not")
    beats = made_beats(times, positions or None, where, name)
    return Analysis(beats=None if notes and not times else beats, solo=_notes(notes, name))


def _pitch(label: str, name: str, line: int) -> float:
    try:
        return pitch_of(label)
    except AnnotationError as error:
        raise FormatError(
            f"{name}, line {line}: {error}; a beat's label is a number or {UNNUMBERED!r}"
        ) from error


def _notes(rows: list[tuple[float, float, float]], name: str) -> Notes | None:
    if not rows:
        return None
    try:
        onsets, offsets, pitches = zip(*sorted(rows), strict=True)
        return Notes(onsets, offsets, pitches)
    except AnnotationError as error:
        raise FormatError(f"{name}: {error}") from error
