"""Kinds of sections of sequences whose repetition is known."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.laplacian import Decomposition


def song(letters: str, frames: int = 40) -> np.ndarray:
    """Every letter is a walk of its own over ten places, always the same."""
    parts = []
    for each in letters:
        walk = np.random.default_rng(ord(each)).normal(size=(frames // 4, 10)).repeat(4, axis=0)
        parts.append(walk)
    noise = 0.05 * np.random.default_rng(0).normal(size=(len(letters) * frames, 10))
    return (np.concatenate(parts) + noise).astype(np.float32)


@pytest.mark.parametrize(("letters", "kinds"), [("ABAB", 2), ("AABBAA", 2)])
def test_what_is_repeated_is_of_one_kind(letters, kinds):
    values = song(letters)
    made = Decomposition(stack=1)
    parts = made.parts(made.embedding(values, values, 6), kinds)
    known = np.repeat([sorted(set(letters)).index(each) for each in letters], 40)
    # kinds have no order: each letter has one, and another letter has another
    table = np.zeros((kinds, kinds))
    np.add.at(table, (known, parts), 1)
    assert sorted(table.argmax(axis=1).tolist()) == list(range(kinds))
    assert table.max(axis=1).sum() > 0.9 * len(known)


def test_the_same_again_and_again():
    values = song("ABCAB")
    made = Decomposition()
    once, again = (made.embedding(values, values, 5) for _ in range(2))
    np.testing.assert_array_equal(once, again)
    assert once.shape == (200, 5)


@pytest.mark.parametrize("frames", [0, 1, 2, 3, 4, 20])
def test_few_frames_and_silence(frames):
    silent = np.zeros((frames, 10), np.float32)
    made = Decomposition()
    found = made.embedding(silent, silent, 10)
    assert found.shape == (frames, min(frames, 10))
    assert np.isfinite(found).all()
    if frames:
        assert made.parts(found, 1).tolist() == [0] * frames
