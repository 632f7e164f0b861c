"""Downbeats by a network that sees beats together with the one that found them."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.frames import Clock, Frames
from lausch.tasks import BarAgreement, task_from_card, to_card

TASK = BarAgreement(("accent",))
CLOCK = Clock(50, 1)
BEATS = np.arange(24) * 25.0


def found(first: int, height: float) -> Frames:
    """Activations of beats every half second, of which every fourth from `first` is a downbeat."""
    values = np.full((600, 2), 0.001, dtype=np.float32)
    values[BEATS.astype(int)] = [0.9, 0.09]
    values[BEATS.astype(int)[first::4], 1] = height
    return Frames(values, CLOCK, ("beat", "downbeat"))


def said(first: int, height: float) -> np.ndarray:
    """Outputs of the network for the same beats."""
    outputs = np.full((24, 1), 0.1, dtype=np.float32)
    outputs[first::4] = height
    return outputs


def first_downbeat(outputs: np.ndarray, activations: Frames) -> int:
    """The beat that bars are counted from."""
    beats = TASK.decode(TASK.placed(outputs, BEATS, activations))
    return int(np.flatnonzero(beats.positions == 1)[0])


@pytest.mark.parametrize(("network", "finder", "expected"), [(0.9, 0.2, 1), (0.3, 0.85, 2)])
def test_the_surer_of_two_opinions_is_followed(network, finder, expected):
    assert first_downbeat(said(1, network), found(2, finder)) == expected


def test_downbeats_and_the_metre_have_a_confidence():
    sure = TASK.decode(TASK.placed(said(1, 0.9), BEATS, found(1, 0.85)))
    torn = TASK.decode(TASK.placed(said(1, 0.6), BEATS, found(3, 0.5)))
    assert len(sure.downbeat_confidence) == len(sure.downbeats) == 6
    assert sure.downbeat_confidence.mean() > torn.downbeat_confidence.mean() + 0.1
    assert 0 < torn.metre_confidence < sure.metre_confidence < 1
    alone = TASK.decode(TASK.placed(said(1, 0.9), BEATS, found(1, 0.85)), meters=(4,))
    assert alone.metre_confidence is None


def test_a_recording_without_beats_has_no_bars():
    silent = Frames(np.zeros((600, 2), dtype=np.float32), CLOCK, ("beat", "downbeat"))
    placed = TASK.placed(np.zeros((0, 1), dtype=np.float32), np.zeros(0), silent)
    assert len(TASK.decode(placed)) == 0


def test_rows_of_beats_are_counted_as_they_are():
    beats = TASK.decode(Frames(said(3, 0.9), Clock(2, 1), TASK.outputs))
    assert np.flatnonzero(beats.positions == 1).tolist() == [3, 7, 11, 15, 19, 23]


def test_the_weight_stands_on_the_card():
    task = BarAgreement(("accent",), finder_weight=0.3)
    assert task_from_card(to_card(task)) == task
