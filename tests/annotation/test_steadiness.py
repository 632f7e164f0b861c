"""Tempi of beats that stand on a grid, drift, pause or change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.annotation import Beats


@settings(deadline=None, max_examples=100)
@given(
    bpm=st.floats(40, 300),
    grid=st.sampled_from([0.02, 0.01]),
    jitter=st.sampled_from([0.0, 0.005]),
    start=st.floats(0.1, 1),
    seed=st.integers(0, 9),
)
def test_a_steady_tempo_is_exact_on_a_coarse_grid(bpm, grid, jitter, start, seed):
    times = np.arange(start, 40, 60 / bpm)
    times = times + np.random.default_rng(seed).normal(0, jitter, len(times))
    beats = Beats(np.round(times / grid) * grid)
    assert beats.tempo_bpm == pytest.approx(bpm, abs=0.1)


EVEN = np.arange(0.5, 60, 0.47)


@pytest.mark.parametrize(
    "times",
    [
        np.delete(EVEN, [30, 60, 61]),  # beats are missing
        np.insert(EVEN, 40, EVEN[40] - 0.2),  # one is too many
        np.concatenate([EVEN[EVEN < 30], EVEN[EVEN > 40] + 0.13]),  # a pause
        EVEN + 0.05 * (np.arange(len(EVEN)) % 20 == 3),  # some are late
        np.concatenate([EVEN, EVEN[-1] + 0.9 * np.arange(1, 20)]),  # the end is slower
    ],
)
def test_what_is_odd_does_not_change_the_tempo(times):
    assert Beats(times).tempo_bpm == pytest.approx(60 / 0.47, rel=0.005)


def test_a_tempo_that_drifts_has_the_one_that_prevails():
    rubato = np.cumsum(0.5 * np.exp(0.08 * np.sin(np.arange(200) / 9)))
    assert Beats(rubato).tempo_bpm == pytest.approx(120, rel=0.04)
    slowing = np.cumsum(np.linspace(0.4, 0.7, 100))
    assert 60 / 0.6 < Beats(slowing).tempo_bpm < 60 / 0.5
    wandering = np.cumsum(np.random.default_rng(0).normal(0.5, 0.01, 400))
    assert Beats(wandering).tempo_bpm == pytest.approx(120, rel=0.01)


def test_few_beats():
    assert Beats().tempo_bpm is None
    assert Beats([1.0]).tempo_bpm is None
    assert Beats([1.0, 1.5]).tempo_bpm == pytest.approx(120)
    assert Beats([1.0, 1.5, 2.1]).tempo_bpm == pytest.approx(109, abs=1)
