"""Metrical levels of estimates made on that level."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.metrics.beats import LEVELS, continuity, event_f, metrical_level

BEATS = np.cumsum(0.5 + 0.02 * np.sin(np.arange(48)))


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_recognised(level):
    divide, every = LEVELS[level]
    count = (len(BEATS) - 1) * divide + 1
    divided = np.interp(np.arange(count) / divide, np.arange(len(BEATS)), BEATS)
    estimate = divided[1 if level == "off-beat" else 0 :: every]
    assert metrical_level(BEATS, estimate) == level


def test_noise_follows_no_level():
    noise = np.sort(np.random.default_rng(3).uniform(0, 24, 48))
    assert metrical_level(BEATS, noise) == "none"


@pytest.mark.parametrize("estimate", [[], [1.0]])
def test_too_little_to_say(estimate):
    assert metrical_level(BEATS, estimate) == "none"
    assert continuity(BEATS, estimate) == (0.0, 0.0)


def test_tolerance_is_seventy_milliseconds():
    assert event_f([1.0, 2.0], [1.069, 2.071]) == pytest.approx(0.5)
