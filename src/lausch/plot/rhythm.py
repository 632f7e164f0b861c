"""Beats: a mel spectrogram, and the activations that beats were found in."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import numpy as np

from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.audio import AudioSource
from lausch.plot.panel import (
    Panel,
    apart,
    beat_groups,
    draw_curves,
    hop_of,
    name_bands,
    paint,
    picture_of,
)
from lausch.representations import LogMelS, Stack

RATE = 22050
LINES_APART_INCHES = 0.04
NUMBERS_APART_INCHES = 0.35
COLOURS = ("tab:orange", "tab:red", "tab:purple", "tab:green")


def rhythm_panels(source: AudioSource, analysis: Analysis, _: object = None) -> list[Panel]:
    """Two panels, with a line for every beat through both.

    Beats that only carry a bass line are drawn with that line, and have no panels of their own.
    """
    if analysis.activations is None and analysis.bass is not None:
        return []
    hop = hop_of(RATE, analysis.duration, RATE // 100)
    spectrum = LogMelS(RATE, hop, 2048, bands=96, low_hz=30.0, high_hz=10000.0, factor=10.0)
    picture = picture_of(source, Stack((spectrum,)))
    seconds = len(picture) * hop / RATE
    beats = analysis.beats or Beats()

    def upper(axis: Any, inches_per_second: float) -> None:
        paint(axis, picture, hop / RATE, 0)
        name_bands(axis, spectrum.columns, 6)
        _draw_beats(axis, beats, inches_per_second, "white")

    def lower(axis: Any, inches_per_second: float) -> None:
        names = () if analysis.activations is None else analysis.activations.columns
        draw_curves(axis, analysis.activations, dict(zip(names, cycle(COLOURS), strict=False)))
        _draw_beats(axis, beats, inches_per_second, "black")
        _number_bars(axis, beats, inches_per_second)

    return [Panel("frequency", 4.0, seconds, upper), Panel("activation", 2.0, seconds, lower)]


def _draw_beats(axis: Any, beats: Beats, inches_per_second: float, colour: str) -> None:
    """A line for every beat, thick for downbeats; those that would touch are left out."""
    for downbeats, times in beat_groups(beats, inches_per_second, LINES_APART_INCHES):
        width, alpha = (1.3, 0.9) if downbeats else (0.5, 0.5)
        bottom, top = axis.get_ylim()
        axis.vlines(times, bottom, top, color=colour, linewidth=width, alpha=alpha)


def _number_bars(axis: Any, beats: Beats, inches_per_second: float) -> None:
    inches = apart(beats.downbeats) * inches_per_second
    step = max(1, int(np.ceil(NUMBERS_APART_INCHES / inches)))
    for bar, time in list(enumerate(beats.downbeats, start=1))[::step]:
        axis.text(time, 1.06, str(bar), fontsize="x-small", ha="center", va="bottom")
