"""Subsequence dynamic time warping: the best alignment of a short sequence with a long one.

Müller, Fundamentals of Music Processing, section 7.2.3, with the steps (1, 1), (2, 1), (1, 2) of
its section 7.2.4: the local tempo is between half and double. Every step leaves its row of the cost
matrix, so a whole row is computed at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Warped:
    """The best path that ends at each frame of the long sequence.

    Scores are the mean similarity along the path minus penalties, float32 (frames,), or -inf where
    no path ends; starts are the first frames of the paths.
    """

    scores: FloatArray
    starts: Indices


def warp(query: FloatArray, sequence: FloatArray, *, bend: float = 0.0) -> Warped:
    """Match a query with every part of a sequence.

    Each frame of the query counts once in the mean: a step that skips one has twice its cost.

    Parameters
    ----------
    query, sequence : float32, rows of unit length, shapes (n, columns) and (frames, columns). No
        path crosses two neighbouring rows of NaN.
    bend : added to the cost of each step that is not (1, 1); large values leave diagonals only.
    """
    before, _ = _rows(query, sequence, bend, keep=False)
    cost, starts = before
    return Warped((1 - cost / np.float32(len(query))).astype(np.float32), starts)


def path(query: FloatArray, sequence: FloatArray, *, bend: float = 0.0) -> tuple[Indices, Indices]:
    """The best path of all: corresponding frames of the query and of the sequence."""
    (cost, _), steps = _rows(query, sequence, bend, keep=True)
    row, column = len(query) - 1, int(np.argmin(cost))
    pairs = [(row, column)]
    while row > 0:
        kind = steps[row][column]
        row, column = row - (1, 1, 2)[kind], column - (1, 2, 1)[kind]
        pairs.append((row, column))
    rows, columns = np.array(pairs[::-1]).T
    return rows, columns


def _rows(
    query: FloatArray, sequence: FloatArray, bend: float, *, keep: bool
) -> tuple[tuple[FloatArray, Indices], list[NDArray[np.uint8]]]:
    """The last row of accumulated costs with the starts of its paths, and all steps if `keep`."""
    count = len(sequence)
    wall = np.isnan(sequence[:, 0])
    clean = np.where(wall[:, None], np.float32(0), sequence).T.copy() if wall.any() else sequence.T
    extra = np.float32(bend)
    beyond = np.full(2, np.inf, np.float32)
    nowhere = np.zeros(2, np.int64)
    ages: list[tuple[FloatArray, Indices]] = []
    steps: list[NDArray[np.uint8]] = []
    for start in range(0, len(query), 64):
        costs = 1 - query[start : start + 64] @ clean
        costs[:, wall] = np.inf
        for cost in costs:
            if not ages:
                total, begin = cost.copy(), np.arange(count)
                kind = np.zeros(count, np.uint8)
            else:
                # Two columns of padding stand for the frames before the first.
                last, last_begin = ages[-1]
                total, begin = last[1:-1] + cost, last_begin[1:-1]
                kind = np.zeros(count, np.uint8)
                others = [(last[:-2] + cost + extra, last_begin[:-2], 1)]
                if len(ages) > 1:
                    second, second_begin = ages[-2]
                    others.append((second[1:-1] + 2 * cost + extra, second_begin[1:-1], 2))
                for other, other_begin, number in others:
                    better = other < total
                    total = np.where(better, other, total)
                    begin = np.where(better, other_begin, begin)
                    if keep:
                        kind[better] = number
            if keep:
                steps.append(kind)
            ages = [
                *ages[-1:],
                (np.concatenate([beyond, total]), np.concatenate([nowhere, begin])),
            ]
    total, begin = ages[-1]
    return (total[2:], begin[2:]), steps
