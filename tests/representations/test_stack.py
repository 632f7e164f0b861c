"""A stack asks its parts, and does not know their types."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.frames import Clock
from lausch.representations import ConstantQ, Deriv, LinS, Stack, represent
from lausch.representations.part import Part, Step

BASS = ConstantQ(22050, 1024, 32768, tuning_seconds=2.0)


@dataclass(frozen=True)
class Levels(Part):
    """A part that the package does not know: the level of every frame."""

    rate: int = 22050
    hop: int = 1024

    @property
    def clock(self):
        return Clock(self.rate, self.hop)

    @property
    def reach_samples(self):
        return 0

    @property
    def width(self):
        return 1

    @property
    def columns(self):
        return ("level",)

    def measure(self, samples):
        rows = np.zeros(self.clock.count(len(samples)) * self.hop, dtype=np.float32)
        rows[: len(samples)] = samples
        return np.abs(rows.reshape(-1, self.hop)).mean(axis=1, keepdims=True)


@dataclass(frozen=True)
class Twice(Step):
    """A step that the package does not know."""

    of: Part

    @property
    def columns(self):
        return tuple(f"twice {name}" for name in self.of.columns)

    def finish(self, values):
        return 2 * values


def test_a_part_of_ones_own_needs_no_other_file():
    stack = Stack((Twice(Levels()), LinS(22050, 1024, 2048)))
    frames = represent(stack, np.ones(4096, dtype=np.float32))
    assert frames.columns[:2] == ("0: twice level", "2048: 0.0 Hz")
    np.testing.assert_allclose(frames.values[:, 0], 2)
    assert stack.spectra[0] == Levels()
    assert stack.reach_samples == 1024
    assert (stack.reach_frames, stack.tuning_samples) == (0, 0)
    assert stack.tuned(np.zeros(10, np.float32)) == stack


def test_a_step_is_tuned_as_its_spectrum_is():
    samples = np.sin(2 * np.pi * 113.2 * np.arange(3 * 22050) / 22050).astype(np.float32)
    stack = Stack((Deriv(BASS, 2), BASS)).tuned(samples)
    assert Stack((Deriv(BASS, 2),)).tuning_samples == 2 * 22050
    assert stack.tuning_samples == 0
    assert stack.spectra[0] == stack.spectra[1]
    assert stack.spectra[1].tuning_semitones > 0.3
