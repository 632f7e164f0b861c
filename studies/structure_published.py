"""Published results on form that the tutorial prints, on SALAMI: other data than ours."""

from __future__ import annotations

from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.tables import MISSING, number, score, table

POP_AND_JAZZ = "pop and jazz"

Row = tuple[str, float | None, float | None, float | None]

ULLRICH_HALF: tuple[Row, ...] = (
    ("upper bound (estimated)", 0.68, None, None),
    ("16s_std_1.5s (Ullrich, Schlüter & Grill 2014)", 0.4646, 0.5553, 0.4583),
    ("MP2 2013", 0.3280, 0.3001, 0.4108),
    ("MP1 2013", 0.3149, 0.3043, 0.3605),
    ("OYZS1 2012", 0.2899, 0.4561, 0.2583),
)
ULLRICH_THREE: tuple[Row, ...] = (
    ("upper bound (estimated)", 0.76, None, None),
    ("32s_low_6s (Ullrich, Schlüter & Grill 2014)", 0.6164, 0.5944, 0.7059),
    ("16s_std_1.5s", 0.5726, 0.5648, 0.6675),
    ("MP2 2013", 0.5213, 0.4793, 0.6443),
    ("MP1 2013", 0.5188, 0.5040, 0.5849),
)
"""Ullrich, Schlüter & Grill, ISMIR 2014: F, P, R within .5 s and 3 s on SALAMI 1.3."""

GRILL_HALF: tuple[tuple[str, float, float, float | None, float | None], ...] = (
    ("upper bound (estimated)", 0.74, 0.74, None, None),
    ("all features, both scales (Grill & Schlüter 2015)", 0.508, 0.529, 0.572, 0.502),
    ("MLS + SSLM near, both scales", 0.496, 0.506, 0.536, 0.509),
    ("MLS + SSLM near, one scale", 0.469, 0.466, 0.475, 0.504),
    ("SUG1 2014", 0.422, 0.442, 0.490, 0.422),
    ("MP2 2013", 0.294, 0.280, 0.271, 0.362),
    ("MP1 2013", 0.276, 0.270, 0.269, 0.311),
    ("NB1 2014", 0.270, 0.246, 0.229, 0.374),
    ("KSP2 2012", 0.263, 0.231, 0.209, 0.422),
    ("baseline (estimated)", 0.15, 0.21, None, None),
)
"""Grill & Schlüter, ISMIR 2015: F, F.58, P, R within .5 s on SALAMI 2.0.

The tutorial prints recall before precision.
"""

Ours = tuple[str, str, str, str, str]
"""A system of ours: its name, then F, F.58, P and R as they will be printed."""


def published(evidence: Evidence) -> str:
    """The tutorial's printed tables beside ours."""
    title = POP_AND_JAZZ if POP_AND_JAZZ in evidence.sets else next(iter(evidence.sets), "")
    systems = [name for name in evidence.networks if title and evidence.of(title, name)]
    if not systems:
        return ""
    half, three = ([_ours(evidence, title, name, s) for name in systems] for s in ("0.5", "3"))
    return (
        "**The data differ, so the numbers must not be compared**: the printed ones are of real "
        "recordings of SALAMI with annotators who do not agree with one another; ours are of "
        f"rendered pieces ({title}, coarse scale) whose boundaries are known. They stand side by "
        "side to show which differences between systems come again.\n\n" + beside(half, three)
    )


def _ours(evidence: Evidence, title: str, name: str, within: str) -> Ours:
    f, beta, p, r = (
        score(mean(evidence.of(title, name), f"coarse {measure} {within} s"))
        for measure in ("F", "F.58", "P", "R")
    )
    return f"**{name}**", f, beta, p, r


def beside(ours_half: list[Ours], ours_three: list[Ours]) -> str:
    """Both printed tables, each with our systems below on our own test tracks."""
    head = ("system", "data", "F", "P", "R")
    parts = []
    for seconds, published_rows, ours in (
        ("0.5", ULLRICH_HALF, ours_half),
        ("3", ULLRICH_THREE, ours_three),
    ):
        rows = [(name, "SALAMI 1.3", *map(_number, values)) for name, *values in published_rows]
        rows += [(name, "ours", f, p, r) for name, f, _, p, r in ours]
        parts.append(f"#### Within {seconds} s, Ullrich 2014\n\n{table(head, rows)}")
    grill = [(name, "SALAMI 2.0", *map(_number, values)) for name, *values in GRILL_HALF]
    grill += [(name, "ours", *values) for name, *values in ours_half]
    parts.append(
        "#### Within 0.5 s, Grill 2015\n\n"
        + table(("system", "data", "F", "F.58", "P", "R"), grill)
    )
    return "\n".join(parts)


def _number(value: float | None) -> str:
    return MISSING if value is None else number(value)
