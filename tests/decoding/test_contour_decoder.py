"""The line is where it was put: tones, steps, glides, vibrato, silence."""

from __future__ import annotations

import time

import numpy as np
import pytest

from lausch.decoding.contour import ContourDecoder
from lausch.errors import OptionError

FPS, LOW, PER_SEMITONE, BINS = 50.0, 28.0, 3, 180


def activations(pitch, level=0.9):
    """Bells of half a semitone's width around these pitches; NaN is silence."""
    grid = LOW + np.arange(BINS) / PER_SEMITONE
    apart = np.asarray(pitch, dtype=float)[:, None] - grid
    bells = np.asarray(level)[..., None] * np.exp(-0.5 * (apart / 0.35) ** 2)
    return np.nan_to_num(bells, nan=0.0).astype(np.float32)


def follow(values, line=None, **others):
    settings = {"low_midi": LOW, "bins_per_semitone": PER_SEMITONE, **others}
    return (line or ContourDecoder()).follow(values, FPS, **settings)


def test_a_tone_between_bins():
    midi, voiced, confidence = follow(activations(np.full(200, 60.21)))
    np.testing.assert_allclose(midi, 60.21, atol=0.05)
    assert voiced.all()
    assert midi.dtype == confidence.dtype == np.float64
    np.testing.assert_allclose(confidence, 0.85, atol=0.05)


@pytest.mark.parametrize("pitch", [LOW, LOW + (BINS - 1) / PER_SEMITONE])
def test_tones_at_the_ends_of_the_range(pitch):
    midi, voiced, _ = follow(activations(np.full(50, pitch)))
    np.testing.assert_allclose(midi, pitch, atol=0.2)
    assert voiced.all()


def test_steps_glides_and_vibrato_are_followed():
    seconds = np.arange(400) / FPS
    pitch = np.concatenate(
        [
            np.full(20, 60.0),
            np.full(5, 74.0),
            np.linspace(74, 62, 25),
            62 + 0.5 * np.sin(2 * np.pi * 5.5 * seconds),
        ]
    )
    midi, voiced, _ = follow(activations(pitch))
    assert np.abs(midi - pitch).max() < 0.15
    assert voiced.all()


def test_a_rest_is_silent_and_its_guess_stays():
    pitch = np.full(150, 65.0)
    pitch[60:90] = np.nan
    midi, voiced, confidence = follow(activations(pitch))
    np.testing.assert_array_equal(voiced, ~np.isnan(pitch))
    np.testing.assert_allclose(midi, 65, atol=0.05)
    assert confidence[75] == 0


def test_a_weak_line_is_guessed_but_not_voiced():
    midi, voiced, confidence = follow(activations(np.full(100, 65.0), level=0.2))
    np.testing.assert_allclose(midi, 65, atol=0.05)
    assert not voiced.any()
    assert follow(activations(np.full(100, 65.0), level=0.2), ContourDecoder(break_even=0.1))[
        1
    ].all()
    np.testing.assert_allclose(confidence, 0.2, atol=0.02)


def test_an_activation_of_its_own_decides_on_voicing():
    pitch = np.full(100, 65.0)
    sounding = np.where(np.arange(100) < 50, 0.9, 0.1)
    for level in (0.1, 0.9):
        midi, voiced, confidence = follow(activations(pitch, level=level), sounding=sounding)
        np.testing.assert_array_equal(voiced, sounding > 0.5)
        np.testing.assert_allclose(midi, 65, atol=0.05)
        np.testing.assert_allclose(confidence, level, atol=0.02)


def test_one_frame_of_another_octave_or_of_silence_changes_nothing():
    pitch = np.full(100, 65.0)
    pitch[50], pitch[70] = 77, np.nan
    midi, voiced, _ = follow(activations(pitch))
    assert np.abs(midi - 65).max() < 0.6
    assert voiced.all()


def test_two_bins_are_enough_and_one_is():
    for bins in (1, 2):
        midi, voiced, _ = follow(np.full((10, bins), 0.9, np.float32))
        assert (midi >= LOW).all()
        assert voiced.all()


