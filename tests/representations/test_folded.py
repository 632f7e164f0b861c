"""A tone has one pitch class, and stands among the bands around its frequency."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation.pitch import NAMES
from lausch.errors import OptionError
from lausch.representations import Bands, Folded, LogLogS, Stack, represent
from lausch.representations.folded import centres

SEMITONES = LogLogS(44100, 882, 4096, low_hz=40.0, high_hz=2000.0, bands_per_octave=12, factor=4.0)


def tone(hz: float) -> np.ndarray:
    return (0.1 * np.sin(2 * np.pi * hz * np.arange(44100) / 44100)).astype(np.float32)


@pytest.mark.parametrize(("hz", "name"), [(220.0, "A"), (440.0, "A"), (523.25, "C"), (1174.7, "D")])
def test_a_tone_has_its_pitch_class_in_any_octave(hz, name):
    chroma = represent(Stack((Folded(SEMITONES),)), tone(hz)).values[10:40]
    assert NAMES[int(chroma.mean(axis=0).argmax())] == name
    np.testing.assert_allclose(np.linalg.norm(chroma, axis=1), 1, rtol=1e-5)


def test_a_tone_stands_in_its_band():
    low, high = (
        represent(Stack((Bands(SEMITONES, *edges),)), tone(100.0)).values[20].max()
        for edges in ((40.0, 150.0), (196.0, 2000.0))
    )
    assert low > 2 * high


def test_bands_have_a_first_and_no_last_frequency():
    hz = centres(SEMITONES)
    chosen = Bands(SEMITONES, float(hz[3]), float(hz[9]))
    assert len(chosen.columns) == 6
    with pytest.raises(OptionError, match="no band lies"):
        Bands(SEMITONES, 5000.0, 6000.0)
