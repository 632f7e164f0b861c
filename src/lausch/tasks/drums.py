"""Drum transcription: for every instrument of a kit the probability of a stroke, and its force."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from lausch.annotation import Drums, Times
from lausch.annotation.drums import INSTRUMENTS
from lausch.decoding.drums import DrumPicker
from lausch.frames import Clock, FloatArray, Frames
from lausch.metrics import drums
from lausch.tasks.task import Task

_THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7)


@dataclass(frozen=True)
class DrumTranscription(Task):
    """Strokes of kick, snare, hi-hat, toms and cymbals, with velocities.

    Two outputs for each instrument: the probability of a stroke, and the velocity of a stroke if
    there is one.
    """

    kind: ClassVar[str] = "drums"
    layers: ClassVar[tuple[str, ...]] = ("drums",)
    reads: ClassVar[str] = "drums"
    choices: ClassVar[dict[str, tuple[float, ...]]] = dict.fromkeys(
        ("kick", "snare", "hihat", "tom", "cymbal"), _THRESHOLDS
    )
    decoder: DrumPicker = field(default_factory=DrumPicker)

    @property
    def outputs(self) -> tuple[str, ...]:
        return (*INSTRUMENTS, *(f"{name} velocity" for name in INSTRUMENTS))

    @property
    def output_summary(self) -> str:
        return ", ".join(INSTRUMENTS)

    def moved(
        self, truth: Drums, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Drums:
        """The strokes of an excerpt, played `rate` times as fast; `semitones` has no effect."""
        times = (truth.times - start) / rate
        inside = (times >= 0) & (times < seconds)
        names = [truth.instruments[index] for index in np.flatnonzero(inside).tolist()]
        return Drums(times[inside], names, truth.velocities[inside], truth.confidence[inside])

    def encode(self, truth: Drums, clock: Clock, count: int) -> Frames:
        """Targets (count, outputs): 1 in the frame nearest to each stroke, and its velocity."""
        values = np.zeros((count, len(self.outputs)), dtype=np.float32)
        for column, name in enumerate(INSTRUMENTS):
            strokes = truth.of(name)
            frames = clock.frames(strokes.times)
            inside = frames < count
            values[frames[inside], column] = 1
            values[frames[inside], column + len(INSTRUMENTS)] = strokes.velocities[inside]
        return Frames(values, clock, self.outputs)

    def weights(self, truth: Drums, clock: Clock, count: int) -> FloatArray:
        """Velocities count where there is a stroke, and nowhere else."""
        struck = self.encode(truth, clock, count).values[:, : len(INSTRUMENTS)]
        return np.concatenate([np.ones_like(struck), struck], axis=1)

    def events(self, truth: Drums) -> Times:
        """The strokes in seconds."""
        return truth.times

    def decode(self, activations: Frames) -> Drums:
        """The strokes, with their activation as confidence."""
        times: list[float] = []
        names: list[str] = []
        force: list[float] = []
        confidence: list[float] = []
        for name, threshold in zip(INSTRUMENTS, self.decoder.thresholds, strict=True):
            values = activations.column(name)
            frames = self.decoder.pick(values, threshold, activations.clock.fps)
            times += activations.clock.seconds(frames).tolist()
            names += [name] * len(frames)
            force += activations.column(f"{name} velocity")[frames].tolist()
            confidence += values[frames].tolist()
        return Drums(times, names, np.clip(force, 0, 1), np.clip(confidence, 0, 1))

    def score(self, reference: Drums, estimate: Drums) -> dict[str, float]:
        """The measures of `metrics.drums`."""
        return drums.score(reference, estimate)

    def judge(self, reference: Drums, estimate: Drums) -> dict[str, float]:
        """F of every instrument, 1 where there is none of its strokes on either side."""
        return {f"{name} F": drums.instrument_f(reference, estimate, name) for name in INSTRUMENTS}
