"""Onset detection: one output, the probability that something begins in each frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from lausch.annotation import Onsets, Times
from lausch.decoding.onsets import OnsetPicker
from lausch.frames import Clock, Frames
from lausch.metrics import onsets
from lausch.tasks.task import Task


@dataclass(frozen=True)
class OnsetDetection(Task):
    """Onsets of whatever sounds.

    Parameters
    ----------
    half : the strength whose activation is .5, where the activation of a strength x is
        x / (x + half) and strengths are picked; 0 where activations are picked themselves.
    decoder : settings of the picker.
    """

    kind: ClassVar[str] = "onsets"
    layers: ClassVar[tuple[str, ...]] = ("onsets",)
    reads: ClassVar[str] = "onsets"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "highest": (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55),
        "threshold": (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5),
    }
    half: float = 0.0
    decoder: OnsetPicker = field(default_factory=OnsetPicker)

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("onset",)

    def moved(
        self, truth: Onsets, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Onsets:
        """The onsets of an excerpt, played `rate` times as fast; `semitones` has no effect."""
        times = (truth.times - start) / rate
        inside = (times >= 0) & (times < seconds)
        return Onsets(times[inside], truth.confidence[inside])

    def encode(self, truth: Onsets, clock: Clock, count: int) -> Frames:
        """Targets: 1 in the frame nearest to each onset, 0 elsewhere, shape (count, 1)."""
        values = np.zeros((count, 1), dtype=np.float32)
        frames = clock.frames(truth.times)
        values[frames[frames < count], 0] = 1
        return Frames(values, clock, self.outputs)

    def events(self, truth: Onsets) -> Times:
        """The onsets in seconds."""
        return truth.times

    def decode(self, activations: Frames) -> Onsets:
        """The onsets, with their activation as confidence."""
        values = activations.column("onset").astype(np.float64)
        strengths = values
        if self.half:
            strengths = self.half * values / np.maximum(1 - values, 1e-9)
        frames = self.decoder.pick(strengths, activations.clock.fps)
        return Onsets(activations.clock.seconds(frames), np.clip(values[frames], 0, 1))

    def score(self, reference: Onsets, estimate: Onsets) -> dict[str, float]:
        """The measures of `metrics.onsets`."""
        return onsets.score(reference, estimate)

    def judge(self, reference: Onsets, estimate: Onsets) -> dict[str, float]:
        """F at 50 and at 25 ms."""
        scores = self.score(reference, estimate)
        return {name: value for name, value in scores.items() if name.startswith("onset F")}
