"""`.sections.csv`: a table of sections with a header: start,end,level,label,confidence."""

from __future__ import annotations

import csv
import io

from lausch.annotation import Form
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.parts import Part, parts, sections_of
from lausch.formats.rows import lines, number, seconds

HEADER = ["start", "end", "level", "label", "confidence"]
LEVELS = ("coarse", "fine")


def encode(analysis: Analysis) -> str:
    """The header, then a row for each section, coarse ones first.

    The confidence is that of the boundary at the start.
    """
    if analysis.sections is None:
        raise FormatError("sections holds sections, but the analysis has none")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for name, level in analysis.sections.levels.items():
        for start, end, label, sure in parts(level):
            shown = " ".join(label.split())
            writer.writerow([seconds(start), seconds(end), name, shown, f"{sure:.4f}"])
    return text.getvalue()


def decode(text: str, name: str) -> Analysis:
    """The inverse of `encode`."""
    rows = [(line, _cells(content, name, line)) for line, content in lines(text)]
    header = [field.strip().lower() for field in rows[0][1]] if rows else []
    if header != HEADER:
        raise FormatError(
            f"{name}, line 1: the header is {','.join(HEADER)}, not {','.join(header)!r}"
        )
    levels: dict[str, list[Part]] = {}
    for line, fields in rows[1:]:
        if len(fields) != len(HEADER):
            raise FormatError(
                f"{name}, line {line}: {len(fields)} columns under a header of {len(HEADER)}; "
                "is a decimal comma meant? write a point"
            )
        if fields[2] not in LEVELS:
            raise FormatError(f"{name}, line {line}: a level is coarse or fine, not {fields[2]!r}")
        start = number(fields[0], name, line, "a section's start in seconds")
        end = number(fields[1], name, line, "a section's end in seconds")
        sure = number(fields[4], name, line, "a confidence")
        levels.setdefault(fields[2], []).append((start, end, fields[3], sure))
    coarse = sections_of(levels.get("coarse", []), name)
    fine = levels.get("fine")
    return Analysis(sections=Form(coarse, None if fine is None else sections_of(fine, name)))


def _cells(content: str, name: str, line: int) -> list[str]:
    try:
        return next(csv.reader([content]), [])
    except csv.Error as error:
        raise FormatError(f"{name}, line {line}: not a row of a table ({error})") from error
