"""Numbers as text: tables, means with intervals, differences."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from lausch import __version__
from lausch.evaluation.bootstrap import Mean, mean
from lausch.evaluation.result import Result

MISSING = "–"
_NUMBER = re.compile(r"[*+-]*\.?\d[^:]*$|[–·]$")


def written(title: str, command: str, reading: str, sections: Iterable[tuple[str, str]]) -> str:
    """A whole report: its command, how to read it, and its sections that have a text."""
    head = f"# {title}\n\nWritten by `{command}`, lausch {__version__}; do not edit.\n\n{reading}\n"
    return head + "\n".join(
        f"## {heading}\n\n{text.strip()}\n" for heading, text in sections if text.strip()
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; columns of numbers are aligned right, words left."""
    body = [[cell.replace("|", r"\|") for cell in row] for row in rows]
    rules = [
        "--:" if body and all(_NUMBER.match(row[column]) for row in body) else "---"
        for column in range(len(head))
    ]
    lines = ["| " + " | ".join(row) + " |" for row in (head, *body)]
    lines.insert(1, "|" + "|".join(rules) + "|")
    return "\n".join(lines) + "\n"


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows for a terminal, as columns of equal width."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def score(value: Mean | None) -> str:
    """A score such as `.913 [.88, .94]`; a dash for None."""
    if value is None:
        return MISSING
    if math.isnan(value.low):
        return _short(value.value)
    return f"{_short(value.value)} [{_short(value.low, 2)}, {_short(value.high, 2)}]"


def difference(value: Mean | None) -> str:
    """A signed difference with its interval; bold where the interval leaves out zero."""
    if value is None:
        return MISSING
    text = _signed(value.value)
    if math.isnan(value.low):
        return text
    text += f" [{_signed(value.low)}, {_signed(value.high)}]"
    return f"**{text}**" if value.clear else text


def row(name: str, results: Sequence[Result], measures: Sequence[str]) -> tuple[str, ...]:
    """Cells of a table: name, tracks, songs, and the mean of each measure."""
    songs = {(result.corpus, result.song) for result in results}
    means = (score(mean(results, measure)) for measure in measures)
    return (name, f"{len(results)}", f"{len(songs)}", *means)


def percent(share: float) -> str:
    """A share as a whole number of percent; 0 is a dot, which makes tables easier to read."""
    return "·" if share == 0 else f"{100 * share:.0f} %"


def number(value: float) -> str:
    """A score between 0 and 1 with three decimals."""
    return MISSING if math.isnan(value) else _short(value)


def _short(value: float, digits: int = 3) -> str:
    text = f"{value:.{digits}f}"
    return text[1:] if text.startswith("0.") else text


def _signed(value: float) -> str:
    text = f"{value:+.3f}"
    return text.replace("0.", ".", 1) if text[1:].startswith("0.") else text