@pytest.mark.parametrize("frames", [0, 1])
def test_silence_of_no_frames_and_of_one(frames):
    midi, voiced, confidence = follow(np.zeros((frames, BINS), np.float32))
    assert midi.shape == voiced.shape == confidence.shape == (frames,)
    assert not voiced.any()


def test_what_is_not_finite_is_silence():
    values = activations(np.full(20, 60.0))
    values[5] = np.nan
    midi, _, confidence = follow(values)
    np.testing.assert_allclose(midi, 60, atol=0.05)
    assert confidence[5] == 0


def test_the_best_path_of_all():
    """Against every path there is."""
    from itertools import product

    rng = np.random.default_rng(3)
    line = ContourDecoder(semitone=0.7, leap=1.2)
    for _ in range(20):
        values = rng.uniform(0.05, 0.95, (4, 4)).astype(np.float32)
        odds = np.log(values / (1 - values))

        def score(path, odds=odds):
            moved = np.minimum(0.7 * np.abs(np.diff(path)), 1.2)
            return odds[np.arange(4), path].sum() - moved.sum()

        best = max(product(range(4), repeat=4), key=score)
        # The strongest neighbour speaks for the path: bins are spread to see the path itself.
        spread = np.zeros((4, 12), np.float32)
        spread[:, 1::3] = values
        midi, _, _ = line.follow(spread, FPS, low_midi=0, bins_per_semitone=3)
        np.testing.assert_allclose(midi * 3, 3 * np.array(best) + 1, atol=1e-6)


def test_long_recordings_are_one_path(monkeypatch):
    rng = np.random.default_rng(0)
    values = rng.uniform(0, 1, (1000, BINS)).astype(np.float32) ** 4
    whole = follow(values)
    monkeypatch.setattr("lausch.decoding.contour._SEGMENT_CELLS", 100 * BINS)
    for part, same in zip(follow(values), whole, strict=True):
        np.testing.assert_array_equal(part, same)


def test_it_is_fast():
    rng = np.random.default_rng(0)
    values = rng.uniform(0, 1, (3000, BINS)).astype(np.float32)
    start = time.process_time()
    follow(values)
    assert time.process_time() - start < 3000 / FPS / 50  # 50 times real time, on any machine


def test_wrong_shapes_and_settings():
    with pytest.raises(ValueError, match="shape"):
        follow(np.zeros(5))
    with pytest.raises(OptionError, match="break_even lies between 0 and 1"):
        ContourDecoder(break_even=1.0)
    with pytest.raises(OptionError, match="leap is a price"):
        ContourDecoder(leap=-1.0)
    with pytest.raises(OptionError, match="independent_fps is positive"):
        ContourDecoder(independent_fps=0.0)


@pytest.mark.parametrize(("price", "voiced"), [(6.9, True), (6.91, False)])
def test_two_frames_that_are_quite_sure_outweigh_prices_up_to_log_999(price, voiced):
    """log 999 is 6.907; the frames before and after them are as sure of silence."""
    line = ContourDecoder(voicing=price, independent_fps=FPS)
    sounding = np.array([0.0, 0.0, 1.0, 1.0, 0.0, 0.0])
    found = follow(activations(np.full(6, 60.0)), line, sounding=sounding)[1]
    assert found.tolist() == [False, False, voiced, voiced, False, False]


@pytest.mark.parametrize(("level", "voiced"), [(0.49, False), (0.51, True)])
@pytest.mark.parametrize("frames", [1, 2])
def test_a_recording_begins_neither_in_sound_nor_in_silence(level, voiced, frames):
    sounding = np.full(frames, level)
    _, found, _ = follow(activations(np.full(frames, 60.0)), sounding=sounding)
    assert found.tolist() == [voiced] * frames


@pytest.mark.parametrize("away", [0, 1, 2, -1, 0.5])
def test_the_pitch_is_the_middle_of_the_bins_on_both_sides(away):
    pitch = 60 + away / PER_SEMITONE
    midi, _, _ = follow(activations(np.full(20, pitch)))
    np.testing.assert_allclose(midi, pitch, atol=1e-3 if away % 1 == 0 else 0.03)
