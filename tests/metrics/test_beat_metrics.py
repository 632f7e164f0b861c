"""Metrical levels of estimates made on that level."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.metrics.beats import TACTUS, continuity, event_f, tactus

BEATS = np.cumsum(0.5 + 0.02 * np.sin(np.arange(48)))


@pytest.mark.parametrize("name", TACTUS)
def test_every_level_is_recognised(name):
    divide, every = TACTUS[name]
    count = (len(BEATS) - 1) * divide + 1
    divided = np.interp(np.arange(count) / divide, np.arange(len(BEATS)), BEATS)
    estimate = divided[1 if name == "off-beat" else 0 :: every]
    assert tactus(BEATS, estimate) == name


def test_noise_follows_no_level():
    noise = np.sort(np.random.default_rng(3).uniform(0, 24, 48))
    assert tactus(BEATS, noise) == "none"


@pytest.mark.parametrize("estimate", [[], [1.0]])
def test_too_little_to_say(estimate):
    assert tactus(BEATS, estimate) == "none"
    assert continuity(BEATS, estimate) == (0.0, 0.0)


def test_tolerance_is_seventy_milliseconds():
    assert event_f([1.0, 2.0], [1.069, 2.071]) == pytest.approx(0.5)
