"""Onsets: a mel spectrogram, and below it every onset as high as its confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.annotation import Onsets
from lausch.annotation.analysis import Analysis
from lausch.audio import AudioSource
from lausch.plot.panel import Panel, View
from lausch.plot.spectrograms import mel_panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def onset_panels(source: AudioSource, analysis: Analysis, _: object = None) -> list[Panel]:
    """Two panels."""
    onsets: Onsets = analysis.read("onsets")

    def confidence(axes: Axes, view: View) -> None:
        shown = view.shows(onsets.times)
        times, heights = onsets.times[shown], onsets.confidence[shown]
        axes.vlines(times, 0, heights, color="tab:orange", linewidth=0.9)
        axes.set_ylim(0, 1.05)

    return [mel_panel(source, analysis, lambda *_: None), Panel("onsets", 1.0, confidence)]
