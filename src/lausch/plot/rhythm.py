"""Beats: a mel spectrogram, the activations in which the beats were found, and the local tempo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.audio import AudioSource
from lausch.plot.draw import draw_beats, draw_curves, draw_doubts, draw_tempo
from lausch.plot.panel import Panel, View
from lausch.plot.spectrograms import mel_panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def rhythm_panels(source: AudioSource, analysis: Analysis, _: object = None) -> list[Panel]:
    """A spectrogram with the beats; below, activations with doubtful stretches grey, and the tempo.

    Beats that were given have no activations, and few beats no local tempo: they have no panel.

    Beats that only carry a bass line are drawn with that line, and have no panels of their own.
    """
    if analysis.activations is None and analysis.bass is not None:
        return []
    beats = analysis.beats or Beats()

    def activation(axes: Axes, view: View) -> None:
        draw_curves(axes, analysis.activations, view)
        draw_beats(axes, beats, view, color="0.6", behind=True)
        draw_doubts(axes, beats)

    upper = mel_panel(source, analysis, lambda axes, view: draw_beats(axes, beats, view))
    curve = None if analysis.tempo is None else analysis.tempo.curve
    panels = [upper]
    if analysis.activations is not None:
        panels.append(Panel("activation", 1.8, activation))
    if curve is not None and len(curve):
        panels.append(Panel("bpm", 1.0, partial(draw_tempo, curve=curve)))
    return panels
