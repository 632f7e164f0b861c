"""The forest plot of every report, and functions for other figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.plot.saving import new_figure, save

OURS, FORMULA, RIVAL = "#c0392b", "#7d6608", "#2471a3"


def forest(evidence: Evidence, path: Path, *, measures: Sequence[str]) -> bool:
    """One panel for each measure, one point with its interval for each set and system.

    Raises MissingExtraError when matplotlib is not installed.
    """
    labels = [(title, name) for title in evidence.sets for name in evidence.ranked(title)]
    if not labels:
        return False
    canvas = figure(9.0, 1.5 + 0.2 * len(labels))
    panels = canvas.subplots(1, len(measures), sharey=True, squeeze=False)[0]
    for panel, measure in zip(panels, measures, strict=True):
        for place, (title, name) in enumerate(labels):
            each = mean(evidence.of(title, name), measure)
            colour = RIVAL
            if name in evidence.models:
                colour = OURS if name in evidence.networks else FORMULA
            if each is not None:
                panel.plot(each.value, place, "o", color=colour, markersize=4)
                if not math.isnan(each.low):
                    panel.plot([each.low, each.high], [place] * 2, color=colour, linewidth=1)
        panel.set_xlim(0, 1.02)
        panel.set_xlabel(measure, fontsize=8)
        panel.grid(axis="x", color="#eeeeee")
    panels[0].set_yticks(
        range(len(labels)), [f"{name}, {title}" for title, name in labels], fontsize=7
    )
    panels[0].set_ylim(len(labels) - 0.5, -0.5)
    save([canvas], path)
    return True


def figure(width: float, height: float) -> Any:
    """An empty figure of a size in inches; raises MissingExtraError without matplotlib."""
    canvas = new_figure(width, height)
    canvas.set_layout_engine("constrained")
    return canvas
