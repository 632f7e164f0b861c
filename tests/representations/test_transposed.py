"""Bands of a transposed sound are, nearly, those of the sound at the other pitch."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.representations import Bands, LogLogS
from lausch.representations.part import warped
from lausch.systems.durand2017 import BASS, MELODY, REPRESENTATION

SEMITONES = LogLogS(44100, 882, 4096, low_hz=40.0, high_hz=2000.0, bands_per_octave=12, factor=4.0)
EVEN = 100.0 * 2 ** (np.arange(24) / 12)


def bands(hz: float, part: LogLogS | Bands = SEMITONES) -> np.ndarray:
    """The bands of a tone in the middle of a second, shape (1, bands)."""
    tone = 0.1 * np.sin(2 * np.pi * hz * np.arange(44100) / 44100)
    return part.finish(part.measure(tone.astype(np.float32)))[25:26]


@pytest.mark.parametrize("hz", [65.4, 110.0, 440.0, 1000.0])
@pytest.mark.parametrize("semitones", [-3, 5])
def test_a_tone_moves_to_the_band_of_its_new_pitch(hz, semitones):
    moved = SEMITONES.transposed(bands(hz), semitones)
    there = bands(hz * 2 ** (semitones / 12))
    assert abs(int(moved.argmax()) - int(there.argmax())) <= 1
    assert np.corrcoef(moved[0], there[0])[0, 1] > 0.9


@pytest.mark.parametrize("part", [BASS, MELODY])
def test_some_bands_of_a_spectrum_move_as_all_do(part):
    whole = bands(130.0) + bands(300.0)
    here = [SEMITONES.columns.index(name) for name in part.columns]
    moved = part.transposed_after(whole[:, here], 4)
    inside = moved != 0  # what moved in from other bands is not there
    np.testing.assert_array_equal(moved[inside], SEMITONES.transposed(whole, 4)[:, here][inside])
    assert inside.mean() > 0.5


def test_evenly_spaced_bands_move_by_whole_columns():
    values = np.random.default_rng(0).random((3, 24)).astype(np.float32)
    up = warped(values, EVEN, 2)
    np.testing.assert_allclose(up[:, 2:], values[:, :-2], atol=1e-5)
    assert not up[:, :2].any()
    np.testing.assert_allclose(warped(up, EVEN, -2)[:, :-2], values[:, :-2], atol=1e-5)
    assert warped(values, EVEN, 0) is values


def test_bands_that_are_two_semitones_wide_move_by_half_a_column():
    wide = np.array([100.0, 100.0 * 2 ** (2 / 12), 100.0 * 2 ** (4 / 12)])
    values = np.array([[1.0, 3.0, 9.0]], np.float32)
    np.testing.assert_allclose(warped(values, wide, 1), [[0, 2, 6]], atol=1e-5)
    np.testing.assert_allclose(warped(values, wide, -1), [[2, 6, 0]], atol=1e-5)


def test_a_transposed_row_of_beats_has_its_bass_at_the_new_pitch():
    *_, bass = REPRESENTATION.parts
    low, high = (np.tile(bands(hz, BASS), 4) for hz in (65.4, 87.3))
    moved = bass.transposed(low, 5)
    assert np.abs(moved - high).mean() < np.abs(low - high).mean() / 2
