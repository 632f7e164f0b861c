"""Distances of sections, by their means and along their best diagonal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.decoding.diagonal import Diagonals
from lausch.frames import FloatArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


def mean_distance(values: FloatArray, starts: Numbers, ends: Numbers) -> Floats:
    """Half the squared distance of the means of sections, shape (sections, sections).

    With features of `scaling.centred`, the distance of unrelated sections with a constant sound is
    about 1. `starts` and `ends` are the first frame of each section and the one after its last.
    """
    sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, 0, np.float64)])
    means = (sums[ends] - sums[starts]) / (ends - starts)[:, None]
    squares = np.square(means).sum(axis=1)
    apart: Floats = (squares[:, None] + squares - 2 * means @ means.T) / 2
    return np.maximum(apart, 0)


def diagonal_distance(
    values: FloatArray, starts: Numbers, ends: Numbers, *, slack: int, longest: int = 240
) -> Floats:
    """Half the mean squared distance of two sections at their best alignment, symmetric.

    The shorter one is aligned inside the longer one, and at most `slack` frames beyond its ends:
    the best diagonal of their part of the self-similarity matrix (Müller, Fundamentals of Music
    Processing, section 4.3, with sections instead of a path search). Only the first `longest`
    frames of a section are compared. For scale and parameters see `mean_distance`.
    """
    count, frames = len(starts), len(values)
    lengths = np.minimum(ends - starts, longest)
    apart = np.zeros((count, count))
    curves = Diagonals(values, int(lengths.max(initial=1)))
    squares = np.concatenate([[0.0], np.cumsum(np.square(values).sum(axis=1), dtype=np.float64)])
    for one in range(count):
        length = int(lengths[one])
        inner = curves.curve(values[starts[one] : starts[one] + length]).astype(np.float64)
        places = np.arange(frames)
        other = squares[np.minimum(places + length, frames)] - squares[places]
        own = squares[starts[one] + length] - squares[starts[one]]
        distance = np.maximum((own + other) / length / 2 - inner, 0)
        # Sections at least as long; shorter ones have a turn of their own.
        others = np.flatnonzero(lengths >= length)
        last = max(frames - length, 0)
        first = np.clip(starts[others] - slack, 0, last)
        after = np.clip(ends[others] - length + slack, first, last) + 1
        # reduceat takes pairs; the odd results, of the frames between sections, are dropped.
        pairs = np.stack([first, after], axis=1).reshape(-1)
        best = np.minimum.reduceat(np.append(distance, np.inf), pairs)[::2]
        apart[one, others] = best
        apart[others, one] = np.where(
            lengths[others] == length, np.minimum(best, _earlier(apart, others, one)), best
        )
        apart[one, others] = apart[others, one]
    np.fill_diagonal(apart, 0)
    return apart


def _earlier(apart: Floats, others: Numbers, one: int) -> Floats:
    """The distances found in the turns of earlier sections; infinite for later ones."""
    return np.where(others < one, apart[others, one], np.inf)
