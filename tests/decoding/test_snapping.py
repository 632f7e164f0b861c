"""Boundaries go to the downbeat that is nearest, and stay where there is none."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lausch.decoding.snapping import snapped

GRID = [2.0, 4.0, 6.0, 8.0]


def test_the_nearest_downbeat_wins():
    times, sure = snapped([2.9, 5.1, 7.0], [0.5, 0.6, 0.7], GRID)
    assert times.tolist() == [2, 6]
    assert sure.tolist() == [0.5, 0.7]  # 5.1 and 7.0 meet at 6: the more confident is left


def test_far_from_all_downbeats_nothing_moves():
    times, _ = snapped([0.5, 1.5, 8.9, 20.0], [1, 1, 1, 1], GRID)
    assert times.tolist() == [0.5, 2.0, 8.0, 20.0]


def test_out_of_reach_of_a_downbeat_nothing_moves():
    times, _ = snapped([2.4, 5.0, 6.7], [1, 1, 1], GRID, reach=0.6)
    assert times.tolist() == [2.0, 5.0, 6.7]


def test_half_way_between_downbeats_the_earlier_wins():
    assert snapped([3.0, 5.0], [1, 1], GRID)[0].tolist() == [2.0, 4.0]


def test_limits_are_within():
    assert snapped([2.5], [1], GRID, reach=0.5)[0].tolist() == [2.0]
    assert snapped([1.0, 9.0], [1, 1], GRID)[0].tolist() == [2.0, 8.0]


def test_without_downbeats_or_times():
    assert snapped([1.0, 2.5], [1, 1], [])[0].tolist() == [1.0, 2.5]
    assert snapped([], [], GRID)[0].size == 0


@given(
    times=st.lists(st.floats(0, 12), max_size=9, unique=True).map(sorted),
    grid=st.lists(st.floats(0, 12), max_size=9, unique=True).map(sorted),
)
def test_times_increase_and_snapping_twice_is_snapping_once(times, grid):
    once, sure = snapped(times, np.linspace(0, 1, len(times)), grid)
    assert (np.diff(once) > 0).all()
    np.testing.assert_array_equal(snapped(once, sure, grid)[0], once)
