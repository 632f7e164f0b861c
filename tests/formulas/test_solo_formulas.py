"""Formulas that follow a solo: tones whose pitch is known."""

from __future__ import annotations

import numpy as np
import pytest

import lausch
from lausch.audio import load_audio
from lausch.formulas import WEIGHTLESS, open_formula

SOLO = [name for name in WEIGHTLESS if open_formula(name).layers == ("solo",)]


@pytest.mark.parametrize("name", SOLO)
class TestSoloFormula:
    @pytest.mark.parametrize("hz", [110.0, 233.1, 450.0, 1318.5])
    def test_a_tone_is_followed(self, name, hz):
        rate = open_formula(name).rate
        seconds = np.arange(2 * rate) / rate
        sound = sum(0.2 / h * np.sin(2 * np.pi * h * hz * seconds) for h in range(1, 7))
        found = lausch.analyze((sound.astype(np.float32), rate), only="solo", model=name)
        contour = found.contour
        inside = (contour.times > 0.2) & (contour.times < 1.8)
        assert contour.voiced[inside].all()
        assert np.abs(1200 * np.log2(contour.hz[inside] / hz)).max() < 20
        assert len(found.solo) == 1
        assert found.solo.hz[0] == pytest.approx(hz, rel=0.01)
        roll = found.solo_activations
        assert len(roll) == 20
        assert roll.columns[roll.values[10].argmax()] == f"midi {round(found.solo.pitches[0])}"
        assert found.makers[0].name == name

    @pytest.mark.parametrize("samples", [1, 44100])
    def test_silence_gives_nothing(self, name, samples):
        formula = open_formula(name)
        silence = load_audio((np.zeros(samples, np.float32), formula.rate), rate=formula.rate)
        activations = formula.activations(silence)
        melody = formula.decode(activations)
        assert len(melody.notes) == 0
        assert not melody.contour.voiced.any()
        assert len(melody.contour) == len(activations)
        assert melody.activations.values.shape[1] == 120
