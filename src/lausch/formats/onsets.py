"""`.onsets`: one time a line, as MIREX has onsets and mir_eval reads them.

`.onsets.csv` has a header and the confidence: time,confidence.
"""

from __future__ import annotations

from lausch.annotation import Onsets
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.rows import format_errors, seconds
from lausch.formats.tables import Table, table

FORMS = "time or time,confidence"


def encode(analysis: Analysis) -> str:
    """One line for each onset; its confidence is left out."""
    return "".join(f"{seconds(time)}\n" for time in onsets_of(analysis).times)


def encode_csv(analysis: Analysis) -> str:
    """The header, then one row for each onset."""
    onsets = onsets_of(analysis)
    rows = zip(onsets.times, onsets.confidence, strict=True)
    return "time,confidence\n" + "".join(f"{seconds(time)},{sure:.4f}\n" for time, sure in rows)


def decode(text: str, name: str) -> Analysis:
    """Onsets as anybody writes them: the first column, or what a header calls a time.

    A column that a header calls confidence is read; any other is left aside.
    """
    return Analysis(others={"onsets": _read(table(text, name, FORMS, one_column=True))})


def _read(rows: Table) -> Onsets:
    if rows.words and "onset" not in rows.words:
        raise FormatError(f"{rows.name}: no column is a time; columns are {FORMS}")
    at = rows.words.index("onset") if rows.words else 0
    times = rows.seconds(rows.column(at), "an onset in seconds")
    with format_errors(rows.name):
        return Onsets(times, rows.numbers("confidence", "a confidence"))


def onsets_of(analysis: Analysis) -> Onsets:
    """The onsets of an analysis; none where it does not hold the layer."""
    onsets: Onsets = analysis.read("onsets") or Onsets()
    return onsets
