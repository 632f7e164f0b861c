"""The picture of the study of retrieval: MRR over the length of the query."""

from __future__ import annotations

from pathlib import Path

from retrieval_tables import (
    lengths,
    queries,
    systems_on,
    whole,
)

from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import figure
from lausch.plot.saving import save


def draw_lengths(evidence: Evidence, path: Path) -> bool:
    """MRR over the length of the query, one line for each system."""
    title = whole(evidence)
    canvas = figure(7.0, 3.2)
    panel = canvas.subplots()
    across = lengths(evidence, title)[::-1]
    for system in systems_on(evidence, title):
        means = [mean(queries(evidence, title, system, seconds=each), "MRR") for each in across]
        (curve,) = panel.plot(
            across, [each.value if each else float("nan") for each in means], "o-", markersize=4
        )
        curve.set_label(system)
        for seconds, each in zip(across, means, strict=True):
            if each is not None:
                panel.plot([seconds] * 2, [each.low, each.high], color=curve.get_color())
    panel.set_ylim(0, 1.02)
    panel.set_xlabel("seconds of the query")
    panel.set_ylabel(f"MRR, {title}")
    panel.grid(color="#eeeeee")
    panel.legend(frameon=False, fontsize=8)
    save([canvas], path)
    return True
