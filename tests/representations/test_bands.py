"""A tone stands among the bands around its frequency."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.errors import OptionError
from lausch.representations import Bands, LogLogS, Stack, represent

SEMITONES = LogLogS(44100, 882, 4096, low_hz=40.0, high_hz=2000.0, bands_per_octave=12, factor=4.0)


def test_a_tone_stands_in_its_band():
    tone = (0.1 * np.sin(2 * np.pi * 100.0 * np.arange(44100) / 44100)).astype(np.float32)
    low, high = (
        represent(Stack((Bands(SEMITONES, *edges),)), tone).values[20].max()
        for edges in ((40.0, 150.0), (196.0, 2000.0))
    )
    assert low > 2 * high


def test_bands_have_a_first_and_no_last_frequency():
    hz = SEMITONES.centres
    chosen = Bands(SEMITONES, float(hz[3]), float(hz[9]))
    assert len(chosen.columns) == 6


def test_no_band_is_refused_and_those_there_are_named():
    with pytest.raises(OptionError, match=r"between 5000 and 6000 Hz; .* 53 of them, from 53\.8"):
        Bands(SEMITONES, 5000.0, 6000.0)
