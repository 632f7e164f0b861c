"""Pruning: only recordings whose shingles are neighbours of the query's are matched exactly.

Every neighbour votes for a recording and a place in it. Its vote is its similarity less that of the
last neighbour returned, for a shingle that resembles everything says little. Votes add up where
shingles lie as far apart in the query as their neighbours do in the recording.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray
from lausch.retrieval.chroma import stretched
from lausch.retrieval.shingles import FRAMES, HOP_FRAMES, shingles, transposed

Neighbours = Callable[
    [FloatArray], tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], FloatArray]
]
"""Looks vectors up: which vector each neighbour is of, its recording, first frame, similarity."""

MOST_LOOKED_UP = 144
MOST_PER_VARIANT = 40
FEWEST_PER_VARIANT = 4
PHASES = np.array([0, 3, 1, 4, 2, 5])
"""Offsets of successive lookups between two shingles of a recording, in frames."""
PLACE_FRAMES = 2 * HOP_FRAMES


def candidates(
    query: FloatArray,
    neighbours: Neighbours,
    *,
    semitones: Sequence[int],
    ratios: Sequence[float],
    count: int,
) -> NDArray[np.int64]:
    """Ids of the recordings with the most votes, at most `count`, the best first.

    The query is chroma (frames, 12), 0 to 1; `semitones` and `ratios` are those of `Matcher.fits`.
    """
    each = MOST_LOOKED_UP // (len(semitones) * len(ratios))
    each = int(np.clip(each, FEWEST_PER_VARIANT, MOST_PER_VARIANT))
    vectors: list[FloatArray] = []
    begins: list[NDArray[np.int32]] = []
    variants: list[NDArray[np.int64]] = []
    for ratio in ratios:
        starts, cut = shingles(_roomy(stretched(query, ratio)), 1)
        some = _spread(starts, each)
        for up in semitones:
            vectors.append(transposed(cut[some], up))
            begins.append(starts[some])
            variants.append(np.full(len(some), len(variants)))
    if not sum(map(len, vectors)):
        return np.zeros(0, np.int64)
    which, ids, places, similarity = neighbours(np.concatenate(vectors))
    votes = similarity - _last(which, similarity)[which]
    begin, variant = np.concatenate(begins)[which], np.concatenate(variants)[which]
    best: dict[int, float] = {}
    # Two grids of places, half a place apart: what one cuts in two the other has whole.
    for half in (0, HOP_FRAMES):
        place = (places - begin + half) // PLACE_FRAMES
        for number, most in _sums(np.stack([ids, variant, place]), which, votes):
            best[number] = max(most, best.get(number, 0.0))
    ranked = sorted(best, key=lambda number: (-best[number], number))
    return np.array(ranked[:count], np.int64)


def _roomy(chroma: FloatArray) -> FloatArray:
    """Chroma padded with silence if too short for shingles in all phases of a recording's grid."""
    room = max(0, FRAMES + HOP_FRAMES - 1 - len(chroma))
    return np.pad(chroma, ((room // 2, room - room // 2), (0, 0)))


def _spread(starts: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """Indices of at most `count` starts, from end to end and in all phases of a recording's grid.

    A shingle that lies 0.2 s beside those of its recording hardly finds it. If a query's shingles
    were a multiple of the recordings' hop apart, all of them would miss, or none.
    """
    if len(starts) <= count:
        return np.arange(len(starts))
    turns = np.arange(count)
    even = starts[((turns + 0.5) * len(starts) / count).astype(int)]
    return np.flatnonzero(
        np.isin(starts, even // HOP_FRAMES * HOP_FRAMES + PHASES[turns % HOP_FRAMES])
    )


def _last(which: NDArray[np.int64], similarity: FloatArray) -> FloatArray:
    """For each vector the similarity of its last neighbour."""
    last = np.full(which.max(initial=-1) + 1, np.inf, np.float32)
    np.minimum.at(last, which, similarity)
    return last


def _sums(
    keys: NDArray[np.int64], which: NDArray[np.int64], votes: FloatArray
) -> list[tuple[int, float]]:
    """For each recording the votes of its best place, where each vector has one vote, its best."""
    order = np.lexsort((-votes, which, *keys[::-1]))
    keys, which, votes = keys[:, order], which[order], votes[order]
    edges = np.ones(len(votes), bool)
    edges[1:] = (np.diff(keys, axis=1) != 0).any(axis=0)
    first = edges.copy()
    first[1:] |= np.diff(which) != 0
    sums = np.add.reduceat(np.where(first, votes, 0), np.flatnonzero(edges))
    ids = keys[0, edges]
    if not len(ids):
        return []
    begins = np.flatnonzero(np.append(True, np.diff(ids) != 0))
    return list(zip(ids[begins].tolist(), np.maximum.reduceat(sums, begins).tolist(), strict=True))
