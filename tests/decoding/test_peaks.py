"""Peaks at known places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.decoding.peaks import pick_peaks, smooth


def test_peaks_of_a_plain_activation():
    activation = [0, 0.2, 0.9, 0.3, 0, 0.1, 0, 0.6, 0]
    assert pick_peaks(activation, 0.5).tolist() == [2, 7]
    assert pick_peaks(activation, 0.05).tolist() == [2, 5, 7]


def test_near_peaks_leave_the_highest():
    assert pick_peaks([0, 0.6, 0, 0.9, 0, 0, 0, 0.7], 0.5, apart_frames=3).tolist() == [3, 7]


def test_a_plateau_is_one_peak():
    assert pick_peaks([0, 1, 1, 1, 0], 0.5).tolist() == [1]


@pytest.mark.parametrize("activation", [[], [0.0], [0.0, 0.0]])
def test_nothing_in_nothing(activation):
    assert pick_peaks(activation, 0.1).tolist() == []


def test_wrong_shape():
    with pytest.raises(ValueError, match="shape"):
        pick_peaks(np.zeros((3, 2)), 0.1)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 60), st.integers(1, 20))
def test_smoothing_keeps_length_and_level(frames, window):
    assert smooth(np.ones(frames), window).shape == (frames,)
    middle = smooth(np.ones(frames), window)[window : frames - window]
    np.testing.assert_allclose(middle, 1)
