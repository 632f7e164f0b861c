"""Chords as tables: `.chords.lab` (start, end, label in Harte's syntax), as MIREX and mir_eval
have it, and `.chords.csv` with the confidence and the symbol of a lead sheet.

Regions of keys are rows of the same kind, and both are regions for Audacity and Sonic Visualiser.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from lausch.annotation import Chords, Form
from lausch.annotation.analysis import Analysis
from lausch.annotation.symbols import lead_symbol
from lausch.errors import FormatError
from lausch.formats import regions, svl
from lausch.formats.parts import Part, harmonic_parts, parts
from lausch.formats.rows import format_errors, needed, seconds

MOST_OVERLAP = 0.02
"""Seconds by which rounded rows of other programs may overlap."""


def encode_lab(analysis: Analysis) -> str:
    """One line for each chord; what is between two is left out."""
    return lab(harmonic_parts(_needed(analysis, "chords")))


def encode_csv(analysis: Analysis) -> str:
    """A header, then a row for each chord."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["start", "end", "label", "symbol", "confidence"])
    for start, end, label, sure in harmonic_parts(_needed(analysis, "chordscsv")):
        cells = (seconds(start), seconds(end), label, lead_symbol(label), f"{sure:.4f}")
        writer.writerow(cells)
    return text.getvalue()


def decode(text: str, name: str) -> Analysis:
    """Chords of either form, or of any table of starts, ends or durations, and labels."""
    return Analysis(others={"chords": chords_of(table_rows(text, name), name)})


def decode_svl(text: str, name: str) -> Analysis:
    """A layer of regions of Sonic Visualiser, whose labels are chords."""
    return Analysis(others={"chords": chords_of(svl_rows(text, name, "chords"), name)})


def chords_of(rows: Iterable[Part], name: str) -> Chords:
    """The inverse, from rows in any order; those of no length are left out."""
    every = ordered(rows)
    with format_errors(name):
        return Chords(
            [row[:2] for row in every], [row[2] for row in every], [row[3] for row in every]
        )


def ordered(rows: Iterable[Part]) -> list[Part]:
    """Rows by their starts; ends that reach a little into the next row are cut off there."""
    every = sorted(row for row in rows if row[1] > row[0])
    out: list[Part] = []
    for at, (start, end, label, sure) in enumerate(every):
        if at + 1 < len(every) and 0 < end - every[at + 1][0] <= MOST_OVERLAP:
            end = every[at + 1][0]
        out.append((start, end, label.strip(), min(1.0, max(0.0, sure))))
    return [row for row in out if row[1] > row[0]]


def lab(rows: Sequence[Part]) -> str:
    """Rows as lines of start, end and label, with tabs between them."""
    return "".join(f"{seconds(start)}\t{seconds(end)}\t{label}\n" for start, end, label, _ in rows)


def table_rows(text: str, name: str) -> list[Part]:
    """Rows of a table of regions, see `regions.read_parts`."""
    return list(regions.read_parts(text, name))


def svl_rows(text: str, name: str, noun: str) -> list[Part]:
    """Rows of a layer of regions."""
    form = svl.decode(text, name).sections
    if form is None:
        raise FormatError(f"{name}: {noun} are a layer of regions, and this is another one")
    return form_rows(form)


def form_rows(form: Form) -> list[Part]:
    """Regions that were read as sections; those without a label are gaps."""
    return [part for part in parts(form.coarse) if part[2]]


def _needed(analysis: Analysis, form: str) -> Chords:
    chords: Chords = needed(analysis.read("chords"), form, "chords", "add --only chords")
    return chords
