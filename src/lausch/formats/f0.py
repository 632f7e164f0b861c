"""`.f0.csv`: time and frequency of a contour in each line, as MIREX and mir_eval have it.

A frequency below 0 is a guess of what would sound where nothing does, 0 is none. There is no
header, which mir_eval.io.load_time_series would stumble over.
"""

from __future__ import annotations

import numpy as np

from lausch.annotation import Contour
from lausch.annotation.analysis import Analysis
from lausch.annotation.melody import hertz
from lausch.errors import FormatError
from lausch.formats.melodies import melody_table
from lausch.formats.rows import format_errors, needed, seconds
from lausch.formats.tables import Table

SURE = 0.5
RESTS = ("", "nan", "na", "none", "-")


def encode(analysis: Analysis) -> str:
    """One line for each point; the confidence is left out."""
    contour = needed(analysis.contour, "f0", "a contour", "choose notes or midi")
    pairs = zip(contour.times, contour.signed_hz, strict=True)
    return "".join(f"{seconds(time)},{hz + 0.0:.4f}\n" for time, hz in pairs)


def decode(text: str, name: str) -> Analysis:
    """A contour with or without a header; columns part at commas, semicolons, tabs or blanks."""
    rows = melody_table(text, name)
    if rows.has_notes:
        raise FormatError(
            f"{name}: its rows have an end or a duration: they are notes, and no contour"
        )
    return Analysis(contour=contour_of(rows))


def contour_of(rows: Table) -> Contour:
    """The contour of a table; NaN and empty cells are silence, as other programs write it.

    Where a column has the voicing, that is followed; where frequencies are given throughout with a
    confidence (crepe), the line sounds from a confidence of 0.5 on. Raises FormatError for what is
    no contour.
    """
    times = rows.times("onset", "a time in seconds")
    if times is None:
        return Contour()
    word = rows.first("hz", "pitch")
    if word is None:
        raise FormatError(f"{rows.name}: no column is a frequency; call it hz")
    cells = [
        (line, "0" if cell.lower() in RESTS else cell) for line, cell in rows.cells(word) or ()
    ]
    hz = rows.values(cells, "a frequency in Hz")
    if word == "pitch" and not (hz > 127).any():
        hz = np.where(hz > 0, hertz(np.maximum(hz, 0)), 0.0)
    confidence = rows.numbers("confidence", "a confidence")
    voicing = rows.cells("voiced")
    voiced = hz > 0
    if voicing is not None:
        silent = ("0", "0.0", "false", "", "no")
        voiced &= np.array([cell.lower() not in silent for _, cell in voicing], dtype=bool)
    elif confidence is not None and voiced.all():
        voiced = confidence >= SURE
    for previous, time, (line, _) in zip(times, times[1:], rows.rows[1:], strict=False):
        if time <= previous:
            raise FormatError(
                f"{rows.name}, line {line}: times must increase, but {time:g} s does not follow "
                f"{previous:g} s; are columns swapped, or are several lines in one file?"
            )
    with format_errors(rows.name):
        return Contour(times, np.abs(hz), voiced, confidence)
