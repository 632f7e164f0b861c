"""The speed of beats is a period on a scale, and decides between metrical levels."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Beats
from lausch.decoding.bar_pointer import BarPointer
from lausch.frames import Clock, Frames
from lausch.tasks import PacedBeats

FPS = Clock(50, 1)
TASK = PacedBeats()


def speed_of(period: float) -> float:
    return float(np.log2(2.8 / period) / 4)


def test_targets_are_beats_and_the_speed_between_them():
    truth = Beats([1.0, 1.5, 2.2])
    targets = TASK.encode(truth, FPS, 150).values
    assert np.flatnonzero(targets[:, 0]).tolist() == [50, 75, 110]
    assert not targets[:50, 1].any()
    assert not targets[110:, 1].any()
    np.testing.assert_allclose(targets[50:75, 1], speed_of(0.5))
    np.testing.assert_allclose(targets[75:110, 1], speed_of(0.7))
    weights = TASK.weights(truth, FPS, 150)
    assert weights[:, 0].all()
    assert np.flatnonzero(weights[:, 1]).tolist() == list(range(50, 110))


def test_of_two_metrical_levels_the_speed_chooses():
    task = PacedBeats(decoder=BarPointer(break_even=0.1, tempo_weight=2.0))
    values = np.full((1500, 2), 0.02, dtype=np.float32)
    values[20::20, 0] = 0.08
    values[20::40, 0] = 0.6
    for period in (0.4, 0.8):
        values[:, 1] = speed_of(period)
        frames = Frames(values, FPS, TASK.outputs)
        assert abs(TASK.bpm(frames) - 60 / period) < 0.01
        tempo = task.decode(frames).tempo_bpm
        assert tempo is not None
        assert abs(tempo - 60 / period) < 1


def test_a_speed_is_no_beat():
    frames = Frames(np.array([[0.2, 0.9], [0.4, 0.1]], np.float32), FPS, TASK.outputs)
    np.testing.assert_array_equal(frames.strongest, frames.column("beat"))


def test_a_speed_off_the_scale_is_its_end():
    values = np.ones((10, 2), dtype=np.float32)
    values[:, 1] = 1.7
    assert abs(TASK.bpm(Frames(values, FPS, TASK.outputs)) - 60 / 0.175) < 0.01
