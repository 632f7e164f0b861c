"""Downbeats among beats: a network sees a row for each beat (Krebs et al., ISMIR 2016)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats, Times
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.bars import BarCounter
from lausch.frames import Clock, FloatArray, Frames
from lausch.tasks.on_beats import BEAT, FAINTEST, OnBeats, held

DOWNBEAT = "downbeat"


@dataclass(frozen=True)
class BarTracking(OnBeats):
    """The probability that a beat is a downbeat, once from each of several features.

    The network has one output for each feature, on frames that are beats. On a recording, another
    model finds the beats; its activations and the mean of the outputs are then frames of time:
    "beat" is the probability of a beat, "downbeat" that of a beat which is a downbeat. `decode`
    takes both kinds.

    Parameters
    ----------
    features : names of the outputs.
    beats_by : name of the shipped model that finds the beats.
    meters : beats per bar to choose from.
    pointer : finds the beats in its activations.
    decoder : numbers them.
    """

    kind: ClassVar[str] = "bars"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "weight": (0.3, 0.5, 0.7, 1.0),
        "change": (1e-7, 1e-5, 1e-3, 1e-2),
    }
    features: tuple[str, ...] = ("percussive", "harmonic")
    beats_by: str = "lausch2026"
    meters: tuple[int, ...] = (3, 4)
    pointer: BarPointer = field(default_factory=lambda: BarPointer(break_even=0.3))
    decoder: BarCounter = field(default_factory=BarCounter)

    @property
    def outputs(self) -> tuple[str, ...]:
        return tuple(f"{DOWNBEAT} by {feature}" for feature in self.features)

    def chances(self, outputs: FloatArray) -> FloatArray:
        """The probability that each beat is a downbeat, from outputs (beats, features)."""
        means: FloatArray = outputs.mean(axis=1)
        return means

    def at_beats(self, outputs: FloatArray, beats: Times, activations: Frames) -> FloatArray:
        """`chances` at beats (fractional frames) that another model found by its activations."""
        return self.chances(outputs)

    def encode(self, truth: Beats, clock: Clock, count: int) -> Frames:
        """Targets (count, features): 1 in the frames nearest to downbeats, 0 elsewhere."""
        values = np.zeros((count, len(self.outputs)), dtype=np.float32)
        frames = clock.frames(truth.downbeats)
        values[frames[frames < count]] = 1
        return Frames(values, clock, self.outputs)

    def placed(self, outputs: FloatArray, beats: Times, activations: Frames) -> Frames:
        """Outputs of the network at beats (fractional frames) as frames of time, "downbeat" too."""
        beat = activations.column(BEAT)
        values = np.zeros((len(beat), 2), dtype=np.float32)
        values[:, 0] = beat
        if len(beats):
            chances = held(self.at_beats(outputs, beats, activations), beats, len(beat))
            values[:, 1] = np.maximum(beat, FAINTEST) * chances
        return Frames(values, activations.clock, (BEAT, DOWNBEAT))

    def taken(self, values: FloatArray) -> FloatArray:
        """The probability of a downbeat as the only output."""
        beat, downbeat = values.T
        chances: FloatArray = (downbeat / np.maximum(beat, FAINTEST))[:, None]
        return chances

    def numbers(self, outputs: FloatArray, meters: tuple[int, ...]) -> NDArray[np.int64]:
        return self.decoder.numbers(self.chances(outputs), meters)
