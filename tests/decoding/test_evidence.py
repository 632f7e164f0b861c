"""Evidence of beats: finer frames, odds of downbeats, and beats brought to their peaks."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.evidence import Evidence, at_anchors, centred, on_the_peaks, probability
from lausch.decoding.viterbi import Path

EITHER = np.array([0.1, 0.2, 0.9, 0.4, 0.1, 0.0, 0.3, 0.8, 0.3])
DOWN = np.array([0.0, 0.1, 0.6, 0.3, 0.0, 0.0, 0.1, 0.2, 0.1])
BARS = Evidence.of_bars(EITHER, DOWN, 10.0)


def test_other_beats_are_what_downbeats_leave():
    np.testing.assert_allclose(BARS.other, EITHER - DOWN)
    assert BARS.numbered
    assert not Evidence.of_beats(EITHER, 10.0).numbered


@pytest.mark.parametrize("factor", [1, 2, 5])
def test_finer_frames_lie_between_the_others(factor):
    fine = BARS.finer(2, 7, factor)
    assert fine.fps == 10.0 * factor
    for name in ("either", "down", "other"):
        values = getattr(fine, name)
        assert len(values) == 4 * factor + 1
        np.testing.assert_allclose(values[::factor], getattr(BARS, name)[2:7])
    if factor == 2:
        np.testing.assert_allclose(fine.either[1::2], [0.65, 0.25, 0.05, 0.15])
    assert not Evidence.of_beats(EITHER, 10.0).finer(2, 7, factor).numbered


def test_odds_of_a_downbeat_are_those_of_the_frames_near_it_on_both_sides():
    for shift in (-1, 0, 1):
        either, down = np.zeros((2, 9))
        either[4 + shift], down[4 + shift] = 0.8, 0.6
        odds = Evidence.of_bars(either, down, 10.0).downbeat_odds(np.array([4.2]))
        assert odds[0] == pytest.approx(np.log(3), abs=0.02)
    beside = Evidence.of_bars(either, down, 10.0).downbeat_odds(np.array([0.0, 8.0]))
    np.testing.assert_allclose(beside, 0, atol=1e-6)


@pytest.mark.parametrize(
    ("peak", "frame"),
    [
        ((0.5, 1.0, 0.5), 5.0),
        ((0.0, 1.0, 1.0), 5.5),
        ((1.0, 1.0, 0.0), 4.5),
        ((1.0, 0.5, 0.0), 5.0),
    ],
)
def test_a_beat_moves_to_the_middle_of_its_peak(peak, frame):
    """The last has its peak beside it, and stays."""
    activation = np.zeros(12)
    activation[4:7] = peak
    assert centred(np.array([5.0]), activation).tolist() == [pytest.approx(frame)]


def test_beats_move_by_no_more_than_a_third_of_their_distance():
    activation = np.zeros(12)
    activation[[5, 6]] = 1.0
    moved = centred(np.array([5.0, 6.2]), activation)
    assert moved[0] == pytest.approx(5.4)
    assert (np.diff(moved) > 0).all()


def test_beats_stand_at_the_highest_frame_of_their_region():
    path = Path(np.array([-2, 4, 8, 9]), np.array([6, 4, 4, 4]), np.array([1, 2, 3, 4]), 4, 0.0)
    frames, numbers = on_the_peaks(path, np.array([2, 4, 3, 2]), EITHER)
    assert frames.tolist() == [7.0, 8.0]
    assert numbers.tolist() == [2, 3]
    frames, numbers = on_the_peaks(path, np.array([3, 2, 1, 1]), EITHER)
    assert (frames.tolist(), numbers.tolist()) == ([0.0, 4.0, 8.0], [1, 2, 3])


@pytest.mark.parametrize(
    ("anchors", "tolerance", "moved"),
    [
        ([4.0], 0.5, [1.0, 4.5, 9.0]),
        ([5.5], 0.25, [1.0, 5.25, 9.0]),
        ([5.5], 1.0, [1.0, 5.0, 9.0]),
        ([1.0, 8.0], 0.0, [1.0, 5.0, 8.0]),
        ([], 0.0, [1.0, 5.0, 9.0]),
        ([1.0, 2.0], 0.0, [2.0, 5.0, 9.0]),
    ],
)
def test_beats_near_anchors_come_within_the_tolerance(anchors, tolerance, moved):
    found = at_anchors(np.array([1.0, 5.0, 9.0]), np.array(anchors), tolerance)
    assert found.tolist() == moved


def test_what_is_no_probability_is_brought_to_one():
    assert probability([np.nan, -1, 0.5, 2]).tolist() == [0, 0, 0.5, 1]
    with pytest.raises(ValueError, match="shape"):
        probability([[0.5]])
