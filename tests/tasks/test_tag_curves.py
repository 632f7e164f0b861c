"""Tags over time: curves of excerpts, targets near a sound, and what a fit tries."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Tags
from lausch.frames import Clock, Frames
from lausch.tasks.tags import Tagging

TASK = Tagging(tags=("voice", "swing feel"), reach_seconds=1.0)
CURVE = Frames(np.float32([[0], [0], [1], [0], [0], [0.5]]), Clock(1, 1), ("voice",))
TRUTH = Tags(["voice", "swing feel"], [1.0, 0.0], CURVE)


@pytest.mark.parametrize(
    ("rate", "known"), [(1.0, True), (1.029, True), (0.971, True), (1.031, False), (0.969, False)]
)
def test_an_excerpt_at_another_tempo_has_no_class_of_tempo(rate, known):
    truth = Tags(["voice", "fast tempo"], [1.0, 1.0])
    moved = Tagging().moved(truth, start=0, rate=rate, seconds=2, semitones=0)
    assert ("fast tempo" in moved.names) == known


def test_a_curve_moves_with_its_excerpt():
    moved = TASK.moved(TRUTH, start=1.0, rate=2.0, seconds=2.5, semitones=1)
    assert moved.curve.values[:, 0].tolist() == [0, 0, 0.5]  # seconds 1, 3 and 5
    moved = TASK.moved(TRUTH, start=-1.0, rate=1.0, seconds=4, semitones=0)
    assert moved.curve.values[:, 0].tolist() == [0, 0, 0, 1]
    moved = TASK.moved(TRUTH, start=5.0, rate=1.0, seconds=2, semitones=0)
    assert moved.curve.values[:, 0].tolist() == [0.5, 0]


def test_targets_are_the_largest_within_reach():
    values = TASK.encode(TRUTH, Clock(1, 1), 7).values
    assert values[:, 0].tolist() == [0, 1, 1, 1, 0.5, 0.5, 0.5]
    assert not values[:, 1].any()
    assert TASK.weights(Tags(["swing feel"], [0.0]), Clock(1, 1), 2).tolist() == [[0, 1], [0, 1]]
