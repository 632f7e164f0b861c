"""Audacity labels: start, tab, end, tab, label. Beats are points, notes are regions with names.

Sections are regions called `section A`, fine ones `phrase A`.
"""

from __future__ import annotations

from lausch.annotation import Form, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.pitch import note_name, pitch_of
from lausch.errors import AnnotationError, FormatError
from lausch.formats.beats import beats_of
from lausch.formats.delimiters import Row
from lausch.formats.parts import Part, parts, sections_of, word
from lausch.formats.rows import seconds
from lausch.formats.tables import Table, table

UNNUMBERED = "beat"
FORMS = "a label's start, end and text"
LEVELS = {"coarse": "section", "fine": "phrase"}


def encode(analysis: Analysis) -> str:
    """One point for each beat, named by its number in the bar, and one region for each note
    and for each section.

    Pitches are named in whole cents.
    """
    rows: list[tuple[float, float, str]] = []
    if analysis.solo is not None:
        columns = (analysis.solo.onsets, analysis.solo.offsets, analysis.solo.pitches)
        rows += [
            (onset, offset, note_name(round(pitch, 2)))
            for onset, offset, pitch in zip(*(c.tolist() for c in columns), strict=True)
        ]
    if analysis.sections is not None:
        for level, sections in analysis.sections.levels.items():
            rows += [(s, e, f"{LEVELS[level]} {word(label)}") for s, e, label, _ in parts(sections)]
    beats = analysis.beats
    if beats is not None:
        labels = [UNNUMBERED] * len(beats) if beats.positions is None else beats.positions.tolist()
        pairs = zip(beats.times.tolist(), labels, strict=True)
        rows += [(time, time, str(label)) for time, label in pairs]
    rows.sort(key=lambda row: row[0])
    return "".join(f"{seconds(start)}\t{seconds(end)}\t{label}\n" for start, end, label in rows)


def decode(text: str, name: str) -> Analysis:
    """A number in the bar, `beat` or nothing is a beat; a pitch is a note.

    Of sections the first word says the level. Tables of two columns or one are beats.
    """
    # Audacity's second line of a label, its range of frequencies, begins with a backslash.
    plain = "\n".join("#" if line.startswith("\\") else line for line in text.splitlines())
    rows = table(plain, name, FORMS, one_column=True)
    if rows.words or rows.width < 3:
        return Analysis(beats=beats_of(rows))
    starts = rows.seconds(rows.column(0), "a label's start in seconds").tolist()
    ends = rows.seconds(rows.column(1), "a label's end in seconds").tolist()
    kept: list[Row] = []
    notes: list[tuple[float, float, float]] = []
    levels: dict[str, list[Part]] = {noun: [] for noun in LEVELS.values()}
    for start, end, (line, cells) in zip(starts, ends, rows.rows, strict=True):
        label = " ".join(cells[2:])
        noun, _, rest = label.partition(" ")
        if noun in levels:
            levels[noun].append((start, end, rest, 1.0))
        elif label[:1].isalpha() and label != UNNUMBERED:
            notes.append((start, end, _pitch(label, name, line)))
        else:
            number = "" if label == UNNUMBERED else label
            kept.append((line, (cells[0], number) if number else (cells[0],)))
    form = _form(levels, name)
    others = bool(notes) or form is not None
    beats = None if others and not kept else beats_of(Table(name, (), tuple(kept)))
    return Analysis(beats=beats, solo=_notes(notes, name), sections=form)


def _form(levels: dict[str, list[Part]], name: str) -> Form | None:
    forms = [sections_of(rows, name) for rows in levels.values() if rows]
    return Form(*forms) if forms else None


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
