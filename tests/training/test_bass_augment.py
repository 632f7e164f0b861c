"""What varies a linear constant-Q spectrogram moves with what varies its labels."""

from __future__ import annotations

import numpy as np

from lausch.representations import Around, ConstantQ, Stack
from lausch.system import Augment
from lausch.training.augment import vary

STACK = Stack((Around(ConstantQ(22050, 1024, 9472)),))


def spectrogram() -> np.ndarray:
    values = np.zeros((20, 40), np.float32)
    values[:, 12] = 5.0
    return values


def test_a_shift_in_semitones_moves_columns_and_leaves_the_source_alone():
    source = spectrogram()
    for semitones in (-3, 4):
        moved = vary(source, STACK, Augment(), np.random.default_rng(0), semitones=semitones)
        assert set(moved.argmax(axis=1)) == {12 + semitones}
    np.testing.assert_array_equal(source, spectrogram())


def test_gain_scales_magnitudes_and_noise_fills_the_empty_columns():
    source = spectrogram()
    louder = vary(source, STACK, Augment(gain_db=20.0), np.random.default_rng(0))
    assert louder[0, 12] != source[0, 12]
    assert not louder[:, :12].any()
    noisy = vary(source, STACK, Augment(noise_db=0.0), np.random.default_rng(0))
    assert noisy[:, :12].min() >= 0
    assert noisy[:, :12].max() > 0
    np.testing.assert_array_equal(source, spectrogram())
