"""Tempi of click trains with a known answer."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.tempo import comb_histogram, two_tempi


def clicks(bpm, fps=100.0, seconds=30):
    activation = np.zeros(int(fps * seconds))
    activation[np.round(np.arange(0, seconds, 60 / bpm) * fps).astype(int)[:-1]] = 1
    return activation


@pytest.mark.parametrize("bpm", [42, 75, 120, 200, 320])
@pytest.mark.parametrize("fps", [100.0, 22050 / 256])
def test_a_click_train_resonates_at_its_tempo(bpm, fps):
    tempi, strength = comb_histogram(clicks(bpm, fps), fps)
    assert tempi[strength.argmax()] == pytest.approx(bpm, rel=0.05)


def test_two_tempi_are_apart_and_share_one():
    bpm, weights = two_tempi(clicks(120) + 0.5 * clicks(240), 100.0)
    assert len(bpm) == 2
    assert abs(bpm[1] / bpm[0] - 1) > 0.08
    assert sum(weights) == pytest.approx(1)
    assert weights[0] >= weights[1]


def test_the_beats_have_the_first_word():
    bpm, weights = two_tempi(clicks(120) + 0.5 * clicks(240), 100.0, beat_bpm=119.3)
    assert bpm[0] == 119.3
    assert weights[0] >= 0.5


@pytest.mark.parametrize("frames", [0, 1, 5, 500])
def test_silence_has_no_tempo(frames):
    assert two_tempi(np.zeros(frames), 100.0) == ((), ())


def test_beats_without_resonance():
    assert two_tempi(np.zeros(500), 100.0, beat_bpm=100.0) == ((100.0,), (1.0,))
