"""Tempi by resonance alone, of clicks with a known answer."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.tempo import CombFilters, finer_lag
from lausch.errors import OptionError

FPS = 100.0


def clicks(bpm: float, seconds: float = 60.0) -> np.ndarray:
    """Triangles of five frames around the beats, which lie between frames."""
    frames = np.arange(0.3, seconds - 0.1, 60 / bpm) * FPS
    at = np.arange(round(seconds * FPS))
    return np.clip(1 - np.abs(at[:, None] - frames).min(axis=1) / 3, 0, 1)


@pytest.mark.parametrize("bpm", [45.3, 61.3, 93.1, 120.0, 131.37, 177.77, 243.0])
def test_a_steady_tempo_is_the_strongest_to_a_tenth_of_a_bpm(bpm):
    tempi, shares = CombFilters().tempi(clicks(bpm), FPS)
    assert tempi[0] == pytest.approx(bpm, abs=0.1)
    assert sum(shares) == pytest.approx(1)
    assert shares[0] == max(shares)


def test_of_two_octaves_that_resonate_alike_the_usual_tempo_is_chosen():
    tempi, shares = CombFilters(rivalry=0.6).tempi(clicks(243.0), FPS)
    assert tempi[0] == pytest.approx(121.5, abs=0.1)
    assert tempi[1] == pytest.approx(243.0, abs=0.2)
    assert shares == (0.5, 0.5)  # the chosen one has no fewer


def test_tempi_are_weighted_by_their_octaves_from_the_mode():
    filters = CombFilters(centre_bpm=110.0, spread_octaves=0.5)
    weights = filters.density(np.array([55.0, 110.0, 110.0 * np.sqrt(2), 220.0]))
    np.testing.assert_allclose(weights, np.exp([-2.0, 0.0, -0.5, -2.0]))


def test_limits_choose_the_level():
    values = clicks(120.0)
    assert CombFilters().within(130, None).tempi(values, FPS)[0][0] == pytest.approx(240, abs=0.2)
    assert CombFilters().within(None, 100).tempi(values, FPS)[0][0] == pytest.approx(60, abs=0.2)


@pytest.mark.parametrize("frames", [0, 1, 40, 500])
def test_silence_has_no_tempo(frames):
    assert CombFilters().tempi(np.zeros(frames), FPS) == ((), ())


def test_limits_without_a_tempo_between_them_are_refused():
    with pytest.raises(OptionError, match="no tempo between min_bpm"):
        CombFilters().within(300, None)


def test_a_lag_is_made_finer_by_its_multiples():
    assert finer_lag(clicks(131.37), 46.0) == pytest.approx(60 * FPS / 131.37, abs=0.02)


def test_a_lag_of_a_tempo_that_changes_stays_near():
    values = np.concatenate([clicks(120.0, 10.0), clicks(126.0, 10.0), clicks(116.0, 10.0)])
    assert finer_lag(values, 50.0) == pytest.approx(50.0, abs=2.0)


def test_the_density_of_tempi_is_log_normal():
    filters = CombFilters(centre_bpm=110.0, spread_octaves=0.5)
    bpm = 110 * 2.0 ** np.array([-1, -0.5, 0, 0.5, 0.75])
    expected = np.exp([-2, -0.5, 0, -0.5, -1.125])
    np.testing.assert_allclose(filters.density(bpm), expected)
