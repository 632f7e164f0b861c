"""The local tempo of the beats of each tracker, as a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from examples_pieces import BEATS
from examples_trackers import COLOURS

from lausch.annotation.tempocurve import curve_of
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import figure
from lausch.evaluation.result import of
from lausch.plot.saving import save


def draw(evidence: Evidence, path: Path) -> bool:
    """The local tempo of the beats of each tracker, below the true one."""
    canvas = figure(11, 2.1 * len(BEATS))
    panels = canvas.subplots(len(BEATS), 1)
    for axes, example in zip(panels, BEATS, strict=True):
        here = [each for each in evidence.results if each.track == example.name]
        for each in here[:1]:
            truth = curve_of(np.array(each.facts["truth"]))
            axes.plot(truth.times, truth.bpm, color="black", linewidth=3, alpha=0.35, label="true")
            axes.set_ylim(0, 2.3 * float(np.median(truth.bpm)))
        for name, colour in COLOURS.items():
            for each in of(here, name):
                curve = curve_of(np.array(each.facts["beats"]))
                axes.plot(curve.times, curve.bpm, color=colour, linewidth=1, label=name)
        axes.set_ylabel("bpm")
        axes.set_title(example.title.replace("*", ""), fontsize=9, loc="left")
    handles = [each for axes in panels for each in axes.get_legend_handles_labels()[0]]
    named = {str(each.get_label()): each for each in handles}
    canvas.legend([*named.values()], [*named], loc="upper right", ncols=4, fontsize=8)
    panels[-1].set_xlabel("seconds")
    save([canvas], path, dpi=90)
    return True
