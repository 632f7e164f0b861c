"""The rule for the default: the best on validation tracks, if it is above today's beyond doubt."""

from __future__ import annotations

from bars_counted import AND, DOWNBEATS, FRAMES

from lausch.evaluation.bootstrap import mean, paired
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import of
from lausch.evaluation.tables import difference, score, table


def default(evidence: Evidence) -> str:
    """Scores of every system and combination on validation tracks, and what follows."""
    others = [row for row in evidence.others if row.facts.get("split") == "validation"]
    results = [*evidence.validation, *(row for row in others if AND in row.system)]
    if not results:
        return "No validation track was measured."
    today = of(results, FRAMES)
    rows, clear = [], []
    for name in dict.fromkeys(row.system for row in results):
        here = of(results, name)
        ahead = paired(here, today, DOWNBEATS) if name != FRAMES else None
        rows.append((name, f"{len(here)}", score(mean(here, DOWNBEATS)), difference(ahead)))
        if ahead is not None and ahead.low > 0 and name in evidence.models:
            clear.append((ahead.value, name))
    winner = max(clear)[1] if clear else FRAMES
    head = ("system", "tracks", DOWNBEATS, f"minus {FRAMES}")
    return (
        "Rendered validation tracks, on which settings and epochs were chosen too; the real songs "
        "of this page are for tests alone. The rule, set before these numbers were "
        f"known: the default is the system with the highest mean {DOWNBEATS} here, if the 95 % "
        f"interval of its paired difference from {FRAMES} leaves out zero. By it the default is "
        f"`{winner}`. Names with a plus are combinations by the mean of log-odds, counted on the "
        "same beats; they are no systems, and are shown beside them.\n\n" + table(head, rows)
    )
