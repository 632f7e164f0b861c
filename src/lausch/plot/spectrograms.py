"""Panels of the recording itself; layers draw what they found over one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from lausch.annotation.analysis import Analysis
from lausch.audio import AudioSource
from lausch.plot.panel import Panel, View, hop_of, spectrum_of
from lausch.representations import LogMelS, PitchS, Stack
from lausch.representations.filterbank import hz_to_mel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RATE = 22050
BANDS, LOW_HZ, HIGH_HZ = 96, 30.0, 10000.0
TICKS_HZ = (100, 250, 500, 1000, 2000, 4000, 8000)
COLUMNS_PER_SECOND = {"mel": 100, "pitch": 50}


def mel_panel(
    source: AudioSource, analysis: Analysis, draw: Callable[[Axes, View], object]
) -> Panel:
    """A mel spectrogram with round frequencies beside it; `draw` draws over it."""
    hop = hop_of(RATE, analysis.duration, RATE // COLUMNS_PER_SECOND["mel"])
    spectrum = LogMelS(RATE, hop, 2048, bands=BANDS, low_hz=LOW_HZ, high_hz=HIGH_HZ, factor=10.0)
    low, high = hz_to_mel(LOW_HZ), hz_to_mel(HIGH_HZ)
    bands = (hz_to_mel(np.array(TICKS_HZ)) - low) / (high - low) * (BANDS + 1) - 1

    def over(axes: Axes, view: View) -> None:
        axes.set_yticks(bands, [str(hz) for hz in TICKS_HZ])
        draw(axes, view)

    picture = partial(spectrum_of, source, Stack((spectrum,)))
    return Panel("frequency in Hz", 3.6, over, picture, shared="mel")


def pitch_panel(
    source: AudioSource,
    analysis: Analysis,
    pitches: tuple[int, int],
    draw: Callable[[Axes, View], object],
) -> Panel:
    """The recording's semitones from the lowest to the highest of `pitches`; `draw` draws over."""
    hop = hop_of(RATE, analysis.duration, RATE // COLUMNS_PER_SECOND["pitch"])
    spectrum = PitchS(RATE, hop, 8192, factor=100.0)
    picture = partial(spectrum_of, source, Stack((spectrum,)), spectrum.low_midi)
    return Panel("recording", 2.6, draw, picture, shared="pitch", pitches=pitches)
