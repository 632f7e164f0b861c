"""Tables of all programs: any separator and decimal sign, a header or none, any order.

This is the only reader of tables. Each layer takes the columns that it knows.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.times import LONGEST_SECONDS, UNITS
from lausch.errors import FormatError
from lausch.formats.delimiters import Row, has_comma, split
from lausch.formats.rows import is_number, lines, number

SYNONYMS = {
    "onset": "onset onset_time onset_s onset_seconds onset_sec time times time_s start start_time "
    "start_s start_time_s start_seconds begin t seconds sec s",
    "offset": "offset offset_time offset_s offset_seconds offset_sec end end_time end_s "
    "end_time_s end_seconds stop",
    "duration": "duration durations duration_s duration_seconds duration_sec dur length",
    "pitch": "pitch midi midi_pitch pitch_midi midi_note note note_number midinote value",
    "name": "name note_name pitch_name label labels instrument drum",
    "hz": "hz f0 f0_hz frequency frequencies frequency_hz freq freq_hz pitch_hz",
    "confidence": "confidence probability voiced_prob voiced_probability voicing_prob",
    "voiced": "voiced voicing voiced_flag",
    "position": "position beat beats beat_position beat_number beat_in_bar metrical_position",
    "level": "level",
    "velocity": "velocity vel force",
    "tempo": "tempo_bpm tempo bpm",
    "weight": "weight",
}
"""What headers call the columns that are understood."""
_WORDS = {synonym: word for word, names in SYNONYMS.items() for synonym in names.split()}
_DIGITS = b"0123456789.+-eE"
REPEATED = "pitch_bend"
"""What basic-pitch calls the last column of notes, and then writes any number of them."""


@dataclass(frozen=True)
class Table:
    """Cells with the words their columns are known by.

    `words` has one of `SYNONYMS` or "" for each column, and is empty without a header. Rows are the
    number of a line with its cells, as many as there are words.
    """

    name: str
    words: tuple[str, ...]
    rows: tuple[Row, ...]

    @cached_property
    def width(self) -> int:
        """The number of columns of the longest row."""
        return max([len(cells) for _, cells in self.rows], default=len(self.words))

    @property
    def where(self) -> list[int]:
        """The line number of each row."""
        return [line for line, _ in self.rows]

    @property
    def has_notes(self) -> bool:
        """Whether the rows last for some time, as notes do and points of a contour do not."""
        return "offset" in self.words or "duration" in self.words

    def first(self, *words: str) -> str | None:
        """The first of the words that a column is known by."""
        return next((word for word in words if word in self.words), None)

    def column(self, at: int) -> list[tuple[int, str]]:
        """Line numbers and cells of a column; "" where a row is too short for it."""
        return [(line, cells[at] if at < len(cells) else "") for line, cells in self.rows]

    def cells(self, word: str) -> list[tuple[int, str]] | None:
        """Line numbers and cells of a column, None when there is no such column."""
        return self.column(self.words.index(word)) if word in self.words else None

    def numbers(self, word: str, noun: str) -> NDArray[np.float64] | None:
        """A column of finite numbers, or a FormatError that names the line."""
        cells = self.cells(word)
        return None if cells is None else self.values(cells, noun)

    def times(self, word: str, noun: str) -> NDArray[np.float64] | None:
        """A column of seconds that a recording can have, or a FormatError that names the line."""
        cells = self.cells(word)
        return None if cells is None else self.seconds(cells, noun)

    def seconds(self, cells: list[tuple[int, str]], noun: str) -> NDArray[np.float64]:
        """Cells as seconds that a recording can have."""
        values = self.values(cells, noun)
        late = np.flatnonzero(values > LONGEST_SECONDS)
        if late.size:
            line, _ = cells[late[0]]
            raise FormatError(
                f"{self.name}, line {line}: {noun} is {values[late[0]]:.10g}, but {UNITS}"
            )
        return values

    def values(self, cells: list[tuple[int, str]], noun: str) -> NDArray[np.float64]:
        """Cells as numbers, all with the same decimal sign."""
        plain = [cell for _, cell in cells]
        if not "".join(plain).encode("ascii", "replace").translate(None, _DIGITS):
            with suppress(ValueError):  # an empty cell, or two points
                values = np.array(list(map(float, plain)))
                if np.isfinite(values).all():
                    return values
        commas = {line for line, cell in cells if has_comma(cell)}
        if commas:
            point = next((line for line, cell in cells if "." in cell), None)
            if point is not None:
                raise FormatError(
                    f"{self.name}, line {point}: a decimal point, but line {min(commas)} has a "
                    "decimal comma; write points"
                )
            cells = [(line, cell.replace(",", ".")) for line, cell in cells]
        return np.array([number(cell, self.name, line, noun) for line, cell in cells])


def table(text: str, name: str, forms: str, *, one_column: bool = False) -> Table:
    """Read a table.

    `forms` names the columns of the layer for errors; `one_column` says whether one column is
    enough for it. Raises FormatError when there is a header without a time, rows are longer or
    shorter than it, or it is not clear how columns part.
    """
    rows = split(lines(text, name), name, one_column=one_column)
    if not rows:
        return Table(name, (), ())
    line, first = rows[0]
    if is_number(first[0]) or has_comma(first[0]):
        return Table(name, (), tuple(rows))
    header = [re.sub(r"[^a-z0-9]+", "_", cell.lower()).strip("_") for cell in first]
    words = tuple(_WORDS.get(cell, "") for cell in header)
    if not {"onset", "tempo"} & set(words):
        raise FormatError(
            f"{name}, line {line}: neither a time nor a header with one: "
            f"{','.join(first)[:60]!r}; columns are {forms}"
        )
    return Table(name, words, tuple(_fitted(rows[1:], len(words), header[-1] == REPEATED, name)))


def even(rows: Table) -> Table:
    """The same table when all its rows are equally long, or a FormatError."""
    width = len(rows.rows[0][1]) if rows.rows else 0
    return Table(rows.name, rows.words, tuple(_fitted(list(rows.rows), width, False, rows.name)))


def _fitted(rows: list[Row], width: int, repeated: bool, name: str) -> list[Row]:
    """Rows of one width; cells beyond it are empty, or repeat the last column."""
    if all(len(cells) == width for _, cells in rows):
        return rows
    body: list[Row] = []
    for line, cells in rows:
        if len(cells) < width or (any(cells[width:]) and not repeated):
            raise FormatError(
                f"{name}, line {line}: {len(cells)} columns where there are {width} above; is a "
                "decimal comma meant? write a point"
            )
        body.append((line, cells[:width]))
    return body
