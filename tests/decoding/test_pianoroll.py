"""Rolls of activations of known pitch and time."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.pianoroll import COLUMNS, ROLL_CLOCK, pianoroll
from lausch.frames import Clock


def test_a_key_sounds_in_its_own_column():
    values = np.zeros((50, 180), np.float32)
    values[:, 3 * (69 - 28) - 1] = 0.8  # 33 cents below A4
    found = pianoroll(values, Clock(22050, 441), low_midi=28, bins_per_semitone=3)
    assert found.columns == COLUMNS
    assert found.clock == ROLL_CLOCK
    assert len(found) == 10
    np.testing.assert_allclose(found.column("midi 69"), 0.8)
    assert found.values.sum() == pytest.approx(8, rel=1e-5)


@pytest.mark.parametrize("clock", [Clock(22050, 441), Clock(22050, 256), Clock(16000, 1600)])
def test_time_is_kept(clock):
    count = int(20 * clock.fps)
    values = np.zeros((count, 120), np.float32)
    sounds = (clock.times(count) > 12) & (clock.times(count) < 15)
    values[sounds, 60] = 1
    found = pianoroll(values, clock, low_midi=4, bins_per_semitone=1)
    assert len(found) == 200
    on = found.times[found.column("midi 64") > 0.5]
    assert on[0] == pytest.approx(12, abs=0.11)
    assert on[-1] == pytest.approx(15, abs=0.11)


@pytest.mark.parametrize("fps_clock", [Clock(22050, 441), Clock(22050, 2205), Clock(22050, 4410)])
@pytest.mark.parametrize("frames", [0, 1, 2])
def test_few_frames(fps_clock, frames):
    found = pianoroll(
        np.ones((frames, 12), np.float32), fps_clock, low_midi=60, bins_per_semitone=1
    )
    assert bool(len(found)) == bool(frames)
    assert (found.values[:, 56:68] == 1).all()


def test_pitches_outside_the_roll_are_left_out():
    values = np.ones((5, 400), np.float32)
    found = pianoroll(values, Clock(22050, 2205), low_midi=0, bins_per_semitone=3)
    assert (found.values == 1).all()


def test_a_bin_half_way_between_two_keys_is_the_upper_one():
    values = np.zeros((4, 6), np.float32)
    values[:, 1] = 0.5  # MIDI 60.5
    found = pianoroll(values, ROLL_CLOCK, low_midi=60, bins_per_semitone=2)
    np.testing.assert_array_equal(found.column("midi 61"), 0.5)
    assert not found.column("midi 60").any()
