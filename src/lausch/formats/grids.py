"""Beats as people have them: files of ours and of madmom, annotations of Sonic Visualiser, JAMS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.files import printable
from lausch.formats import audacity, csv, jams, json, musicxml
from lausch.formats.rows import lines, made_beats, number

LARGEST_BYTES = 100_000_000
DOCUMENTS: dict[str, Callable[[str, str], Analysis]] = {
    ".jams": jams.decode,
    ".json": json.decode,
    ".musicxml": musicxml.decode,
}


def read_beats(path: Path) -> Beats:
    """The beats of a file.

    Parameters
    ----------
    path : JAMS, lausch's JSON and MusicXML by their suffix; anything else is a table whose first
        column is the time in seconds. Where every second column is a whole number from 1 on it is
        the number in the bar, or after a point the last digits (`2.1` is beat 1 of bar 2, as
        Sonic Visualiser counts); other second columns are labels. Audacity labels are read too.

    Raises
    ------
    FormatError
        When it cannot be read, or has no beats.
    """
    shown = printable(path)
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_BYTES else b""
    except OSError as error:
        raise FormatError(f"{shown}: cannot be read: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{shown}: not UTF-8 text (byte {error.start}); beats are a text file: a time in "
            "seconds in each line, or JAMS"
        ) from error
    suffix = path.suffix.lower()
    beats = DOCUMENTS[suffix](text, shown).beats if suffix in DOCUMENTS else _table(text, shown)
    if beats is None or not len(beats):
        raise FormatError(f"{shown}: no beats in it; a line has a time in seconds, or is it empty?")
    return beats


def _table(text: str, shown: str) -> Beats | None:
    rows = [(line, _cells(row)) for line, row in lines(text)]
    if rows and not _is_number(rows[0][1][0]):
        return csv.decode(text, shown).beats
    if rows and all(len(cells) == 3 and "\t" in text for _, cells in rows):
        return audacity.decode(text, shown).beats
    times = [number(cells[0], shown, line, "a beat time in seconds") for line, cells in rows]
    counted = [_position(cells[1]) if len(cells) > 1 else 0 for _, cells in rows]
    where = [line for line, _ in rows]
    return made_beats(times, counted if all(counted) else None, where, shown)


def _cells(row: str) -> list[str]:
    return (
        [each.strip() for each in row.replace(";", ",").replace("\t", ",").split(",")]
        if any(mark in row for mark in ",;\t")
        else row.split()
    )


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _position(cell: str) -> int:
    """The number in the bar, or 0 when the cell is none."""
    bar, point, beat = cell.partition(".")
    if not bar.isdecimal() or (point and not beat.isdecimal()):
        return 0
    return int(bar) if not point or not int(beat) else int(beat)
