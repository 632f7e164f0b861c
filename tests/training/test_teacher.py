"""A teacher's activations become labels, and what it is not sure of is masked."""

from __future__ import annotations

import numpy as np

from lausch.corpora.track import Track
from lausch.frames import Clock
from lausch.tasks.bass import BassTracking
from lausch.training.teacher import labels, runs, within

CLOCK = Clock(22050, 1024)


def activations() -> np.ndarray:
    """Ten frames of E1 at .9, ten at .6, ten of nothing, ten of A1 at .4."""
    values = np.zeros((40, 40), np.float32)
    values[:10, 0], values[10:20, 0], values[30:, 5] = 0.9, 0.6, 0.4
    return values


def test_the_strongest_output_of_a_frame_is_its_label():
    task = BassTracking()
    truth = labels(activations(), CLOCK, task, confidence=0.3)
    assert truth.notes.pitches.tolist() == [28, 33]
    targets = task.encode(truth, CLOCK, 40).values
    np.testing.assert_array_equal(np.flatnonzero(targets[:, 0]), np.arange(20))
    np.testing.assert_array_equal(np.flatnonzero(targets[:, 5]), np.arange(30, 40))
    assert targets.sum() == 30


def test_what_a_teacher_does_not_hear_is_no_rest():
    truth = labels(activations(), CLOCK, BassTracking(), confidence=0.3)
    weights = BassTracking().weights(truth, CLOCK, 40)[:, 0]
    np.testing.assert_array_equal(np.flatnonzero(weights == 0), np.arange(20, 30))


def test_frames_of_less_confidence_are_not_learnt_from():
    task = BassTracking()
    for confidence, kept in ((0.0, range(40)), (0.5, range(20)), (0.7, range(10)), (0.95, [])):
        truth = labels(activations(), CLOCK, task, confidence=confidence)
        weights = task.weights(truth, CLOCK, 40)[:, 0]
        np.testing.assert_array_equal(np.flatnonzero(weights), list(kept))


def test_runs_of_equal_values():
    assert runs(np.array([0, 0, 3, 3, 3, 1])) == [(0, 2), (2, 5), (5, 6)]
    assert runs(np.zeros(0)) == []


def test_hours_are_a_limit_but_one_track_is_kept(tmp_path):
    tracks = [Track(f"t{n}", tmp_path, None, 1800.0, f"song {n}") for n in range(4)]
    assert len(within(tracks, 1.1)) == 2
    assert len(within(tracks, 0.1)) == 1
