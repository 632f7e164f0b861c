"""Downbeats among beats: a network sees a row for each beat (Krebs et al., ISMIR 2016)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from lausch.annotation import Beats, Times
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.bars import BarCounter
from lausch.decoding.confidence import BARS
from lausch.frames import Clock, FloatArray, Frames
from lausch.tasks.of_beats import Limits, OfBeats
from lausch.tasks.task import Annotated

BEAT, DOWNBEAT = "beat", "downbeat"
FAINTEST = 1e-3
"""The least activation of a beat by which that of a downbeat is divided."""


@dataclass(frozen=True)
class BarTracking(OfBeats):
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
    layers: ClassVar[tuple[str, ...]] = ("beats", "downbeats", "tempo")
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

    @property
    def beats_by_model(self) -> str:
        return self.beats_by

    def admits(self, track: Annotated) -> bool:
        """Whether there are beats with numbers in the bar."""
        return track.has(self.reads) and track.read(self.reads).positions is not None

    def learnt(self, truth: Beats, clock: Clock) -> Beats:
        """The beats as frames: one at each tick of the clock."""
        return Beats(clock.times(len(truth)), truth.positions)

    def encode(self, truth: Beats, clock: Clock, count: int) -> Frames:
        """Targets (count, features): 1 in the frames nearest to downbeats, 0 elsewhere."""
        values = np.zeros((count, len(self.outputs)), dtype=np.float32)
        frames = clock.frames(truth.downbeats)
        values[frames[frames < count]] = 1
        return Frames(values, clock, self.outputs)

    def beats_in(self, activations: Frames) -> Times:
        """Beats within the decoder's own limits of the tempo."""
        return self.pointer.beats(activations.column(BEAT), activations.clock.fps)

    def placed(self, outputs: FloatArray, beats: Times, activations: Frames) -> Frames:
        """Outputs of the network at beats (fractional frames) as frames of time, "downbeat" too."""
        beat = activations.column(BEAT)
        values = np.zeros((len(beat), 2), dtype=np.float32)
        values[:, 0] = beat
        if len(beats):
            nearest = np.searchsorted((beats[1:] + beats[:-1]) / 2, np.arange(len(beat)))
            values[:, 1] = np.maximum(beat, FAINTEST) * self.chances(outputs)[nearest]
        return Frames(values, activations.clock, (BEAT, DOWNBEAT))

    def _beats(self, activations: Frames, limits: Limits, meters: tuple[int, ...] | None) -> Beats:
        meters = self.meters if meters is None else meters
        clock = activations.clock
        if BEAT not in activations.columns:  # each frame is a beat
            times, sure = activations.times, None
            if not activations.values.any():
                return Beats((), ())
            downbeat = self.chances(activations.values)
        else:
            beat = activations.column(BEAT)
            frames = self.pointer.within(*limits).beats(beat, clock.fps)
            nearest = np.round(frames).astype(np.int64).clip(0, max(len(beat) - 1, 0))
            downbeat = activations.column(DOWNBEAT)[nearest] / np.maximum(beat[nearest], FAINTEST)
            times, sure = clock.seconds(frames), BARS.of_beats(frames, beat, clock.fps)
        return Beats(times, self.decoder.numbers(downbeat, meters), sure)
