"""Beats by peaks, by one period, and by a period that changes."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.periodicity import WITHOUT_BARS, best_phase

FPS = 100.0
PERIODIC = ("autocorrelation", "tracker")


def activation(times: np.ndarray, seconds: float, weak: tuple[int, ...] = ()) -> np.ndarray:
    """Peaks of three frames at times, low ones for the beats of these numbers."""
    values = np.zeros(round(seconds * FPS))
    for number, time in enumerate(times):
        height = 0.12 if number in weak else 0.8
        frame = round(float(time) * FPS)
        values[frame - 1 : frame + 2] = (height / 2, height, height / 2)
    return values


def beats(name: str, values: np.ndarray, **limits: float) -> np.ndarray:
    low, high = limits.get("min_bpm"), limits.get("max_bpm")
    return WITHOUT_BARS[name].within(low, high).beats(values, FPS) / FPS


@pytest.mark.parametrize("name", WITHOUT_BARS)
@pytest.mark.parametrize("bpm", [75.0, 120.0, 200.0])
def test_steady_beats_are_found(name, bpm):
    times = np.arange(0.43, 19.5, 60 / bpm)
    np.testing.assert_allclose(beats(name, activation(times, 20.0)), times, atol=0.011)


@pytest.mark.parametrize("name", PERIODIC)
def test_a_period_bridges_weak_beats_that_peaks_miss(name):
    times = np.arange(0.5, 19.5, 0.5)
    values = activation(times, 20.0, weak=(5, 6, 13, 20, 21, 22))
    np.testing.assert_allclose(beats(name, values), times, atol=0.011)
    assert len(beats("peaks", values)) == len(times) - 6


def test_only_the_tracker_follows_a_tempo_that_changes():
    times = np.concatenate([np.arange(0.5, 15.0, 0.5), np.arange(15.4, 29.5, 0.4)])
    values = activation(times, 30.0)
    right = {
        name: np.mean(np.abs(beats(name, values)[:, None] - times).min(axis=0) < 0.03)
        for name in PERIODIC
    }
    assert right["tracker"] > 0.95
    assert right["autocorrelation"] < 0.9


@pytest.mark.parametrize("name", PERIODIC)
def test_limits_of_the_tempo_choose_the_level(name):
    values = activation(np.arange(0.5, 19.5, 0.5), 20.0)
    apart = np.median(np.diff(beats(name, values, min_bpm=40.0, max_bpm=80.0)))
    assert apart == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("name", WITHOUT_BARS)
def test_silence_and_nothing_have_no_beats(name):
    assert not len(beats(name, np.zeros(300)))
    assert not len(beats(name, np.zeros(0)))


def test_there_are_no_beats_where_nothing_sounds_before_and_after():
    values = np.pad(activation(np.arange(0.5, 9.5, 0.5), 10.0), (800, 800))
    found = beats("autocorrelation", values)
    assert found[0] == pytest.approx(8.5, abs=0.02)
    assert found[-1] == pytest.approx(17.0, abs=0.02)


def test_the_best_phase_is_that_of_the_high_values():
    values = np.zeros(100)
    values[7::20] = 1.0
    np.testing.assert_array_equal(best_phase(values, 20), np.arange(7, 100, 20))
