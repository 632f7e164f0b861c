"""A page with a known answer for the tests: clicks in the sound, and beats on them."""

from __future__ import annotations

import numpy as np

from lausch.annotation import (
    BassLine,
    BeatPitches,
    Beats,
    Contour,
    Form,
    Notes,
    Sections,
    Tempo,
)
from lausch.annotation.analysis import Analysis
from lausch.annotation.tempocurve import curve_of
from lausch.frames import Clock, Frames
from lausch.representations.structure import STRUCTURE

RATE = 44100
SECONDS = 24.0
BEATS = np.arange(0.5, SECONDS - 0.1, 0.5)


def sound() -> tuple[np.ndarray, int]:
    """Clicks that begin at `BEATS`, to the sample, at `RATE`."""
    samples = np.zeros(round(SECONDS * RATE), dtype=np.float32)
    burst = (
        0.8
        * np.cos(2 * np.pi * 1000 * np.arange(RATE // 50) / RATE)
        * np.hanning(RATE // 25)[RATE // 50 :]
    )
    for time in BEATS:
        start = round(time * RATE)
        samples[start : start + len(burst)] += burst.astype(np.float32)
    return samples, RATE


def analysis() -> Analysis:
    """Beats on the clicks, two sections, a few notes of a solo and a bass."""
    activation = np.zeros((round(SECONDS * 100), 1), np.float32)
    activation[np.round(BEATS * 100).astype(int)] = 0.9
    notes = Notes(BEATS[:8], BEATS[:8] + 0.4, 60 + np.arange(8), np.linspace(0.2, 1, 8))
    walk = BEATS[:12:4]
    line = BassLine(
        Contour(walk[0] + 0.1 * np.arange(3), np.full(3, 82.4), np.full(3, True)),
        Notes(BEATS[::4], BEATS[::4] + 1.8, np.full(len(BEATS[::4]), 40)),
        BeatPitches(walk, np.full(len(walk), 40)),
    )
    form = np.random.default_rng(0).random((3, len(STRUCTURE.columns)), np.float32)
    features = np.repeat(form[[0, 1, 0]], (85, 80, 75), axis=0)
    return Analysis(
        beats=Beats(BEATS, np.arange(len(BEATS)) % 4 + 1, np.full(len(BEATS), 0.9)),
        tempo=Tempo([120.0], [1.0], 0.9, curve_of(BEATS)),
        activations=Frames(activation, Clock(RATE, RATE // 100), ("beat",)),
        solo=notes,
        bass=line,
        sections=Form(Sections([0.0, 8.5, 16.5, SECONDS], ["A", "B", "A"])),
        structure=Frames(features, STRUCTURE.clock, STRUCTURE.columns),
        duration=SECONDS,
    )
