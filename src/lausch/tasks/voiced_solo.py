"""The solo with an output of its own for voicing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lausch.annotation import Contour
from lausch.frames import Clock, FloatArray, Frames
from lausch.metrics import melody
from lausch.tasks.solo import SoloTracking, moments_of

VOICED = "voiced"
_SAMPLES = 5
"""Moments of a frame at which the truth is read."""


@dataclass(frozen=True)
class VoicedSoloTracking(SoloTracking):
    """One output for every pitch, and a last one: the share of the frame in which the solo sounds.

    Which pitch leads and whether anything leads are two questions: a voice that is strange to a
    network has weak activations, yet at the right pitch. The last output decides on voicing, as in
    Kum and Nam (Applied Sciences 9, 2019), the others on pitch.
    """

    kind: ClassVar[str] = "voiced solo"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        **SoloTracking.choices,
        "break_even": (*SoloTracking.choices["break_even"], 0.5, 0.6, 0.7),
    }

    @property
    def outputs(self) -> tuple[str, ...]:
        return (*self.pitches, VOICED)

    @property
    def output_summary(self) -> str:
        return f"{super().output_summary} and voicing"

    def encode(self, truth: Contour, clock: Clock, count: int) -> Frames:
        """Targets (count, pitches + 1), as in `SoloTracking` and the voiced share of each frame.

        Pitches beyond the outputs count as silence, because no contour could follow them.
        """
        pitches = super().encode(truth, clock, count).values
        moments = moments_of(clock, count, _SAMPLES)
        sounds = np.zeros(len(moments), dtype=np.float32)
        if truth.voiced.any():
            point, inside = melody.nearest(truth, moments)
            sounds = (truth.voiced[point] & inside).astype(np.float32)
        share = sounds.reshape(count, _SAMPLES).mean(axis=1) * pitches.any(axis=1)
        values = np.concatenate([pitches, share[:, None]], axis=1, dtype=np.float32)
        return Frames(values, clock, self.outputs)

    def sounding(self, activations: Frames) -> FloatArray:
        return activations.column(VOICED)
