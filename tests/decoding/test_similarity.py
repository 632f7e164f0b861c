"""Repetitions where they are known to be, in every form of the matrix."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.similarity import (
    enhanced,
    from_time_lag,
    self_similarity,
    time_lag,
    transposed_similarity,
)


def walk(frames: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((frames, 12)).astype(np.float32)


def test_a_frame_is_most_like_itself():
    values = walk(30)
    values[4] = 0
    matrix = self_similarity(values)
    np.testing.assert_allclose(np.diag(matrix), [1] * 4 + [0] + [1] * 25, atol=1e-6)
    np.testing.assert_allclose(matrix, matrix.T)
    np.testing.assert_allclose(self_similarity(3 * values), matrix, atol=1e-6)


def test_a_repetition_stands_upright_in_the_lag_matrix():
    part = walk(20)
    matrix = self_similarity(np.concatenate([part, part]) - 0.5)
    lagged = time_lag(matrix)
    np.testing.assert_allclose(lagged[20:, 20], 1, atol=1e-6)
    assert lagged[20:, 1:20].mean() < 0.3
    assert (lagged[5, 6:] == 0).all()
    np.testing.assert_allclose(from_time_lag(lagged), matrix, atol=1e-6)


@pytest.mark.parametrize("semitones", [0, 1, 5, 11])
def test_another_key_is_the_same_once_it_is_raised(semitones):
    part = walk(15)
    matrix, raised = transposed_similarity(np.concatenate([part, np.roll(part, semitones, axis=1)]))
    index = np.arange(15)
    np.testing.assert_allclose(matrix[index, index + 15], 1, atol=1e-6)
    assert (raised[index, index + 15] == semitones).all()
    assert (raised[index, index] == 0).all()


def test_paths_stay_and_chance_goes():
    part = walk(40)
    other = np.concatenate([part, walk(20, seed=1), part]) - 0.5
    matrix = self_similarity(other)
    found = enhanced(matrix, 10)
    index = np.arange(40)
    np.testing.assert_allclose(found[index, index + 60], 1, atol=1e-5)
    aside = np.delete(found[:40, 60:].ravel(), index * 41)
    assert np.quantile(aside, 0.99) < 0.6


def test_a_faster_repetition_is_a_path_too():
    part = np.repeat(walk(20), 5, axis=0) - 0.5
    faster = np.repeat(walk(20), 4, axis=0) - 0.5
    matrix = self_similarity(np.concatenate([part, faster]))
    row, column = 10, 100 + 8
    assert enhanced(matrix, 20)[row, column] > 0.9
    assert enhanced(matrix, 20, tempi=(1.0,))[row, column] < 0.7


@pytest.mark.parametrize("frames", [0, 1])
def test_hardly_any_frames(frames):
    matrix = self_similarity(walk(frames))
    for found in (matrix, time_lag(matrix), from_time_lag(matrix), enhanced(matrix, 4)):
        assert found.shape == (frames, frames)
