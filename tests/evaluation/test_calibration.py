"""Peaks that are right as often as they claim, and peaks that are not."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest
from house import study

from lausch.frames import Clock, Frames

study("beats")
module = sys.modules["beats_calibration"]
BINS, Calibration = module.BINS, module.Calibration
calibration, pooled = module.calibration, module.pooled

CLOCK = Clock(44100, 441)


def peaks(heights, every=50):
    values = np.zeros((len(heights) * every + 1, 1), dtype=np.float32)
    values[25::every, 0] = heights
    return Frames(values, CLOCK, ("beat",)), (25 + every * np.arange(len(heights))) / CLOCK.fps


def test_honest_peaks_have_no_error():
    activations, times = peaks([0.75] * 400)
    right = np.arange(400) % 4 > 0
    found = calibration(activations, "beat", times[right])
    assert sum(found.peaks) == 400
    assert found.peaks[7] == 400
    assert found.error == pytest.approx(0, abs=1e-6)


def test_the_error_is_what_peaks_claim_too_much():
    activations, times = peaks([0.9] * 100)
    assert calibration(activations, "beat", times[::2]).error == pytest.approx(0.4, abs=1e-6)
    assert calibration(activations, "beat", times[:0]).error == pytest.approx(0.9, abs=1e-6)


def test_a_hit_may_be_seventy_milliseconds_off():
    activations, times = peaks([0.5] * 10)
    assert sum(calibration(activations, "beat", times + 0.069).hits) == 10
    assert sum(calibration(activations, "beat", times + 0.072).hits) == 0


def test_pooling_is_adding():
    activations, times = peaks(np.linspace(0.1, 1, 30))
    one = calibration(activations, "beat", times)
    two = pooled([one, one])
    assert two.peaks == tuple(2 * each for each in one.peaks)
    assert two.error == pytest.approx(one.error)
    assert len(one.peaks) == BINS
    assert math.isnan(pooled([]).error)
    assert pooled([]) == Calibration()


def test_silence_has_no_peaks():
    silent = Frames(np.zeros((500, 1), np.float32), CLOCK, ("beat",))
    assert sum(calibration(silent, "beat", np.array([1.0])).peaks) == 0
