"""The figure of the report on form: every system's F at both tolerances."""

from __future__ import annotations

from pathlib import Path

from lausch.errors import MissingExtraError
from lausch.evaluation.songs import mean
from lausch.evaluation.structure_evidence import StructureEvidence
from lausch.evaluation.structure_sections import BOTH
from lausch.files import replacing

_OURS, _CLASSIC, _RIVAL = "#c0392b", "#7d6608", "#2471a3"


def write_structure_scores(evidence: StructureEvidence, path: Path) -> None:
    """One panel for each tolerance, one point with its interval for each corpus and system.

    Raises
    ------
    MissingExtraError : matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("figures need matplotlib: pip install 'lausch[plot]'") from error
    labels = [(title, name) for title in evidence.sets for name in evidence.ranked(title)]
    figure = Figure(figsize=(9.0, 1.5 + 0.2 * len(labels)), layout="constrained")
    panels = figure.subplots(1, len(BOTH), sharey=True)
    for panel, measure in zip(panels, BOTH, strict=True):
        for row, (title, name) in enumerate(labels):
            found = mean(evidence.of(title, name), measure)
            colour = _RIVAL
            if name in evidence.models:
                colour = _OURS if name in evidence.networks else _CLASSIC
            if found is not None:
                panel.plot(found.value, row, "o", color=colour, markersize=4)
                panel.plot([found.low, found.high], [row, row], color=colour, linewidth=1)
        panel.set_xlim(0, 1.02)
        panel.set_xlabel(measure, fontsize=8)
        panel.grid(axis="x", color="#eeeeee")
    panels[0].set_yticks(
        range(len(labels)), [f"{name}, {title}" for title, name in labels], fontsize=7
    )
    panels[0].set_ylim(len(labels) - 0.5, -0.5)
    with replacing(path) as temporary:
        figure.savefig(temporary, format="png", dpi=100)
