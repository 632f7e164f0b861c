"""Subsequence warping finds a planted line where it is, bent as it is, and crosses no wall."""

import numpy as np
import pytest

from lausch.decoding.warping import path, warp


def unit(count, seed=0):
    rows = np.random.default_rng(seed).random((count, 12), dtype=np.float32) ** 4
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_part_is_found_where_it_was_cut():
    sequence = unit(300)
    warped = warp(sequence[100:140], sequence)
    end = int(warped.scores.argmax())
    assert (int(warped.starts[end]), end) == (100, 139)
    assert warped.scores[end] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("step", [1, 2])
def test_up_to_double_tempo_fits_perfectly(step):
    sequence = unit(300)
    fast = sequence[100:180:step]
    warped = warp(fast, sequence)
    assert warped.scores.max() == pytest.approx(1, abs=1e-5)
    slow = warp(sequence[100:180], np.concatenate([unit(50, 1), fast, unit(50, 2)]))
    if step == 2:  # the frames that were passed over must be paid for
        assert warped.scores.max() > slow.scores.max() > 0.6


def test_bends_cost_what_is_said():
    sequence = unit(100)
    fast = sequence[20:60:2]
    assert warp(fast, sequence, bend=0.1).scores.max() == pytest.approx(1 - 0.1 * 19 / 20, abs=1e-4)


def test_no_line_crosses_a_wall():
    sequence = unit(200)
    wall = np.full((2, 12), np.nan, np.float32)
    split = np.concatenate([sequence[:100], wall, sequence[100:]])
    warped = warp(sequence[80:120], split)
    finite = np.flatnonzero(np.isfinite(warped.scores))
    assert ((warped.starts[finite] >= 102) == (finite >= 102)).all()
    assert warped.scores.max() < 0.95


def test_the_path_is_the_diagonal_of_what_was_planted():
    sequence = unit(200)
    rows, columns = path(sequence[50:90], sequence)
    assert (rows == np.arange(40)).all()
    assert (columns == np.arange(50, 90)).all()


def test_a_query_more_than_twice_as_long_fits_nowhere():
    assert not np.isfinite(warp(unit(50), unit(20)).scores).any()
