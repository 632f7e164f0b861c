"""Tones on the pitch axis: where they stand, how large they are, whatever the window."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.annotation import hertz
from lausch.errors import OptionError
from lausch.representations import PitchS, Stack, Unit, from_card, to_card
from lausch.representations.pitches import pitch_filterbank

FINE = PitchS(
    22050, 441, 4096, shortest_samples=2048, low_midi=28, semitones=96, bands_per_semitone=3
)
COARSE = PitchS(22050, 2205, 8192)


def tone(pitch, amplitude=0.5, seconds=1.0, rate=22050):
    moment = np.arange(round(seconds * rate)) / rate
    return (amplitude * np.sin(2 * np.pi * float(hertz(pitch)) * moment)).astype(np.float32)


@settings(deadline=None, max_examples=25)
@given(st.integers(3 * 52, 3 * 110))
def test_a_tone_stands_at_its_pitch_or_beside_it(third):
    # Where bins are farther apart than thirds of a semitone, the neighbour may be louder.
    frame = FINE.measure(tone(third / 3))[25]
    assert abs(FINE.pitches[frame.argmax()] - third / 3) < 0.34


@pytest.mark.parametrize("third", range(3 * 60, 3 * 108, 7))
def test_a_high_tone_stands_at_its_pitch(third):
    frame = FINE.measure(tone(third / 3))[25]
    assert FINE.pitches[frame.argmax()] == pytest.approx(third / 3)


@pytest.mark.parametrize("pitch", [40, 60, 76, 88, 100])
def test_a_semitone_away_is_heard_less(pitch):
    frame = COARSE.measure(tone(pitch))[5]
    column = pitch - COARSE.low_midi
    assert COARSE.columns[column] == f"midi {pitch}"
    assert frame.argmax() == column
    assert frame[column] - max(frame[column - 2], frame[column + 2]) > 1.0


def test_full_scale_is_about_one_through_every_window():
    for pitch in (40, 52, 64, 76):
        magnitude = (10 ** COARSE.measure(tone(pitch, 1.0))[5].max() - 1) / COARSE.factor
        assert 0.5 < magnitude < 1.1


def test_every_filter_has_area_one():
    bank = pitch_filterbank(22050, 4096, 3, (28.0, 60.0, 99.0))
    np.testing.assert_allclose(bank.sum(axis=0), 1, atol=1e-6)


def test_silence_is_zero_and_nothing_has_no_frames():
    assert not FINE.measure(np.zeros(4410, np.float32)).any()
    assert FINE.measure(np.zeros(0, np.float32)).shape == (0, 288)


def test_cards_come_back():
    stack = Stack((Unit(COARSE),))
    assert from_card(to_card(stack)) == stack


def test_rules_are_said():
    with pytest.raises(OptionError, match="powers of two"):
        PitchS(22050, 441, 3000)
    with pytest.raises(OptionError, match="longer than"):
        PitchS(22050, 441, 1024, shortest_samples=2048)
    with pytest.raises(OptionError, match="samples per second"):
        PitchS(8000, 80, 2048)


@settings(deadline=None, max_examples=25)
@given(st.floats(0.01, 100.0), st.integers(1, 30))
def test_unit_frames_forget_how_loud_they_were(loudness, frames):
    step = Unit(COARSE)
    values = np.random.default_rng(frames).random((frames, 120)).astype(np.float32)
    unit = step.finish(values)
    np.testing.assert_allclose(np.linalg.norm(unit, axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(step.finish(np.float32(loudness) * values), unit, rtol=1e-4)


def test_a_silent_frame_is_even():
    unit = Unit(COARSE).finish(np.zeros((2, 120), np.float32))
    np.testing.assert_allclose(unit, 1 / np.sqrt(120), rtol=1e-6)


def test_bins_computed_one_by_one_are_those_of_the_transform(monkeypatch):
    noise = np.random.default_rng(0).normal(scale=0.1, size=22050).astype(np.float32)
    some = FINE.measure(noise)
    monkeypatch.setattr("lausch.representations.pitches._SAMPLES_PER_BIN", 1 << 20)
    np.testing.assert_allclose(FINE.measure(noise), some, atol=1e-5)
