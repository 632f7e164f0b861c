"""`.beats`: time, tab, number in the bar. Written by madmom and beat_this; read by mir_eval."""

from __future__ import annotations

import re
from itertools import pairwise

from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.rows import is_numeric, made_beats, position, seconds
from lausch.formats.tables import Table, even, table

FORMS = "time or time,position (the number in the bar)"
UNKNOWN = ("-1", "-1.0")
"""Numbers of all beats in files without positions."""
UNNUMBERED = ("", "beat")
"""Labels of beats without a number."""
_BAR_AND_BEAT = re.compile(r"(\d{1,6})\.0*([1-9]\d?)", re.ASCII)

Cells = list[tuple[int, str]]


def encode(analysis: Analysis) -> str:
    """One line for each beat; without numbers when the metre is unknown (the MIREX form)."""
    beats = analysis.beats
    if beats is None:
        return ""
    if beats.positions is None:
        return "".join(f"{seconds(time)}\n" for time in beats.times)
    pairs = zip(beats.times, beats.positions, strict=True)
    return "".join(f"{seconds(time)}\t{number}\n" for time, number in pairs)


def decode(text: str, name: str) -> Analysis:
    """Beats, also of other programs, see `beats_of`."""
    return Analysis(beats=beats_of(table(text, name, FORMS, one_column=True)))


def beats_of(rows: Table) -> Beats:
    """The beats of a table.

    The first column is the time, or what a header calls so. The second is the number in the bar,
    also as Sonic Visualiser counts (`2.1` is beat 1 of bar 2), or a word. Of three columns the last
    is the number: after the end of a label, or after the number of the bar. Raises FormatError when
    times do not increase, or only some cells are a number in the bar.
    """
    if rows.words and "onset" not in rows.words:
        raise FormatError(f"{rows.name}: no column is a time; columns are {FORMS}")
    if "hz" in rows.words or ("pitch" in rows.words and rows.has_notes):
        raise FormatError(f"{rows.name}: its columns are notes or a contour, and no beats")
    at = rows.words.index("onset") if rows.words else 0
    times = rows.seconds(rows.column(at), "a beat time in seconds").tolist()
    counted = _counted(rows, times)
    positions = None if counted is None else positions_of(counted, rows.name)
    confidence = rows.numbers("confidence", "a confidence")
    return made_beats(
        times, positions, rows.where, rows.name, None if confidence is None else confidence.tolist()
    )


def _counted(rows: Table, times: list[float]) -> Cells | None:
    """The column of numbers in the bar or of labels, when there is one."""
    if rows.words:
        word = rows.first("position", "name", "pitch")
        return None if word is None else rows.cells(word)
    if rows.width < 2:
        return None
    second = rows.column(1)
    if rows.width == 2:
        return None if _same(second, times) else second
    third = rows.column(2)
    numbers = all(map(is_numeric, {cell for _, cell in second}))
    if numbers and rows.width == 3:
        even(rows)
        ends = rows.values(second, "a label's end in seconds")
        labels = all(cell in UNNUMBERED or is_numeric(cell) for _, cell in third)
        bars = all(end == int(end) >= 1 for end in ends) and sorted(ends) == list(ends)
        if labels and ((ends >= times).all() or bars):
            return third
    elif not any(is_numeric(cell) for _, cell in second):
        return second  # a label of several words
    line, cells = rows.rows[0]
    raise FormatError(
        f"{rows.name}, line {line}: a beat is a time and its number in the bar, but there are "
        f"{rows.width} columns ({' '.join(cells)[:60]!r}); name them in a header, such as "
        "time,bar,beat"
    )


def _same(cells: Cells, times: list[float]) -> bool:
    """Whether a column repeats the times, as ends of labels without length or text do."""
    pairs = zip(cells, times, strict=True)
    return all(
        is_numeric(cell) and float(cell.replace(",", ".")) == time for (_, cell), time in pairs
    )


def positions_of(cells: Cells, name: str) -> list[int] | None:
    """Numbers in the bar; None where no cell is a number."""
    where: dict[str, int] = {}
    for line, cell in cells:
        where.setdefault(cell, line)
    numbered = {cell: is_numeric(cell) for cell in where}
    if not any(numbered.values()) or set(where) <= set(UNKNOWN):
        return None
    if not all(numbered.values()):
        line, cell = min((where[cell], cell) for cell, is_one in numbered.items() if not is_one)
        raise FormatError(
            f"{name}, line {line}: some beats have a number in the bar, but this one has "
            f"{cell[:60]!r}; number all of them, or none"
        )
    split = {cell: _BAR_AND_BEAT.fullmatch(cell.replace(",", ".")) for cell in where}
    matches = [split[cell] for _, cell in cells]
    bars = [(int(match[1]), int(match[2])) for match in matches if match]
    if len(bars) == len(cells) and _in_bars(bars):
        return [beat for _, beat in bars]
    known = {cell: position(cell.replace(",", "."), name, line) for cell, line in where.items()}
    return [known[cell] for _, cell in cells]


def _in_bars(bars: list[tuple[int, int]]) -> bool:
    """Whether bars and beats count on: within a bar to the next beat, then to a later bar."""
    steps = list(pairwise(bars))
    within = all(b[0] > a[0] or (b[0] == a[0] and b[1] > a[1]) for a, b in steps)
    regular = [b[1] == 1 if b[0] > a[0] else b[1] == a[1] + 1 for a, b in steps]
    # Annotators skip a beat now and then.
    return within and sum(regular) >= 0.8 * len(steps)
