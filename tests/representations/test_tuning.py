"""Recordings that are out of tune: how far is found, and the constant-Q transform follows."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import hertz
from lausch.errors import OptionError
from lausch.representations import Around, ConstantQ, Stack, from_card, represent, stream, to_card
from lausch.representations.tuning import tuning_of

RATE = 22050
TUNED = ConstantQ(RATE, 1024, 9600, tuning_seconds=3.0)
STACK = Stack((Around(TUNED),))


def band(semitones: float, seconds: float = 6.0) -> np.ndarray:
    """A scale in half seconds, of five partials to the note, so many semitones above 440 Hz."""
    at = np.arange(round(seconds * RATE)) / RATE
    pitch = np.array([33, 40, 45, 47, 50, 52])[(at / 0.5).astype(int) % 6] + semitones
    phase = 2 * np.pi * np.cumsum(hertz(pitch)) / RATE
    return sum(0.2 / n * np.sin(n * phase) for n in range(1, 6)).astype(np.float32)


@pytest.mark.parametrize("semitones", [-0.4, -0.15, 0.0, 0.25, 0.45])
@pytest.mark.parametrize("rate", [22050, 44100])
def test_tones_say_how_they_are_tuned(semitones, rate):
    samples = np.interp(np.arange(6 * rate) / rate, np.arange(6 * RATE) / RATE, band(semitones))
    assert tuning_of(samples.astype(np.float32), rate) == pytest.approx(semitones, abs=0.06)


def test_what_has_no_pitch_is_taken_for_440_hz():
    noise = np.random.default_rng(0).normal(0, 0.1, 6 * RATE).astype(np.float32)
    for samples in (noise, np.zeros(RATE, np.float32), np.zeros(0, np.float32)):
        assert tuning_of(samples, RATE) == 0


@pytest.mark.parametrize("semitones", [-0.4, 0.3])
def test_columns_stand_where_the_recording_has_its_semitones(semitones):
    values = TUNED.measure(band(semitones))
    expected = ConstantQ(RATE, 1024, 9600).measure(band(0.0))
    assert np.corrcoef(values.ravel(), expected.ravel())[0, 1] > 0.99
    steady = [5 + round(0.5 * n * RATE / 1024) for n in range(11)]
    found = values[steady].argmax(axis=1) + 28
    assert (found % 12 == np.array([33, 40, 45, 47, 50, 52])[np.arange(11) % 6] % 12).all()


def test_in_pieces_it_is_tuned_as_the_whole_is():
    samples = np.concatenate([band(0.3, 4.0), band(-0.2, 4.0)])
    whole = represent(STACK, samples).values
    for cuts in ([100, 30000, 160000], [9], []):
        chunks = stream(STACK, np.split(samples, cuts), frames=40, context=4)
        np.testing.assert_allclose(
            np.concatenate([values[new] for values, new in chunks]), whole, atol=1e-5
        )


def test_a_tuned_transform_asks_no_more():
    known = STACK.tuned(band(0.3))
    assert (STACK.tuning_samples, known.tuning_samples) == (3 * RATE, 0)
    assert known.tuned(band(-0.3)) == known
    assert from_card(to_card(STACK)) == STACK
    plain = ConstantQ(RATE, 1024, 9472)
    assert Stack((plain,)).tuned(band(0.3)) == Stack((plain,))


def test_the_window_has_room_for_the_lowest_tuning():
    ConstantQ(RATE, 1024, 9472)
    with pytest.raises(OptionError, match="longer window"):
        ConstantQ(RATE, 1024, 9472, tuning_seconds=3.0)


def test_the_faintest_frames_are_unit_vectors_too():
    faint = Around(TUNED).finish(np.full((3, 40), 1e-30, np.float32))
    np.testing.assert_allclose((faint**2).sum(axis=1), 1, rtol=1e-5)
