"""What tasks share that learn from annotated beats: excerpts of them, and targets."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from lausch.annotation import Beats
from lausch.frames import Clock, Frames
from lausch.tasks.task import Task


class FromBeats(Task):
    """A task that learns from annotated beats."""

    reads: ClassVar[str] = "beats"

    def moved(
        self, truth: Beats, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Beats:
        times = (truth.times - start) / rate
        inside = (times >= 0) & (times < seconds)
        positions = None if truth.positions is None else truth.positions[inside]
        return Beats(times[inside], positions)

    def encode(self, truth: Beats, clock: Clock, count: int) -> Frames:
        """Targets (count, outputs): 1 in the frames nearest to beats, or downbeats, 0 elsewhere."""
        values = np.zeros((count, len(self.outputs)), dtype=np.float32)
        for column, times in zip(values.T, (truth.times, truth.downbeats), strict=False):
            frames = clock.frames(times)
            column[frames[frames < count]] = 1
        return Frames(values, clock, self.outputs)
