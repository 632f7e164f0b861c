"""Tempi and transitions."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.state_space import beat_intervals, beat_regions, log_transitions
from lausch.errors import OptionError


def test_all_whole_intervals():
    assert beat_intervals(100, min_bpm=60, max_bpm=200).tolist() == list(range(30, 101))


def test_both_ends_are_reachable():
    intervals = beat_intervals(22050 / 256, min_bpm=30, max_bpm=340, count=60)
    bpm = 60 * 22050 / 256 / intervals
    assert bpm[0] >= 340
    assert bpm[-1] <= 30
    assert len(intervals) >= 60
    assert (np.diff(intervals) > 0).all()


def test_one_tempo():
    assert beat_intervals(100, min_bpm=120, max_bpm=120).tolist() == [50]
    assert beat_intervals(100, min_bpm=60, max_bpm=120, count=1).tolist() == [50]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_bpm": 200, "max_bpm": 100}, "swapped"),
        ({"min_bpm": 0}, "positive"),
        ({"max_bpm": 6000}, "shorter than 2 frames"),
        ({"count": 0}, "at least 1"),
    ],
)
def test_impossible_ranges(options, message):
    with pytest.raises(OptionError, match=message):
        beat_intervals(100, **options)


def test_transitions_are_probabilities_that_favour_the_same_tempo():
    logs = log_transitions(beat_intervals(100, min_bpm=55, max_bpm=215), 100.0)
    np.testing.assert_allclose(np.exp(logs).sum(axis=1), 1)
    assert (logs.argmax(axis=1) == np.arange(len(logs))).all()


def test_transitions_fall_by_lambda_for_each_share_of_the_interval():
    logs = log_transitions(np.array([50, 55, 60]), 20.0)
    np.testing.assert_allclose(logs[0] - logs[0, 0], [0, -2, -4])
    np.testing.assert_allclose(logs[2] - logs[2, 2], [-20 / 6, -20 / 12, 0])


def test_regions_are_the_first_sixteenth():
    assert beat_regions(np.array([16, 17, 32, 33]), 16.0).tolist() == [1, 2, 2, 3]
    assert beat_regions(np.array([2, 17, 64]), 16.0, at_least=3).tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("fps", "options", "shortest", "longest"),
    [
        (100, {}, 17, 200),  # 30 to 340 bpm
        (50, {}, 8, 100),
        (34, {}, 6, 68),
        (100, {"min_bpm": 60.0}, 17, 100),
        (100, {"max_bpm": 300.0}, 20, 200),
        (100, {"min_bpm": 61.0, "max_bpm": 301.0}, 19, 99),
    ],
)
def test_intervals_are_those_of_the_range(fps, options, shortest, longest):
    intervals = beat_intervals(fps, **options)
    np.testing.assert_array_equal(intervals, np.arange(shortest, longest + 1))
    few = beat_intervals(fps, count=20, **options)
    assert (few[0], few[-1], len(few)) == (shortest, longest, 20)
