"""A model of form that needs no weights: loud or soft is all it hears."""

from __future__ import annotations

import numpy as np

from lausch.frames import Clock, Frames
from lausch.tasks.sections import SectionFinding

RATE = 22050


class LoudnessModel:
    """A boundary wherever the loudness changes, of two scales or one."""

    name, digest, rate, layers = "loudness", "7" * 64, RATE, ("sections",)

    def __init__(self, *, two_scales: bool = True) -> None:
        self.task = SectionFinding(two_scales=two_scales)
        self.runs = 0

    def activations(self, recording):
        self.runs += 1
        hop = RATE // 10
        samples = np.concatenate(list(recording.blocks()))
        loud = np.array(
            [np.abs(samples[at : at + hop]).max() for at in range(0, len(samples), hop)]
        )
        steps = np.abs(np.diff(loud, prepend=loud[:1]))
        outputs = self.task.outputs
        values = np.minimum(np.stack([steps] * len(outputs), axis=1), 1)
        return Frames(values.astype(np.float32), Clock(RATE, hop), outputs)

    def decode(self, activations, *, sections=None, sensitivity=0.0, features=None):
        return self.task.decode(activations, sections=sections, sensitivity=sensitivity)


def loudness(levels, seconds=8.0):
    """A sound of so many seconds at each level, float32."""
    tone = np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE)) / RATE)
    return np.concatenate([level * tone for level in levels]).astype(np.float32)
