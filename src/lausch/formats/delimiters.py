"""How the cells of a table part, found once for all its rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import pairwise

from lausch.errors import FormatError
from lausch.formats.rows import is_number, is_numeric

Row = tuple[int, tuple[str, ...]]
"""The number of a line, and its cells."""
SAMPLE = 200
"""Number of lines from which the delimiter is guessed."""
MOST_CELLS = 10_000
_BLANKS = (" ", "\t", "\x1f")
"""ASCII's blanks that end no line."""
_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_NUMBER_AND_MORE = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s+\S.*", re.ASCII)


def has_comma(cell: str) -> bool:
    """Whether a cell is a number with a decimal comma."""
    return _COMMA.fullmatch(cell.strip()) is not None


def split(content: Sequence[tuple[int, str]], name: str, *, one_column: bool) -> list[Row]:
    """The cells of every line.

    A semicolon parts them, a tab, a comma or blanks: the first with which lines begin with a
    number. Commas that part nothing are decimal commas. `one_column` says whether a table of one
    column would be valid: then pairs of whole numbers may be one number each, with a decimal comma.
    Raises FormatError when a line is no row, or commas may be either.
    """
    texts = [row for _, row in content]
    delimiter = _delimiter(texts)
    long = max(map(len, texts), default=0) > MOST_CELLS
    many = long and next((n for n, row in content if row.count(delimiter) > MOST_CELLS), None)
    if many:
        raise FormatError(f"{name}, line {many}: more than {MOST_CELLS:,} cells; is it a table?")
    whole = "".join(texts)
    if '"' in whole:
        rows = [(line, _unquoted(row, delimiter, name, line)) for line, row in content]
    elif delimiter == " ":
        rows = [(line, tuple(row.split())) for line, row in content]
    elif whole.isascii() and not any(blank in whole for blank in _BLANKS if blank != delimiter):
        rows = [(line, tuple(row.split(delimiter))) for line, row in content]
    else:
        rows = [(line, tuple(map(str.strip, row.split(delimiter)))) for line, row in content]
    if not all(row[-1] for _, row in rows):
        width = max(_filled(row) for _, row in rows)
        rows = [(line, row[:width]) for line, row in rows]
    return _joined(rows, name, one_column=one_column) if delimiter == "," else rows


def _delimiter(content: Sequence[str]) -> str:
    """The first of the candidates that leaves a number at the beginning of most lines."""
    sample = content[:SAMPLE]
    candidates = [mark for mark in (";", "\t") if any(mark in line for line in sample)]
    if sample and all(_begins_with_a_comma(line) for line in sample):
        candidates.append(" ")
    if any("," in line for line in sample):
        candidates.append(",")
    candidates.append(" ")
    best, most = candidates[0], -1
    for mark in candidates:
        fits = sum(_fits(line, mark) for line in sample)
        if fits > most:
            best, most = mark, fits
        if most == len(sample):
            break
    return best


def _begins_with_a_comma(line: str) -> bool:
    first, *rest = line.split()
    return bool(rest) and has_comma(first)


def _fits(line: str, mark: str) -> bool:
    cells = line.split() if mark == " " else [cell.strip(' "') for cell in line.split(mark, 2)]
    begins = is_number(cells[0]) or (mark != "," and has_comma(cells[0]))
    # A tab after the start and a blank after the end: blanks part all three cells.
    return begins and not (len(cells) == 2 and _NUMBER_AND_MORE.fullmatch(cells[1]))


def _parted(row: str, delimiter: str) -> tuple[str, ...]:
    return tuple(row.split() if delimiter == " " else map(str.strip, row.split(delimiter)))


def _unquoted(row: str, delimiter: str, name: str, line: int) -> tuple[str, ...]:
    """Cells without the quotes around them; between blanks and tabs only numbers have any."""
    if '"' not in row or delimiter in " \t":  # labels may begin with a quote there
        return tuple(
            cell[1:-1] if cell[:1] == cell[-1:] == '"' and is_numeric(cell[1:-1]) else cell
            for cell in _parted(row, delimiter)
        )
    try:
        (cells,) = csv.reader([row], delimiter=delimiter, skipinitialspace=True)
    except (csv.Error, ValueError) as error:
        raise FormatError(f"{name}, line {line}: not a row of a table ({error})") from error
    return tuple(cell.strip() for cell in cells)


def _filled(cells: tuple[str, ...]) -> int:
    """The number of cells without the empty ones at the end, and at least 1."""
    return next((at for at in range(len(cells), 1, -1) if cells[at - 1]), 1)


def _joined(rows: list[Row], name: str, *, one_column: bool) -> list[Row]:
    """Pairs of whole numbers as one with a decimal comma, where that is what they are."""
    if not all(_DIGITS.fullmatch(cell) for _, cells in rows for cell in cells):
        return rows
    fractions = [(line, cell) for line, cells in rows for cell in cells[1:]]
    zeros = [line for line, cell in fractions if cell.startswith("0") and len(cell) > 1]
    pairs = all(len(cells) == 2 for _, cells in rows)
    if pairs and one_column:
        lengths = {len(cell) for _, cell in fractions}
        if zeros or any(cell == "0" for _, cell in fractions) or (lengths and min(lengths) > 1):
            return [(line, (",".join(cells),)) for line, cells in rows]
        if counting([int(cell) for _, cell in fractions[:SAMPLE]]):
            return rows
        zeros = [rows[0][0]]
    if zeros:
        raise FormatError(
            f"{name}, line {zeros[0]}: its commas may part columns or be decimal commas; write "
            "points, or part columns by tabs or semicolons"
        )
    return rows


def counting(numbers: Sequence[int]) -> bool:
    """Whether whole numbers count the beats of bars: each is the next one, or 1."""
    steps = pairwise(numbers)
    return bool(numbers) and min(numbers) >= 1 and all(b in (1, a + 1) for a, b in steps)
