"""A tone has one pitch class."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation.pitch import NAMES
from lausch.representations import Folded, LogLogS, Stack, represent

SEMITONES = LogLogS(44100, 882, 4096, low_hz=40.0, high_hz=2000.0, bands_per_octave=12, factor=4.0)


def tone(hz: float) -> np.ndarray:
    return (0.1 * np.sin(2 * np.pi * hz * np.arange(44100) / 44100)).astype(np.float32)


@pytest.mark.parametrize(("hz", "name"), [(220.0, "A"), (440.0, "A"), (523.25, "C"), (1174.7, "D")])
def test_a_tone_has_its_pitch_class_in_any_octave(hz, name):
    chroma = represent(Stack((Folded(SEMITONES),)), tone(hz)).values[10:40]
    assert NAMES[int(chroma.mean(axis=0).argmax())] == name
    np.testing.assert_allclose(np.linalg.norm(chroma, axis=1), 1, rtol=1e-5)
