"""Where in the estimated bars the annotated ones begin: right, rotated, or in another metre."""

from __future__ import annotations

from beats_scores import BARS
from beats_tracks import systems

from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result
from lausch.evaluation.tables import percent, table
from lausch.metrics.bars import PLACES


def bars(evidence: Evidence) -> str:
    """Shares of the annotated downbeats by their place in the estimated bars, by set."""
    rows = []
    for title in evidence.sets:
        for system in systems(evidence):
            here = [each for each in evidence.of(title, system) if each.facts.get(BARS)]
            if here:
                cells = (percent(_share(here, place)) for place in PLACES)
                rows.append((title, system, f"{len(here)}", *cells))
    if not rows:
        return "No system counted bars."
    return (
        "The place of an annotated downbeat in the estimated bars, by the number of the estimated "
        "beat within 70 ms; the mean over tracks of the share of downbeats. *half a bar* and *a "
        "beat* are bars that are rotated by so much; *another metre* is a bar of another number of "
        "beats that does not begin there.\n\n" + table(("set", "system", "tracks", *PLACES), rows)
    )


def _share(results: list[Result], place: str) -> float:
    return sum(float(each.facts[BARS][place]) for each in results) / len(results)
