"""Diagonals by Fourier transform are the mean inner products that they stand for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lausch.decoding.diagonal import Diagonals


def slow(query, sequence):
    padded = np.concatenate([sequence, np.zeros_like(query)])
    return [(padded[n : n + len(query)] * query).sum() / len(query) for n in range(len(sequence))]


@given(st.integers(1, 700), st.integers(1, 40), st.integers(0, 100))
def test_every_start_is_the_mean_inner_product(frames, size, seed):
    random = np.random.default_rng(seed)
    sequence = random.random((frames, 12), dtype=np.float32)
    query = random.random((size, 12), dtype=np.float32)
    curve = Diagonals(sequence, 40).curve(query)
    assert curve.shape == (frames,)
    assert np.allclose(curve, slow(query, sequence), atol=1e-4)


def test_shifted_columns_are_rolled_queries():
    random = np.random.default_rng(1)
    sequence = random.random((500, 12), dtype=np.float32)
    query = random.random((30, 12), dtype=np.float32)
    curves = Diagonals(sequence, 64).curves(query)
    for up in range(12):
        assert np.allclose(curves[up], slow(np.roll(query, up, axis=1), sequence), atol=1e-4)


def test_a_query_longer_than_promised_is_refused():
    with pytest.raises(ValueError, match="1 to 8 frames, not 9"):
        Diagonals(np.ones((20, 12), np.float32), 8).curve(np.ones((9, 12), np.float32))
