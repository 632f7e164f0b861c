"""Beats: a mel spectrogram, and the activations that beats were found in."""

from __future__ import annotations

from typing import Any

import numpy as np

from lausch.annotation import Beats, Times
from lausch.annotation.analysis import Analysis
from lausch.audio import AudioSource
from lausch.frames import Frames
from lausch.plot.panel import MOST_COLUMNS, Panel, hop_of, paint, picture_of
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
        # Bands, not a frequency scale, are equally high; the ticks say which frequencies they are.
        ticks = np.linspace(0, picture.shape[1] - 1, 6).astype(int)
        axis.set_yticks(ticks, [spectrum.columns[tick] for tick in ticks])
        _draw_beats(axis, beats, inches_per_second, "white")

    def lower(axis: Any, inches_per_second: float) -> None:
        _draw_activations(axis, analysis.activations)
        axis.set_ylim(0, 1.05)
        _draw_beats(axis, beats, inches_per_second, "black")
        _number_bars(axis, beats, inches_per_second)

    return [Panel("frequency", 4.0, seconds, upper), Panel("activation", 2.0, seconds, lower)]


def _draw_activations(axis: Any, frames: Frames | None) -> None:
    """One line for each output; of a long recording, the largest value under each pixel."""
    if frames is None or not len(frames):
        return
    step = -(-len(frames) // MOST_COLUMNS)
    starts = np.arange(0, len(frames), step)
    for index, name in enumerate(frames.columns):
        values = np.maximum.reduceat(frames.column(name), starts)
        colour = COLOURS[index % len(COLOURS)]
        axis.plot(frames.times[starts], values, color=colour, linewidth=0.9, label=name)
    axis.legend(loc="upper right", fontsize="small")


def _draw_beats(axis: Any, beats: Beats, inches_per_second: float, colour: str) -> None:
    """A line for every beat, thick for downbeats; whatever would touch is left."""
    accents = np.zeros(len(beats), bool) if beats.positions is None else beats.positions == 1
    for times, width, alpha in ((beats.times[~accents], 0.5, 0.5), (beats.downbeats, 1.3, 0.9)):
        if _apart(times) * inches_per_second >= LINES_APART_INCHES:
            bottom, top = axis.get_ylim()
            axis.vlines(times, bottom, top, color=colour, linewidth=width, alpha=alpha)


def _number_bars(axis: Any, beats: Beats, inches_per_second: float) -> None:
    inches = _apart(beats.downbeats) * inches_per_second
    step = max(1, int(np.ceil(NUMBERS_APART_INCHES / inches)))
    for bar, time in list(enumerate(beats.downbeats, start=1))[::step]:
        axis.text(time, 1.06, str(bar), fontsize="x-small", ha="center", va="bottom")


def _apart(times: Times) -> float:
    """The median distance of neighbours in seconds."""
    return float(np.median(np.diff(times))) if len(times) > 1 else 1.0
