"""Scores of many tracks in a few lines: for a terminal, and as plain values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from lausch.evaluation.measured import GROUPS, MEASURES, Measured
from lausch.evaluation.octaves import shares
from lausch.evaluation.page import percent, score
from lausch.evaluation.songs import mean


def grouped(rows: Iterable[Measured], field: str) -> dict[str, list[Measured]]:
    """Rows by one of their fields, in the order of first appearance."""
    found: dict[str, list[Measured]] = {}
    for row in rows:
        found.setdefault(str(getattr(row, field)) or "unknown", []).append(row)
    return found


def lines(rows: Sequence[Measured], *, styles: bool = False) -> list[str]:
    """A table for a terminal: a line for each corpus and, if asked, each style."""
    body = []
    for corpus, inside in grouped(rows, "corpus").items():
        body.append(_line(corpus, inside))
        if styles:
            named = grouped(inside, "style")
            body += [_line(f"  {style}", named[style]) for style in sorted(named)]
    table = [["corpus", "tracks", *MEASURES, *(group for group in GROUPS if group != "right")]]
    table += body
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]


def values(rows: Sequence[Measured]) -> dict[str, Any]:
    """Means, intervals and shares of levels as plain JSON; null where there is no interval."""
    means = {measure: mean(rows, measure) for measure in MEASURES}
    return {
        "tracks": len(rows),
        "seconds": sum(row.seconds for row in rows),
        "scores": {
            measure: {
                "mean": found.value,
                "low": None if math.isnan(found.low) else found.low,
                "high": None if math.isnan(found.high) else found.high,
                "tracks": found.tracks,
                "songs": found.songs,
            }
            for measure, found in means.items()
            if found is not None
        },
        "levels": shares(rows),
    }


def _line(name: str, rows: Sequence[Measured]) -> list[str]:
    levels = shares(rows)
    return [
        name,
        str(len(rows)),
        *(score(mean(rows, measure)) for measure in MEASURES),
        *(percent(levels[group]) for group in GROUPS if group != "right"),
    ]
