"""Strokes get other sounds, and stay where they are."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.corpora.band.playing.score import NOTE
from lausch.corpora.band.sounding import drumdesk
from lausch.corpora.band.sounding.sounds import Sounds

RATE, LENGTH = 44100, 3 * 44100
STARTS = (0.25, 0.8, 1.5, 2.2)


def strokes() -> np.ndarray:
    """Four strokes on a snare."""
    return np.array([(start, start + 0.1, 38, 100) for start in STARTS], dtype=NOTE)


def player(hz: float) -> drumdesk.Player:
    """A drum that rings for some hundredths of a second, as loud as it is struck."""

    def strike(notes: np.ndarray, detuned: float) -> np.ndarray:
        sound = np.zeros(LENGTH, np.float32)
        time = np.arange(4410) / RATE
        ring = np.sin(2 * np.pi * hz * 2 ** (detuned / 12) * time + 1) * np.exp(-time / 0.03)
        for note in notes:
            at = round(float(note["start"]) * RATE)
            sound[at : at + len(ring)] += ring * note["velocity"] / 127
        return sound

    return strike


def varied(seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    return drumdesk.varied(strokes(), LENGTH, player(200), player(330), Sounds(), random)


@pytest.mark.parametrize("seed", range(6))
def test_a_stroke_stays_where_it_is(seed):
    sound = np.abs(varied(seed))
    assert np.isfinite(sound).all()
    assert sound[: round(STARTS[0] * RATE)].max() < 1e-6  # what a convolution leaves
    for start in STARTS:
        at = round(start * RATE)
        before, after = sound[at - 441 : at].max(), sound[at : at + 1323].max()
        assert after > 2 * before


def test_the_same_seed_has_the_same_sound_and_another_has_another():
    np.testing.assert_array_equal(varied(1), varied(1))
    assert np.abs(varied(1) - varied(2)).max() > 0.05


def test_takes_differ_from_each_other_and_keep_every_stroke():
    sound = drumdesk.takes(strokes(), player(200), np.random.default_rng(3))
    rings = [sound[round(start * RATE) :][:4410] for start in STARTS]
    assert all(np.abs(ring).max() > 0.2 for ring in rings)
    assert len({ring.tobytes() for ring in rings}) > 1


def test_a_layer_lies_under_its_sound_and_silence_adds_nothing():
    sound, layer = player(200)(strokes(), 0.0), player(2000)(strokes(), 0.0)
    both = drumdesk.layered(sound, [layer], np.random.default_rng(0)) - sound
    assert 0.1 < np.abs(both).max() / np.abs(sound).max() < 1.6
    same = drumdesk.layered(sound, [np.zeros_like(sound)], np.random.default_rng(0))
    np.testing.assert_array_equal(same, sound)
