"""Beats and their speed, which weighs the metrical levels (Elowsson, ISMIR 2016)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from lausch.annotation import Beats
from lausch.decoding.bar_pointer import BarPointer
from lausch.frames import SPEED, Clock, FloatArray, Frames
from lausch.tasks.of_beats import Limits, OfBeats


@dataclass(frozen=True)
class PacedBeats(OfBeats):
    """The probability of a beat, and the speed of the beats around each frame.

    The speed is the logarithm of the period on a scale from 0, `slowest_seconds`, to 1, which is
    `octaves` faster. The one of a recording, that of its loudest beats, is the mode of the
    decoder's prior of the tempo.
    """

    kind: ClassVar[str] = "paced beats"
    layers: ClassVar[tuple[str, ...]] = ("beats", "tempo")
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        **OfBeats.choices,
        "tempo_weight": (0.0, 0.5, 1.0, 2.0, 4.0, 8.0),
    }
    slowest_seconds: float = 2.8
    octaves: float = 4.0
    decoder: BarPointer = field(default_factory=BarPointer)

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("beat", SPEED)

    def encode(self, truth: Beats, clock: Clock, count: int) -> Frames:
        """Targets (count, 2): beats, and the speed from the first beat to the last."""
        values = np.zeros((count, 2), dtype=np.float32)
        frames = clock.frames(truth.times)
        values[frames[frames < count], 0] = 1
        if len(truth) > 1:
            at = np.searchsorted(truth.times, clock.times(count), side="right") - 1
            periods = np.diff(truth.times)[at.clip(0, len(truth) - 2)]
            inside = (at >= 0) & (at < len(truth) - 1)
            octaves = np.log2(self.slowest_seconds / periods) / self.octaves
            values[:, 1] = np.where(inside, octaves.clip(0, 1), 0)
        return Frames(values, clock, self.outputs)

    def weights(self, truth: Beats, clock: Clock, count: int) -> FloatArray:
        """Weights (count, 2): the speed is not known before the first beat and after the last."""
        weights = np.ones((count, 2), dtype=np.float32)
        weights[:, 1] = self.encode(truth, clock, count).values[:, 1] > 0
        return weights

    def bpm(self, activations: Frames) -> float:
        """The speed of a recording in beats per minute: the weighted median over its frames."""
        beat, speed = activations.values.T
        order = np.argsort(speed, kind="stable")
        sums = np.cumsum(beat[order])
        middle = order[np.searchsorted(sums, sums[-1] / 2)]
        octaves = self.octaves * min(float(speed[middle]), 1.0)
        return float(60 / self.slowest_seconds * 2.0**octaves)

    def _beats(self, activations: Frames, limits: Limits, meters: tuple[int, ...] | None) -> Beats:
        beat, fps = activations.column("beat"), activations.clock.fps
        pointer = limits.of(self.decoder)
        if beat.any():
            pointer = replace(pointer, tempo_bpm=self.bpm(activations))
        frames = pointer.beats(beat, fps, limits.anchors)
        sure = self.sure.of_beats(frames, beat, fps)
        return Beats(activations.clock.seconds(frames), confidence=sure)
