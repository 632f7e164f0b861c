"""Metrical levels of estimates made on that level."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.metrics.beats import TACTUS, continuity, event_f, matched_events, tactus

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


@pytest.mark.parametrize("count", [4, 5, 8])
@pytest.mark.parametrize(
    ("name", "by", "first", "every"),
    [("double", 2, 0, 1), ("half", 1, 0, 2), ("off-beat", 2, 1, 2), ("triple", 3, 0, 1)],
)
def test_a_level_of_few_beats_is_that_of_all_of_its_beats(name, by, first, every, count):
    """Between the first and the last beat; none is added beyond them."""
    beats = 1.0 + np.arange(count)
    fine = 1.0 + np.arange((count - 1) * by + 1) / by
    estimate = fine[first::every]
    assert len(estimate) >= 2
    assert tactus(beats, estimate) == name


def test_matching_is_that_of_the_earliest_within_reach():
    matched = matched_events([1.0, 1.1, 2.0, 3.0], [0.95, 1.15, 2.06, 2.94], 0.05)
    assert matched.tolist() == [True, True, False, False]
    assert matched_events([1.0, 2.0], [1.5, 2.5], 0.5).tolist() == [True, True]
    assert matched_events([1.0, 2.0], [0.5], 0.5).tolist() == [True, False]
    assert matched_events([], [0.5], 0.5).tolist() == []
