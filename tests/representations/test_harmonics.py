"""Sums of harmonics where they belong."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.representations import Harmonics, from_card, to_card
from lausch.representations.harmonics import harmonic_bank, loudness_weights

RATE = 22050
SPECTRUM = Harmonics(RATE, 441, 2048, low_midi=36, semitones=60)


def tone(hz, partials, seconds=1.0, amplitude=0.5):
    t = np.arange(int(seconds * RATE)) / RATE
    return (amplitude * sum(a * np.sin(2 * np.pi * hz * h * t) for h, a in partials)).astype(
        np.float32
    )


@pytest.mark.parametrize("pitch", [45.0, 57.3, 69.0, 80.5])
def test_a_tone_is_strongest_at_its_pitch(pitch):
    hz = 440 * 2 ** ((pitch - 69) / 12)
    salience = SPECTRUM.measure(tone(hz, [(h, 0.8**h) for h in range(1, 9)]))
    assert salience.dtype == np.float32
    assert SPECTRUM.pitches[salience[25].argmax()] == pytest.approx(pitch, abs=0.2)


def test_a_missing_fundamental_is_heard():
    salience = SPECTRUM.measure(tone(220.0, [(h, 1.0) for h in (2, 3, 4, 5, 6)], amplitude=0.1))
    assert SPECTRUM.pitches[salience[25].argmax()] == pytest.approx(57, abs=0.1)


def test_a_sine_of_full_scale_is_about_one():
    salience = SPECTRUM.measure(tone(1000.0, [(1, 1.0)], amplitude=1.0))
    assert salience[25].max() == pytest.approx(1.0, rel=0.1)


def test_silence_and_few_samples():
    assert not SPECTRUM.measure(np.zeros(RATE, np.float32)).any()
    assert SPECTRUM.measure(np.zeros(0, np.float32)).shape == (0, 180)
    assert SPECTRUM.measure(np.ones(1, np.float32)).shape == (1, 180)


def test_each_harmonic_counts_less_and_falls_off_within_a_semitone():
    bank = harmonic_bank(36, 24, 1, 3, 0.5)
    middle = bank[:, 10]
    assert middle[10 + 100] == pytest.approx(1)
    assert middle[10 + 220] == pytest.approx(0.5)
    assert middle[10 + 100 + 190] == pytest.approx(0.25, rel=0.01)
    assert middle[10 + 110] == pytest.approx(0, abs=1e-6)
    assert middle[10 + 105] == pytest.approx(0.5)


def test_loudness_is_that_of_the_standard():
    """IEC 61672-1, table 3: -19.1 dB at 100 Hz, 0 at 1 kHz, +1.0 at 4 kHz, -2.5 at 10 kHz."""
    weights = 20 * np.log10(loudness_weights(np.array([100.0, 1000.0, 3981.0, 10000.0])))
    np.testing.assert_allclose(weights, [-19.1, 0.0, 1.0, -2.5], atol=0.1)


def test_its_settings_travel():
    assert from_card(to_card(SPECTRUM)) == SPECTRUM
    assert len(set(SPECTRUM.columns)) == SPECTRUM.width == 180
