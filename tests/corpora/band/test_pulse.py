from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.corpora.band.playing import pulse

tempi = st.floats(40, 300)


@given(bpm=tempi, at=st.lists(st.floats(-4, 40), min_size=1, max_size=20))
@settings(deadline=None, max_examples=40)
def test_coordinates_and_seconds_are_inverse(bpm: float, at: list[float]) -> None:
    beat = pulse.breathe(pulse.even([4] * 8, bpm), Random(1), 0.1)
    assert np.allclose(beat.coordinates(beat.seconds(at)), at, atol=1e-6)


@given(bpm=tempi, seed=st.integers(0, 1000), depth=st.floats(0, 0.15))
@settings(deadline=None, max_examples=40)
def test_breathing_changes_tempo_by_no_more_than_its_depth(
    bpm: float, seed: int, depth: float
) -> None:
    steady = pulse.even([4] * 16, bpm)
    alive = pulse.breathe(steady, Random(seed), depth)
    ratio = np.diff(alive.times) / np.diff(steady.times)
    assert ratio.min() >= np.exp(-depth) - 1e-9
    assert ratio.max() <= np.exp(depth) + 1e-9
    # Smooth: a neighbour's tempo differs little.
    assert np.abs(np.diff(np.log(ratio))).max() <= depth + 1e-9
    assert np.array_equal(alive.positions, steady.positions)


def test_stretch_and_bars() -> None:
    beat = pulse.even([3, 4], 120)
    assert beat.positions.tolist() == [1, 2, 3, 1, 2, 3, 4]
    assert beat.bar_starts() == [0, 3]
    assert pulse.stretch(beat, 2).bpm == pytest.approx(60)


def test_slowing_down_ends_slower_and_only_there() -> None:
    beat = pulse.slow_down(pulse.even([4] * 4, 100), 4, 0.5)
    steps = np.diff(beat.times)
    assert np.allclose(steps[:-4], 0.6)
    assert steps[-1] == pytest.approx(0.9)
    assert (np.diff(steps[-5:]) > 0).all()


def test_steadying_removes_scatter_but_keeps_the_drift() -> None:
    noise = np.random.default_rng(0)
    slow = np.linspace(0.5, 0.4, 200)
    tapped = np.concatenate([[0], np.cumsum(slow)]) + noise.normal(0, 0.01, 201)
    beat = pulse.Pulse(tapped, np.arange(201) % 4 + 1)
    steps = np.diff(pulse.steadied(beat, 3).times)
    assert np.abs(steps - slow).max() < 0.015
    assert np.abs(np.diff(steps)).mean() < 0.25 * np.abs(np.diff(np.diff(tapped))).mean()
