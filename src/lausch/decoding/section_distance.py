"""How unlike two sections are: in what they sound like on the whole, and in how they go on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.decoding.diagonal import Diagonals
from lausch.frames import FloatArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


def mean_distance(values: FloatArray, starts: Numbers, ends: Numbers) -> Floats:
    """Half the squared distance of the means of sections, shape (sections, sections).

    With features of a mean square of 1 (`scaling.centred`), two sections of unrelated frames, each
    of one sound, are about 1 apart.

    Parameters
    ----------
    values : shape (frames, columns).
    starts, ends : first frame of each section, and the frame after its last.
    """
    sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, 0, np.float64)])
    means = (sums[ends] - sums[starts]) / (ends - starts)[:, None]
    squares = np.square(means).sum(axis=1)
    apart: Floats = (squares[:, None] + squares - 2 * means @ means.T) / 2
    return np.maximum(apart, 0)


def diagonal_distance(
    values: FloatArray, starts: Numbers, ends: Numbers, *, slack: int, longest: int = 240
) -> Floats:
    """Half the mean squared distance of two sections laid on one another at the best place.

    The shorter one is laid into the longer, and `slack` frames over its ends at most: the best
    diagonal of their part of the self-similarity matrix (Müller, Fundamentals of Music Processing,
    section 4.3, with sections in place of a path search). About 1 for unrelated sections, as in
    `mean_distance`.

    Parameters
    ----------
    values : shape (frames, columns).
    starts, ends : first frame of each section, and the frame after its last.
    slack : in frames.
    longest : the first N frames of a longer section are compared, no more.

    Returns
    -------
    Shape (sections, sections), symmetric, 0 on the diagonal.
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
        there = squares[np.minimum(places + length, frames)] - squares[places]
        own = squares[starts[one] + length] - squares[starts[one]]
        distance = np.maximum((own + there) / length / 2 - inner, 0)
        # Into every section at least as long; the others are the longer ones of another turn.
        others = np.flatnonzero(lengths >= length)
        last = max(frames - length, 0)
        first = np.clip(starts[others] - slack, 0, last)
        after = np.clip(ends[others] - length + slack, first, last) + 1
        # reduceat wants pairs: the odd ones, of what lies between, are not looked at
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
    """What equally long sections that had their turn have found; the rest has found nothing."""
    return np.where(others < one, apart[others, one], np.inf)
