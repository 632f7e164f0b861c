"""The threshold of the picker adapts to the recording, and onsets keep their distance."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.onsets import OnsetPicker

FPS = 100.0


def peaks(*heights: float, floor: float = 0.0) -> np.ndarray:
    """Single peaks 20 frames apart, the first in frame 10."""
    values = np.full(20 * len(heights), floor)
    values[10::20] = heights
    return values


def test_silence_has_no_onset():
    assert OnsetPicker().pick([], FPS).size == 0
    assert OnsetPicker(threshold=0.0).pick(np.zeros(50), FPS).size == 0


@pytest.mark.parametrize(("floor", "found"), [(0.0, [10, 30]), (0.004, [10, 30]), (0.005, [10])])
def test_the_threshold_is_a_multiple_of_the_median_within_limits(floor, found):
    picker = OnsetPicker(threshold=0.1, highest=0.3, factor=50.0)
    assert picker.pick(peaks(0.9, 0.22, floor=floor), FPS).tolist() == found
    assert picker.pick(peaks(0.9, 0.09), FPS).tolist() == [10]
    assert picker.pick(peaks(0.9, 0.31, floor=0.2), FPS).tolist() == [10, 30]


def test_a_peak_stands_out_of_the_mean_before_it():
    picker = OnsetPicker(threshold=0.5, factor=0.0, mean_before_seconds=0.1)
    steps = np.concatenate([np.zeros(20), np.ones(30), np.zeros(5)])
    assert picker.pick(steps, FPS).tolist() == [20, 24]


def test_of_close_peaks_the_first_counts():
    values = np.zeros(30)
    values[[10, 12, 15]] = [0.5, 0.6, 0.7]
    assert OnsetPicker(factor=0.0).pick(values, FPS).tolist() == [10, 15]
    wide = OnsetPicker(factor=0.0, before_seconds=0.05, after_seconds=0.05)
    assert wide.pick(values, FPS).tolist() == [15]
