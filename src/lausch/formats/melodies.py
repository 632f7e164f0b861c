"""Tables of a melodic line: notes or a contour, with a header or without one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.pitch import pitch_of
from lausch.errors import AnnotationError, FormatError
from lausch.formats.rows import is_number, number
from lausch.formats.tables import Table, even, table

LOWEST_LIKELY_PITCH = 20  # A0 is MIDI 21 and 27.5 Hz: durations in seconds are shorter
EVEN = 0.02
FORMS = "time,hz for a contour or onset,offset,pitch for notes"


def melody_table(text: str, name: str) -> Table:
    """A table whose columns are known: by its header, or guessed from the numbers in them.

    Raises FormatError when rows differ in their number of cells, or no column is a time.
    """
    rows = table(text, name, FORMS)
    if rows.words or not rows.rows:
        if rows.words and "onset" not in rows.words:
            raise FormatError(f"{name}: no column is a time; columns are {FORMS}")
        return rows
    rows = even(rows)
    return Table(name, _guessed(rows), rows.rows)


def pitches_of(cells: list[tuple[int, str]], name: str) -> NDArray[np.float64]:
    """Pitches as numbers or by their names; raises FormatError."""
    pitches: dict[str, float] = {}
    for line, cell in cells:
        if cell not in pitches:
            pitches[cell] = pitch(cell, name, line)
    return np.array([pitches[cell] for _, cell in cells])


def pitch(cell: str, name: str, line: int) -> float:
    """A pitch as a number or by its name (Bb4); raises FormatError."""
    point = cell.replace(",", ".")
    if is_number(point):
        return number(point, name, line, "a pitch")
    try:
        return pitch_of(cell)
    except AnnotationError as error:
        raise FormatError(f"{name}, line {line}: {error}") from error


def _guessed(rows: Table) -> tuple[str, ...]:
    """Words of columns without a header.

    MIREX and Audacity have notes as start, end, pitch; Tony and madmom as onset, pitch, duration.
    """
    if rows.width < 2:
        raise FormatError(
            f"{rows.name}, line {rows.where[0]}: one column alone says no pitch; columns are "
            f"{FORMS}"
        )
    if rows.width == 2:
        return ("onset", "hz")
    second, third = ([cell.replace(",", ".") for _, cell in rows.column(at)] for at in (1, 2))
    rest = ("",) * (rows.width - 3)
    if not all(map(is_number, second)):
        return ("onset", "pitch", "duration", *rest)
    onsets = rows.values(rows.column(0), "a time")
    middle = np.array([float(cell) for cell in second])
    last = np.array([float(cell) if is_number(cell) else np.inf for cell in third])
    if np.median(last) >= LOWEST_LIKELY_PITCH:
        ends = bool((middle > onsets).all())
        return ("onset", "offset" if ends else "duration", "pitch", *rest)
    steps = np.diff(onsets)
    even_steps = len(steps) > 1 and bool(
        (np.abs(steps - steps.mean()) <= EVEN * steps.mean()).all()
    )
    if even_steps and ((last >= 0) & (last <= 1)).all() and last.mean() > 2 * steps.mean():
        return ("onset", "hz", "confidence", *rest)  # as crepe writes its frames
    return ("onset", "pitch", "duration", *rest)
