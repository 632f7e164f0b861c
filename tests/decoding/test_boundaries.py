"""Peaks of novelty: where they stand, how many, and how the threshold is moved."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lausch.decoding.boundaries import BoundaryPicker

FPS = 7.0


def bumps(heights, apart_seconds=15.0):
    curve = np.zeros(int((len(heights) + 1) * apart_seconds * FPS))
    at = [round((n + 1) * apart_seconds * FPS) for n in range(len(heights))]
    for frame, height in zip(at, heights, strict=True):
        curve[frame - 3 : frame + 4] = height * np.array([0.3, 0.6, 0.8, 1, 0.8, 0.6, 0.3])
    return curve, at


def test_peaks_above_the_average_are_boundaries():
    curve, at = bumps([0.9, 0.1, 0.5])
    assert BoundaryPicker(threshold=0.3).pick(curve, FPS).tolist() == [at[0], at[2]]


def test_so_many_as_asked_the_highest_first():
    curve, at = bumps([0.3, 0.9, 0.5, 0.4])
    picker = BoundaryPicker()
    assert picker.pick(curve, FPS, count=2).tolist() == [at[1], at[2]]
    assert picker.pick(curve, FPS, count=0).tolist() == []
    assert picker.pick(curve, FPS, count=99).tolist() == at


@given(st.lists(st.floats(0.05, 1), min_size=1, max_size=8), st.floats(-1, 1), st.floats(-1, 1))
def test_more_sensitive_finds_all_that_less_found(heights, one, other):
    curve, _ = bumps(heights)
    few, many = (
        set(BoundaryPicker().pick(curve, FPS, sensitivity=each)) for each in sorted((one, other))
    )
    assert few <= many


def test_of_two_near_peaks_the_higher_counts():
    curve, at = bumps([0.5, 0.9], apart_seconds=4.0)
    assert BoundaryPicker(threshold=0.1).pick(curve, FPS).tolist() == [at[1]]


def test_a_plateau_is_one_boundary_in_its_middle():
    curve = np.zeros(300)
    curve[100:111] = 0.8
    assert BoundaryPicker(threshold=0.1).pick(curve, FPS).tolist() == [105]


@pytest.mark.parametrize("curve", [np.zeros(0), np.zeros(1), np.zeros(1000), np.ones(1)])
def test_where_nothing_changes_there_is_no_boundary(curve):
    assert BoundaryPicker().pick(curve, FPS).size == 0


def test_the_edges_of_a_recording_are_no_boundaries():
    novelty = np.zeros(400)
    novelty[[3, 30, 397]] = 0.9, 0.5, 0.9  # of which the first would outdo the second
    assert BoundaryPicker().pick(novelty, 10).tolist() == [30]
    assert BoundaryPicker(edge_seconds=0).pick(novelty, 10).tolist() == [3, 397]
    assert BoundaryPicker().pick(np.ones(5), 10, count=3).size == 0


def test_the_average_reaches_twelve_seconds_back_and_six_ahead():
    def height(first: int, last: int) -> float:
        novelty = np.zeros(600)
        novelty[300] = 0.9
        novelty[first:last] = 0.3
        frames, heights = BoundaryPicker(edge_seconds=0).peaks(novelty, 10)
        return float(heights[frames.tolist().index(300)])

    alone = 0.9 - 0.9 / 181
    assert height(0, 180) == pytest.approx(alone)  # more than 12 s before
    assert height(180, 190) == pytest.approx(alone - 0.3 * 10 / 181)
    assert height(361, 600) == pytest.approx(alone)  # more than 6 s after
    assert height(351, 361) == pytest.approx(alone - 0.3 * 10 / 181)


def test_peaks_may_have_to_lead_further_than_the_curve_reaches():
    novelty = np.array([0.1, 0.9, 0.2, 0.8])
    assert BoundaryPicker(edge_seconds=0).peaks(novelty, 1e9)[0].tolist() == [1]
