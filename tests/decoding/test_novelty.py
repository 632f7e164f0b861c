"""The checkerboard without its matrix is the checkerboard, and its peak is where things change."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.novelty import checkerboard, checkerboard_novelty


@pytest.mark.parametrize("taper", [0.3, 0.5, 5.0])
def test_it_is_the_kernel_along_the_diagonal_of_the_matrix(taper):
    values = np.random.default_rng(0).normal(size=(60, 4)).astype(np.float32)
    half = 8
    matrix = values @ values.T
    kernel = checkerboard(half, taper)
    assert kernel.shape == (16, 16)
    assert kernel[half:, half:].sum() == pytest.approx(1)
    assert kernel[:half, half:].sum() == pytest.approx(-1)
    found = checkerboard_novelty(values, half, taper)
    for frame in range(half, 60 - half):
        part = matrix[frame - half : frame + half, frame - half : frame + half]
        assert found[frame] == pytest.approx((kernel * part).sum(), abs=1e-4)


def test_what_begins_is_new_in_its_first_frame():
    values = np.zeros((200, 3), np.float32)
    values[:70, 0] = values[70:120, 1] = values[120:, 2] = 1
    found = checkerboard_novelty(values, 20)
    assert found[:95].argmax() == 70
    assert found[95:].argmax() + 95 == 120
    assert found[[0, 199]].max() < 1e-9
    assert found.max() == pytest.approx(2)


@pytest.mark.parametrize("frames", [0, 1, 2, 5])
def test_little_is_not_new(frames):
    found = checkerboard_novelty(np.ones((frames, 3), np.float32), 40)
    np.testing.assert_allclose(found, np.zeros(frames), atol=1e-12)


def test_a_kernel_has_a_frame_at_least():
    with pytest.raises(ValueError, match="1 frame or more"):
        checkerboard_novelty(np.ones((9, 3), np.float32), 0)
