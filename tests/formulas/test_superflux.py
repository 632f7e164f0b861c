"""SuperFlux finds attacks, and no vibrato."""

from __future__ import annotations

import numpy as np
import pytest
from truths import TRUTHS, recording_of

from lausch.formulas import open_formula

RATE = 44100


@pytest.fixture(scope="module")
def superflux():
    return open_formula("superflux")


def test_bursts_are_found_within_10_ms(superflux):
    onsets = superflux.decode(superflux.run([recording_of("onsets", RATE)]))
    expected = TRUTHS["onsets"].times
    assert len(onsets) == len(expected)
    assert np.abs(onsets.times - expected).max() < 0.015
    assert (onsets.confidence > 0.5).all()


def test_vibrato_rises_less_than_without_the_maximum_filter(superflux):
    seconds = np.arange(3 * RATE) / RATE
    phase = (
        2 * np.pi * (880 * seconds + 880 * 0.03 / 6 / (2 * np.pi) * np.sin(12 * np.pi * seconds))
    )
    tone = (0.3 * np.sin(phase)).astype(np.float32)
    onsets = superflux.decode(superflux.run([tone]))
    assert len(onsets.times[(onsets.times > 0.1) & (onsets.times < 2.9)]) == 0
