"""The number of each beat in its bar, from drums (Battenberg and Wessel, ISMIR 2012)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from lausch.annotation import Beats
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.bars import BarCounter, Numbers
from lausch.frames import Clock, FloatArray, Frames
from lausch.tasks.on_beats import OnBeats


@dataclass(frozen=True)
class BarPositions(OnBeats):
    """The probabilities that a beat is the first, second, third or fourth of its bar.

    The network sees the drum pattern of a beat. On a recording, one model finds the beats and
    another the strokes.

    Parameters
    ----------
    beats_by, drums_by : names of the shipped models that find beats and strokes.
    meters : beats per bar to choose from.
    pointer : finds the beats in its activations.
    decoder : numbers them.
    """

    kind: ClassVar[str] = "positions"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "smallest": (0.001, 0.01, 0.03, 0.1, 0.2),
    }
    beats_by: str = "lausch2026"
    drums_by: str = "drums2026"
    meters: tuple[int, ...] = (4,)
    pointer: BarPointer = field(default_factory=lambda: BarPointer(break_even=0.3))
    decoder: BarCounter = field(default_factory=BarCounter)

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("downbeat", "beat 2", "beat 3", "beat 4")

    @property
    def drums_by_model(self) -> str:
        return self.drums_by

    def encode(self, truth: Beats, clock: Clock, count: int) -> Frames:
        """Targets (count, 4): 1 for the number of a beat; all 0 for a fifth beat and later ones."""
        values = np.zeros((count, len(self.outputs)), dtype=np.float32)
        frames = clock.frames(truth.times)
        numbers = np.zeros(len(truth), np.int64) if truth.positions is None else truth.positions
        known = (frames < count) & (numbers >= 1) & (numbers <= len(self.outputs))
        values[frames[known], numbers[known] - 1] = 1
        return Frames(values, clock, self.outputs)

    def numbers(self, outputs: FloatArray, meters: tuple[int, ...]) -> Numbers:
        return self.decoder.counted(outputs, meters)
