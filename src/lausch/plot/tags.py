"""Tags: the instruments that are present, a lane for each, as probable as it is dark."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from lausch.annotation.analysis import Analysis
from lausch.annotation.tags import INSTRUMENTS, Tags
from lausch.audio import AudioSource
from lausch.frames import Clock, Frames
from lausch.plot.panel import Panel, Picture, View
from lausch.plot.spectrograms import mel_panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST = 3
"""The most probable instruments have a lane even if none of them is present."""
WIDEST = 12
"""Letters in a line of a name beside its lane."""


def tag_panels(source: AudioSource, analysis: Analysis, _: object = None) -> list[Panel]:
    """Two panels: a spectrogram, and who plays when under the other tags that are present."""
    tags: Tags = analysis.read("tags")
    lanes = lanes_of(tags)
    others = ", ".join(name for name in tags.present if name not in INSTRUMENTS)

    def picture() -> Picture:
        return Picture.of(lanes, 0, vmin=0, vmax=1, cmap="Greys")

    def draw(axes: Axes, view: View) -> None:
        axes.set_facecolor("white")
        names = [fill(name, WIDEST) for name in lanes.columns]
        axes.set_yticks(range(len(names)), names, fontsize="small")
        # The other tags stand in an empty row over the lanes.
        axes.set_ylim(len(names) - 0.5, -1.5 if others else -0.5)
        if others:
            across = axes.get_yaxis_transform()
            axes.text(0.005, -1.0, others, transform=across, va="center", fontsize="small")

    spectrum = mel_panel(source, analysis, lambda *_: None)
    if not lanes.columns:
        return [spectrum]
    return [spectrum, Panel("", 0.4 + 0.22 * (len(lanes.columns) + bool(others)), draw, picture)]


def lanes_of(tags: Tags) -> Frames:
    """The curve of the instruments that are present, or of the `FEWEST` most probable ones."""
    curve = tags.curve
    if curve is None or not len(curve):
        return Frames(np.zeros((0, 0), np.float32), Clock(1, 1), ())
    chances = {name: tags.pairs[name] for name in curve.columns}
    likely = sorted(chances, key=lambda name: -chances[name])[:FEWEST]
    names = [name for name in curve.columns if name in (*tags.present, *likely)]
    return Frames(
        np.stack([curve.column(name) for name in names], axis=1), curve.clock, tuple(names)
    )
