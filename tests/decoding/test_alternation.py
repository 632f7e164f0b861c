"""Beats that are strong and faint by turns are counted once, whatever the length of the piece."""

import numpy as np
import pytest

from lausch.decoding.alternation import contrast, probability_of_half
from lausch.decoding.anchors import NONE, Anchors
from lausch.decoding.bar_pointer import BarPointer

FPS = 50.0


def pulses(strong, faint, bpm, seconds):
    """Activations with a peak of either height by turns."""
    beats = np.arange(0.5, seconds - 0.5, 60 / bpm)
    heights = np.where(np.arange(len(beats)) % 2, faint, strong)
    frames = np.arange(int(seconds * FPS))
    away = np.abs(frames[:, None] - beats * FPS)
    return (heights * np.clip(1 - away / 2, 0, None)).max(axis=1)


def tempo(activation, anchors=NONE, **limits):
    beats = BarPointer(**limits).beats(activation, FPS, anchors)
    return 60 * FPS / float(np.median(np.diff(beats)))


@pytest.mark.parametrize("seconds", [15, 60, 240])
@pytest.mark.parametrize(("faint", "expected"), [(0.35, 80), (0.9, 160)])
def test_faint_beats_between_strong_ones_are_none(faint, expected, seconds):
    assert tempo(pulses(0.95, faint, 160, seconds)) == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize("bpm", [250, 300])
def test_fast_music_with_even_beats_stays_fast(bpm):
    assert tempo(pulses(0.8, 0.7, bpm, 40)) == pytest.approx(bpm, rel=0.03)


def test_bars_are_found_at_half_the_tempo():
    activation = pulses(0.95, 0.35, 160, 60)
    frames, numbers = BarPointer().bars(activation, 0.2 * activation, FPS, meters=(4,))
    assert np.median(np.diff(frames)) == pytest.approx(37.5, rel=0.03)
    np.testing.assert_array_equal((numbers - numbers[0]) % 4, np.arange(len(numbers)) % 4)


def test_limits_and_a_users_word_come_first():
    activation = pulses(0.95, 0.35, 160, 60)
    assert tempo(activation, min_bpm=100) == pytest.approx(160, rel=0.03)
    between = Anchors(beats=[0.5, 0.875, 1.25])
    assert tempo(activation, between) == pytest.approx(160, rel=0.03)


def test_a_beat_too_many_does_not_hide_the_contrast():
    heights = np.tile([0.9, 0.4], 200)
    assert contrast(heights) == pytest.approx(0.5)
    assert contrast(np.delete(heights, 211)) == pytest.approx(0.5, abs=0.05)
    assert contrast(heights[:1]) == contrast(heights[:0]) == 0


def test_probabilities_grow_with_contrast_and_tempo():
    even, uneven = np.full(64, 0.8), np.tile([0.9, 0.62], 32)
    assert probability_of_half(even, 0.0) < 0.05 < 0.5 < probability_of_half(uneven, 0.0)
    assert probability_of_half(uneven, -0.5) < probability_of_half(uneven, 1.0)


def test_a_tempo_that_the_prior_expects_stays():
    activation = pulses(0.95, 0.35, 160, 60)
    assert tempo(activation, tempo_bpm=160, tempo_weight=4.0) == pytest.approx(160, rel=0.03)


def test_the_probability_is_that_of_the_regression():
    even, alternating = np.ones(64), np.tile([1.0, 0.5], 32)
    for octaves in (0.0, 1.0, 2.0):
        for heights, odds in [(even, -4.44), (alternating, -4.44 + 17.02 / 2)]:
            known = 1 / (1 + np.exp(-odds - 0.61 * octaves))
            assert probability_of_half(heights, octaves) == pytest.approx(known)
