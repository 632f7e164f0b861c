"""`.sections.csv`: a table of sections with a header: start,end,level,label,confidence."""

from __future__ import annotations

import csv
import io

from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.parts import parts
from lausch.formats.regions import decode as decode
from lausch.formats.rows import seconds

HEADER = ["start", "end", "level", "label", "confidence"]


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
