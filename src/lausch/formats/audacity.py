"""Audacity labels: start, tab, end, tab, label. Beats are points, notes are regions with names.

Sections are regions called `section A`, fine ones `phrase A`.
"""

from __future__ import annotations

from lausch.annotation import Form, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.pitch import note_name, pitch_of
from lausch.errors import AnnotationError, FormatError
from lausch.formats.parts import Part, parts, sections_of, word
from lausch.formats.rows import lines, made_beats, number, position, seconds

UNNUMBERED = "beat"
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
    """A number in the bar, or `beat` where the metre is unknown, is a beat; a pitch is a note.

    Of sections the first word says the level.
    """
    times: list[float] = []
    positions: list[int] = []
    where: list[int] = []
    notes: list[tuple[float, float, float]] = []
    levels: dict[str, list[Part]] = {noun: [] for noun in LEVELS.values()}
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
        noun, _, rest = label.partition(" ")
        if noun in levels:
            levels[noun].append((start, end, rest, 1.0))
            continue
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
    form = _form(levels, name)
    others = bool(notes) or form is not None
    return Analysis(
        beats=None if others and not times else beats, solo=_notes(notes, name), sections=form
    )


def _form(levels: dict[str, list[Part]], name: str) -> Form | None:
    found = [sections_of(rows, name) for rows in levels.values() if rows]
    return Form(*found) if found else None


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
