"""Tables of sections: `.lab` (start, end, label) and `.sections.csv` (with scale and confidence).

MIREX, SALAMI and mir_eval have `.lab`. Tables of others are read with ends, durations, or
beginnings alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np

from lausch.annotation import Form, Sections, Times
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.parts import TOGETHER_SECONDS, Part, parts, sections_of, word
from lausch.formats.rows import is_numeric, needed, seconds
from lausch.formats.tables import Table, table

FORMS = "a section's start, end and label"
ENDS = ("end", "fin", "stop", "-", "")
"""Labels of what is only the end of the last section."""
SCALES = ("coarse", "fine")


def encode_lab(analysis: Analysis) -> str:
    """One line for each coarse section; a label that is not known is `-`."""
    return _lab(needed(analysis.sections, "lab", "sections").coarse)


def encode_fine(analysis: Analysis) -> str:
    """One line for each fine section."""
    fine = None if analysis.sections is None else analysis.sections.fine
    way = "choose lab, or a model of two scales"
    return _lab(needed(fine, "finelab", "the fine sections", way))


def _lab(sections: Sections) -> str:
    return "".join(
        f"{seconds(start)}\t{seconds(end)}\t{word(label)}\n"
        for start, end, label, _ in parts(sections)
    )


def encode_csv(analysis: Analysis) -> str:
    """A header, then a row for each section, coarse ones first.

    The confidence is that of the boundary at the start.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["start", "end", "level", "label", "confidence"])
    for name, scale in needed(analysis.sections, "sections", "sections").scales.items():
        for start, end, label, sure in parts(scale):
            cells = (seconds(start), seconds(end), name, " ".join(label.split()), f"{sure:.4f}")
            writer.writerow(cells)
    return text.getvalue()


def decode(text: str, name: str) -> Analysis:
    """Sections of one scale or, where a column `level` has the scale, of two.

    Without a header the columns are start, end, label; or, as SALAMI has it, time, label; or, as
    Sonic Visualiser writes its regions, start, value, duration, label. Raises FormatError when it
    is not clear which, or sections overlap.
    """
    rows = table(text, name, FORMS)
    if not rows.rows:
        return Analysis(sections=Form(sections_of([], name)))
    sections = _titled(rows) if rows.words else _untitled(rows)
    scale = rows.cells("level")
    if scale is None:
        return Analysis(sections=Form(sections_of(sections, name)))
    scales: dict[str, list[Part]] = {}
    for part, (line, noun) in zip(sections, scale, strict=True):
        if noun not in SCALES:
            raise FormatError(f"{name}, line {line}: a scale is coarse or fine, not {noun[:60]!r}")
        scales.setdefault(noun, []).append(part)
    coarse = sections_of(scales.get("coarse", []), name)
    fine = scales.get("fine")
    return Analysis(sections=Form(coarse, None if fine is None else sections_of(fine, name)))


def read_parts(text: str, name: str) -> list[Part]:
    """Rows of any table of regions, see `decode`: start, end, label and confidence."""
    rows = table(text, name, FORMS)
    if not rows.rows:
        return []
    return _titled(rows) if rows.words else _untitled(rows)


def _titled(rows: Table) -> list[Part]:
    starts = rows.times("onset", "a section's start in seconds")
    if starts is None:
        raise FormatError(f"{rows.name}: no column is a section's start; columns are {FORMS}")
    sure = rows.numbers("confidence", "a confidence")
    column = rows.first("name", "position", "pitch")
    cells = () if column is None else rows.cells(column) or ()
    labels = [""] * len(starts) if column is None else [cell for _, cell in cells]
    ends = rows.times("offset", "a section's end in seconds")
    if ends is None:
        lengths = rows.times("duration", "a section's duration in seconds")
        if lengths is None:
            return _events(rows, starts, labels)
        ends = starts + lengths
    return _parts(rows, starts, ends, labels, None if sure is None else sure.tolist())


def _untitled(rows: Table) -> list[Part]:
    starts = rows.seconds(rows.column(0), "a section's start in seconds")
    second = rows.column(1)
    numbers = [is_numeric(cell) for _, cell in second]
    if not any(numbers) or (rows.width == 2 and not all(numbers)):
        if rows.width < 2:
            raise FormatError(
                f"{rows.name}, line {rows.where[0]}: a section is {FORMS}, but there is only a time"
            )
        return _events(rows, starts, _labels(rows, 1))
    if rows.width == 2:
        ends = rows.values(second, "a section's end in seconds")
        if not (ends >= starts).all() and len(starts) > 1:  # numbers are labels
            return _events(rows, starts, _labels(rows, 1))
    ends = rows.seconds(second, "a section's end in seconds")
    third = rows.column(2)
    if rows.width > 2 and all(is_numeric(cell) for _, cell in third):
        lengths = rows.seconds(third, "a section's duration in seconds")
        both = [_fit(starts, ends), _fit(starts, starts + lengths)]
        if rows.width > 3 and both[0] == both[1] != 0:
            raise FormatError(
                f"{rows.name}, line {rows.where[0]}: the second column may be an end, or the third "
                "a duration; name the columns in a header: start,end,label"
            )
        if both[1] > both[0]:
            return _parts(rows, starts, starts + lengths, _labels(rows, 3))
    return _parts(rows, starts, ends, _labels(rows, 2))


def _labels(rows: Table, at: int) -> list[str]:
    """All cells from a column on: labels may contain blanks and commas."""
    return [" ".join(cells[at:]).strip() for _, cells in rows.rows]


def _fit(starts: Times, ends: Times) -> int:
    """2 where each section ends as the next begins, 1 where it ends before that, else 0."""
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], ends[order]
    gaps = starts[1:] - ends[:-1]
    if not (ends >= starts).all() or not (gaps >= -TOGETHER_SECONDS).all():
        return 0
    return 1 + bool((gaps <= TOGETHER_SECONDS).all())


def _events(rows: Table, starts: Times, labels: Sequence[str]) -> list[Part]:
    """Each section lasts until the next begins; the last row is the end of the last section."""
    late = np.flatnonzero(np.diff(starts) < 0)
    if late.size:
        line = rows.where[int(late[0]) + 1]
        raise FormatError(
            f"{rows.name}, line {line}: sections without ends stand in their order, but this one "
            "begins before the last; is it two lists?"
        )
    if labels[-1].strip().lower() not in ENDS:
        raise FormatError(
            f"{rows.name}, line {rows.where[-1]}: the section {labels[-1][:60]!r} has no end; "
            "add a last line with the time and the label End, or a column of ends"
        )
    ends = np.append(starts[1:], starts[-1])
    return _parts(rows, starts, ends, labels)


def _parts(
    rows: Table, starts: Times, ends: Times, labels: Sequence[str], sure: list[float] | None = None
) -> list[Part]:
    early = np.flatnonzero(ends < starts)
    if early.size:
        at = int(early[0])
        raise FormatError(
            f"{rows.name}, line {rows.where[at]}: a section ends at {ends[at]:g} s, before it "
            f"begins at {starts[at]:g} s; is the second column a duration?"
        )
    confidence = [1.0] * len(labels) if sure is None else sure
    return list(zip(starts.tolist(), ends.tolist(), labels, confidence, strict=True))
