"""A pulse repeats after its period, wherever a recording is cut."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.errors import OptionError
from lausch.representations import LogLogS, Periodicity, Stack, stream

RATE, HOP = 16000, 320
SPECTRUM = LogLogS(RATE, HOP, 1024, low_hz=60.0, high_hz=7000.0, bands_per_octave=3)
PULSE = Periodicity(SPECTRUM, groups=4, octaves=3, window_seconds=4.0)


def bursts(seconds: float, period: float) -> np.ndarray:
    """Noise that begins anew each period."""
    samples = np.zeros(round(seconds * RATE), dtype=np.float32)
    burst = np.random.default_rng(0).normal(size=400) * np.exp(-np.arange(400) / 80)
    for time in np.arange(0.2, seconds - 0.1, period):
        samples[int(time * RATE) : int(time * RATE) + 400] = 0.3 * burst
    return samples


@pytest.mark.parametrize("period", [0.35, 0.5, 0.7])
def test_onsets_are_like_those_a_period_ago(period):
    values = PULSE.measure(bursts(12, period))[300, PULSE.groups :]
    low, high = np.split(values, 2)
    seconds = PULSE.lags / 50
    nearest = int(np.abs(seconds - period).argmin())
    for half in (low, high):
        within = seconds < 1.9 * period
        assert abs(int(half[within].argmax()) - nearest) <= 1
        assert 0.4 < half[nearest] <= 1.1
        assert half[int(np.abs(seconds - 0.75 * period).argmin())] < 0.3


def test_columns_are_flux_by_group_and_lags_by_half():
    assert len(PULSE.columns) == PULSE.width == 4 + 2 * 48
    assert PULSE.columns[0] == "flux 1 of 4"
    assert PULSE.columns[4] == "low after 0.175 s"
    assert PULSE.columns[52] == "high after 0.175 s"
    np.testing.assert_allclose(PULSE.lags[[0, 16, 32]], [8.75, 17.5, 35])


def test_silence_has_no_flux_and_no_period():
    assert not PULSE.measure(np.zeros(RATE, np.float32)).any()
    assert PULSE.measure(np.zeros(0, np.float32)).shape == (0, PULSE.width)


def test_pieces_of_a_recording_have_what_the_whole_has():
    samples = bursts(20, 0.45)
    whole = PULSE.measure(samples)
    parts = [
        values[new] for values, new in stream(Stack((PULSE,)), [samples], frames=300, context=10)
    ]
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-4)


def test_groups_have_two_halves():
    with pytest.raises(OptionError, match="two halves"):
        Periodicity(SPECTRUM, groups=5)
