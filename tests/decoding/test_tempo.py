"""Tempi of click trains with a known answer."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.tempo import RATIOS, comb_histogram, two_tempi


def clicks(bpm, fps=100.0, seconds=30):
    activation = np.zeros(int(fps * seconds))
    activation[np.round(np.arange(0, seconds, 60 / bpm) * fps).astype(int)[:-1]] = 1
    return activation


@pytest.mark.parametrize("bpm", [42, 75, 120, 200, 320])
@pytest.mark.parametrize("fps", [100.0, 22050 / 256])
def test_a_click_train_resonates_at_its_tempo(bpm, fps):
    tempi, strength = comb_histogram(clicks(bpm, fps), fps)
    assert tempi[strength.argmax()] == pytest.approx(bpm, rel=0.05)


@pytest.mark.parametrize("ratio", [1 / 2, 2, 3 / 2, 2 / 3])
def test_the_second_tempo_is_a_simple_ratio_of_the_first(ratio):
    activation = clicks(119.3) + 0.5 * clicks(119.3 * ratio)
    bpm, weights = two_tempi(activation, 50.0, 119.3 / 2)
    assert bpm[0] == 119.3 / 2
    assert min(abs(bpm[1] / bpm[0] - each) for each in RATIOS) < 1e-9
    assert sum(weights) == pytest.approx(1)
    assert weights[0] >= 0.5


def test_what_resonates_most_is_second():
    beats = clicks(100, 50.0)
    assert two_tempi(beats + 0.8 * clicks(200, 50.0), 50.0, 100.0)[0] == (100.0, 200.0)
    assert two_tempi(beats + 0.8 * clicks(50, 50.0), 50.0, 100.0)[0] == (100.0, 50.0)


@pytest.mark.parametrize("frames", [0, 1, 5, 500])
def test_beats_without_resonance(frames):
    assert two_tempi(np.zeros(frames), 100.0, 100.0) == ((100.0,), (1.0,))


@pytest.mark.parametrize("beat_bpm", [31.0, 330.0, 400.0])
def test_the_second_tempo_stays_in_range(beat_bpm):
    bpm, _ = two_tempi(clicks(110), 100.0, beat_bpm)
    assert all(30 <= each <= 340 for each in bpm[1:])


@pytest.mark.parametrize(
    ("fps", "low", "high", "shortest", "longest"),
    [
        (100, 60, 300, 20, 100),
        (100, 61, 301, 19, 99),
        (100, 59, 299, 20, 102),
        (50, 30, 340, 8, 100),
        (10, 100, 340, 2, 6),
        (10, 400, 500, 2, 2),
    ],
)
def test_lags_are_those_of_the_range_and_no_shorter_than_two_frames(
    fps, low, high, shortest, longest
):
    tempi, _ = comb_histogram(np.ones(50), fps, min_bpm=low, max_bpm=high)
    np.testing.assert_allclose(tempi, 60 * fps / np.arange(shortest, longest + 1))


def test_where_no_related_tempo_is_in_range_there_is_one():
    clicks = (np.arange(2000) % 60 == 0).astype(float)
    assert two_tempi(clicks, 100.0, 100.0, min_bpm=90.0, max_bpm=110.0) == ((100.0,), (1.0,))
    assert len(two_tempi(clicks, 100.0, 100.0, min_bpm=90.0, max_bpm=150.0)[0]) <= 2


def test_a_related_tempo_may_stand_at_the_limit():
    strong = (np.arange(4000) % 60 == 0) + (np.arange(4000) % 30 == 0)
    found, _ = two_tempi(strong.astype(float), 100.0, 100.0, min_bpm=90.0, max_bpm=200.0)
    assert found == (100.0, 200.0)


def test_faint_activations_resonate_as_strong_ones_do():
    strong = (np.arange(4000) % 60 == 0) + 0.5 * (np.arange(4000) % 30 == 0)
    loud = two_tempi(strong, 100.0, 100.0)
    faint = two_tempi(1e-3 * strong, 100.0, 100.0)
    assert loud[0] == faint[0]
    assert loud[1] == pytest.approx(faint[1])
    assert len(loud[0]) == 2
