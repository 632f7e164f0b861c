"""Downbeats among beats: outputs at beats become frames of time, and are decoded from both."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Beats
from lausch.frames import Clock, Frames
from lausch.tasks import BarTracking

FPS = Clock(50, 1)
TASK = BarTracking()
TIMES = 1.0 + 0.6 * np.arange(40)


def finder_activations(times: np.ndarray = TIMES, height: float = 0.9) -> Frames:
    """Beats by another model: a peak of a frame at each."""
    values = np.full((1400, 2), 0.01, dtype=np.float32)
    values[FPS.frames(times), 0] = height
    return Frames(values, FPS, ("beat", "downbeat"))


def test_outputs_at_beats_are_decoded_from_frames_of_time():
    found = finder_activations()
    beats = TASK.beats_in(found)
    np.testing.assert_allclose(found.clock.seconds(beats), TIMES, atol=0.011)
    outputs = np.where(np.arange(40) % 3 == 1, 0.8, 0.2)[:, None].repeat(2, axis=1)
    placed = TASK.placed(outputs.astype(np.float32), beats, found)
    assert placed.columns == ("beat", "downbeat")
    assert (placed.column("downbeat") <= np.maximum(placed.column("beat"), 1e-3)).all()
    decoded = TASK.decode(placed)
    np.testing.assert_allclose(decoded.downbeats, TIMES[1::3], atol=0.011)
    assert decoded.confidence is not None


def test_a_limit_of_the_tempo_holds_for_the_beats():
    placed = TASK.placed(
        np.full((40, 2), 0.3, np.float32), np.arange(40) * 30.0 + 50, finder_activations()
    )
    slow = TASK.decode(placed, max_bpm=60.0)
    assert slow.tempo_bpm is not None
    assert slow.tempo_bpm < 61


def test_no_beats_are_no_downbeats():
    silent = finder_activations(height=0.0)
    beats = TASK.beats_in(silent)
    placed = TASK.placed(np.zeros((len(beats), 2), np.float32), beats, silent)
    assert len(TASK.decode(placed)) == 0


def test_features_are_averaged():
    values = np.zeros((40, 2), dtype=np.float32)
    values[::4, 0], values[2::4, 1] = 0.9, 0.4
    decoded = TASK.decode(Frames(values, Clock(2, 1), TASK.outputs))
    np.testing.assert_allclose(decoded.downbeats, 0.5 * np.arange(0, 40, 4))


def test_the_truth_of_training_has_a_beat_at_each_tick():
    uneven = Beats([0.3, 0.9, 2.0, 2.4], [4, 1, 2, 3])
    learnt = TASK.learnt(uneven, Clock(2, 1))
    assert learnt.times.tolist() == [0, 0.5, 1.0, 1.5]
    targets = TASK.encode(learnt, Clock(2, 1), 6)
    assert targets.values.tolist() == [[0, 0], [1, 1], [0, 0], [0, 0], [0, 0], [0, 0]]
