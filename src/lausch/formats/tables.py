"""Tables of a melodic line as anybody writes them: any separator, a header or none, any order."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.pitch import pitch_of
from lausch.errors import AnnotationError, FormatError
from lausch.formats.rows import lines, number

SYNONYMS = {
    "onset": "onset onset_time onset_s onset_seconds onset_sec time times time_s start start_time "
    "start_s start_time_s start_seconds begin t seconds sec s",
    "offset": "offset offset_time offset_s offset_seconds offset_sec end end_time end_s "
    "end_time_s end_seconds stop",
    "duration": "duration durations duration_s duration_seconds duration_sec dur length",
    "pitch": "pitch midi midi_pitch pitch_midi midi_note note note_number midinote value",
    "name": "name note_name pitch_name label",
    "hz": "hz f0 f0_hz frequency frequencies frequency_hz freq freq_hz pitch_hz",
    "confidence": "confidence probability voiced_prob voiced_probability voicing_prob",
    "voiced": "voiced voicing voiced_flag",
}
"""What headers call the columns that are understood."""
_WORDS = {synonym: word for word, names in SYNONYMS.items() for synonym in names.split()}
LOWEST_LIKELY_PITCH = 20  # A0 is MIDI 21 and 27.5 Hz: durations in seconds are shorter
EVEN = 0.02
FORMS = "time,hz for a contour or onset,offset,pitch for notes"


@dataclass(frozen=True)
class Table:
    """Cells with the words their columns are known by.

    Parameters
    ----------
    name : of the file, for errors.
    words : for each column one of `SYNONYMS`, or "".
    rows : the line number and the cells of each.
    """

    name: str
    words: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def has_notes(self) -> bool:
        """Whether the rows last for some time, as notes do and points of a contour do not."""
        return "offset" in self.words or "duration" in self.words

    def cells(self, word: str) -> list[tuple[int, str]] | None:
        """Line numbers and cells of a column, None when there is no such column."""
        if word not in self.words:
            return None
        at = self.words.index(word)
        return [(line, cells[at]) for line, cells in self.rows]

    def numbers(self, word: str, noun: str) -> NDArray[np.float64] | None:
        """A column of finite numbers, or a FormatError that names the line."""
        cells = self.cells(word)
        if cells is None:
            return None
        return np.array([number(cell, self.name, line, noun) for line, cell in cells])


def table(text: str, name: str) -> Table:
    """Read a table.

    Raises
    ------
    FormatError
        When rows differ in their number of cells, or no column is a time.
    """
    content = list(lines(text))
    separator = _separator(content[0][1]) if content else ","
    rows = tuple((line, _cells(row, separator, name, line)) for line, row in content)
    if not rows:
        return Table(name, (), ())
    header = () if _is_number(rows[0][1][0]) else rows[0][1]
    words = tuple(_WORDS.get(re.sub(r"[^a-z0-9]+", "_", h.lower()).strip("_"), "") for h in header)
    if header and "onset" not in words:
        raise FormatError(
            f"{name}, line {rows[0][0]}: neither a time nor a header with one: "
            f"{','.join(header)[:60]!r}; columns are {FORMS}"
        )
    rows = rows[1:] if header else rows
    width = len(header) if header else len(rows[0][1])
    for line, cells in rows:
        if len(cells) != width:
            raise FormatError(
                f"{name}, line {line}: {len(cells)} columns where there are {width} above; is a "
                "decimal comma meant? write a point"
            )
    return Table(name, words or _guessed(rows, width, name), rows)


def pitch(cell: str, name: str, line: int) -> float:
    """A pitch as a number or by its name (Bb4); raises FormatError."""
    if _is_number(cell):
        return number(cell, name, line, "a pitch")
    try:
        return pitch_of(cell)
    except AnnotationError as error:
        raise FormatError(f"{name}, line {line}: {error}") from error


def _separator(row: str) -> str:
    return next((each for each in (";", "\t", ",") if each in row), " ")


def _cells(row: str, separator: str, name: str, line: int) -> tuple[str, ...]:
    if separator == " ":
        return tuple(row.split())
    try:
        (cells,) = csv.reader([row], delimiter=separator)
    except (csv.Error, ValueError) as error:
        raise FormatError(f"{name}, line {line}: not a row of a table ({error})") from error
    cells = [cell.strip() for cell in cells]
    if separator != ",":  # where commas separate nothing they are decimal points
        cells = [re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", cell) for cell in cells]
    return tuple(cells)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _guessed(
    rows: tuple[tuple[int, tuple[str, ...]], ...], width: int, name: str
) -> tuple[str, ...]:
    """Words of columns without a header, from the numbers in them.

    MIREX and Audacity have notes as start, end, pitch; Tony and madmom as onset, pitch, duration.
    """
    if width < 2:
        raise FormatError(
            f"{name}, line {rows[0][0]}: one column alone says no pitch; columns are {FORMS}"
        )
    if width == 2:
        return ("onset", "hz")
    _, second, third = (tuple(cells[column] for _, cells in rows) for column in range(3))
    rest = ("",) * (width - 3)
    if not all(map(_is_number, second)):
        return ("onset", "pitch", "duration", *rest)
    onsets = np.array([number(cells[0], name, line, "a time") for line, cells in rows])
    middle = np.array([float(cell) for cell in second])
    last = np.array([float(cell) if _is_number(cell) else np.inf for cell in third])
    if np.median(last) >= LOWEST_LIKELY_PITCH:
        ends = bool((middle > onsets).all())
        return ("onset", "offset" if ends else "duration", "pitch", *rest)
    steps = np.diff(onsets)
    even = len(steps) > 1 and bool((np.abs(steps - steps.mean()) <= EVEN * steps.mean()).all())
    if even and ((last >= 0) & (last <= 1)).all() and last.mean() > 2 * steps.mean():
        return ("onset", "hz", "confidence", *rest)  # as crepe writes its frames
    return ("onset", "pitch", "duration", *rest)
