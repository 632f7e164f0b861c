"""Numbers in the bar from the probabilities of each, on frames that are beats or time."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Beats
from lausch.frames import Clock, Frames
from lausch.tasks import BarPositions

ROWS = Clock(2, 1)
FPS = Clock(50, 1)
TASK = BarPositions()


def outputs(numbers: np.ndarray, sure: float = 0.7) -> np.ndarray:
    """Probabilities (beats, 4) that are sure of these numbers."""
    values = np.full((len(numbers), 4), (1 - sure) / 3, dtype=np.float32)
    values[np.arange(len(numbers)), numbers - 1] = sure
    return values


def test_targets_are_the_numbers_and_none_for_a_fifth_beat():
    truth = Beats(np.arange(7) * 0.5, [4, 1, 2, 3, 4, 5, 1])
    targets = TASK.encode(truth, ROWS, 8).values
    assert targets.argmax(axis=1)[:5].tolist() == [3, 0, 1, 2, 3]
    assert targets.sum(axis=1).tolist() == [1, 1, 1, 1, 1, 0, 1, 0]
    assert not TASK.encode(Beats([0.5]), ROWS, 3).values.any()


def test_wrong_beats_are_outvoted():
    numbers = (np.arange(24) + 2) % 4 + 1
    wrong = numbers.copy()
    wrong[[3, 7, 8, 15, 20]] = [1, 1, 4, 2, 3]
    decoded = TASK.decode(Frames(outputs(wrong), ROWS, TASK.outputs))
    assert decoded.positions is not None
    assert decoded.positions.tolist() == numbers.tolist()


def test_other_metres_are_counted_where_they_are_asked_for():
    numbers = np.arange(30) % 3 + 1
    decoded = TASK.decode(Frames(outputs(numbers), ROWS, TASK.outputs), meters=(3, 4))
    assert decoded.positions is not None
    assert decoded.positions.tolist() == numbers.tolist()
    five = TASK.decode(
        Frames(outputs(np.minimum(np.arange(30) % 5 + 1, 4)), ROWS, TASK.outputs), meters=(4, 5)
    )
    assert five.beats_per_bar == 5


def test_frames_of_time_have_the_beats_and_their_numbers():
    times = 1.0 + 0.6 * np.arange(40)
    values = np.full((1400, 2), 0.01, dtype=np.float32)
    values[FPS.frames(times), 0] = 0.9
    found = Frames(values, FPS, ("beat", "downbeat"))
    beats = TASK.beats_in(found)
    numbers = (np.arange(40) + 1) % 4 + 1
    placed = TASK.placed(outputs(numbers), beats, found)
    assert placed.columns == ("beat", *TASK.outputs)
    assert placed.values.max(axis=1).tolist() == placed.column("beat").tolist()
    decoded = TASK.decode(placed)
    np.testing.assert_allclose(decoded.downbeats, times[numbers == 1], atol=0.011)
    assert decoded.confidence is not None
    assert TASK.drums_by_model == "drums2026"
