"""Drums: a mel spectrogram, and below it a row of strokes for each instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.annotation import Drums
from lausch.annotation.analysis import Analysis
from lausch.annotation.drums import INSTRUMENTS
from lausch.audio import AudioSource
from lausch.plot.panel import Panel, View
from lausch.plot.spectrograms import mel_panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST = 0.1
"""The height of the softest stroke, as a part of its row."""


def drum_panels(source: AudioSource, analysis: Analysis, _: object = None) -> list[Panel]:
    """Two panels; a stroke is as high as it is hard."""
    drums: Drums = analysis.read("drums")

    def strokes(axes: Axes, view: View) -> None:
        shown = drums.only(view.shows(drums.times))
        for row, name in enumerate(INSTRUMENTS):
            own = shown.of(name)
            heights = row + 0.85 * own.velocities.clip(LEAST, 1)
            axes.vlines(own.times, row, heights, color=f"C{row}", linewidth=1.2)
        axes.set_yticks([row + 0.4 for row in range(len(INSTRUMENTS))], INSTRUMENTS)
        axes.set_ylim(0, len(INSTRUMENTS))

    return [mel_panel(source, analysis, lambda *_: None), Panel("drums", 1.5, strokes)]
