"""Keeping an index in order: what interrupted writers left, removed rows, the vector index."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.retrieval.sounds import Sounds

FEWEST_INDEXED = 20_000
"""Below this number shingles are compared one by one."""
PARTITION_ROWS = 4096
"""Vectors in a partition, beyond the number whose root gives smaller ones."""

MOST_SEGMENTS = 8
"""Vectors that are added later have a segment of the vector index, where each search looks, too."""


def partitions(rows: int) -> int:
    """The number of partitions for so many vectors.

    Their root, by which looking for the nearest partitions takes as long as looking into one; with
    more than `PARTITION_ROWS` squared, so many that partitions do not grow any more.
    """
    return max(isqrt(rows), rows // PARTITION_ROWS, 1)


def orphans(recordings: Any, shingles: Any) -> NDArray[np.int64]:
    """Ids of shingles without a recording."""

    def ids(table: Any) -> NDArray[np.int64]:
        column = table.search().select(["id"]).to_arrow()["id"]
        return np.unique(column.to_numpy())

    # In this order, for a running writer adds recordings after their shingles.
    present = ids(shingles)
    return np.setdiff1d(present, ids(recordings))


def remove_rows(recordings: Any, shingles: Any, sounds: Sounds, numbers: Sequence[int]) -> None:
    """Remove recordings by their ids."""
    for at in range(0, len(numbers), 500):
        some = f"id IN ({', '.join(map(str, numbers[at : at + 500]))})"
        # In this order, for shingles without a recording are never looked at.
        recordings.delete(some)
        shingles.delete(some)
    sounds.remove(numbers)


def drop_shingles(
    recordings: Any, shingles: Any, older_seconds: float, *, own: Sequence[int] = ()
) -> int:
    """Delete shingles without a recording; returns the number of recordings they were of.

    Parameters
    ----------
    older_seconds : younger ones may be those of a running writer.
    own : ids of which the caller knows that their writer has finished.
    """
    strays = _abandoned(orphans(recordings, shingles), older_seconds, own)
    for some in np.array_split(strays, -(-len(strays) // 500)) if len(strays) else []:
        shingles.delete(f"id IN ({', '.join(map(str, some))})")
    return len(strays)


def drop_sounds(
    recordings: Any, sounds: Sounds, older_seconds: float, *, own: Sequence[int] = ()
) -> int:
    """Delete sounds without a recording, as `drop_shingles` does; returns their number."""
    # In this order, as in `orphans`.
    present = np.array(list(sounds.digests()), dtype=np.int64)
    strays = np.setdiff1d(present, recordings.search().select(["id"]).to_arrow()["id"].to_numpy())
    numbers = _abandoned(strays, older_seconds, own).tolist()
    sounds.remove(numbers)
    return len(numbers)


def _abandoned(
    strays: NDArray[np.int64], older_seconds: float, own: Sequence[int]
) -> NDArray[np.int64]:
    old = (strays >> 31) <= time.time() - older_seconds
    return strays[old | np.isin(strays, list(own))]


def tidy(recordings: Any, shingles: Any, sounds: Sounds, *, anew: bool = False) -> None:
    """Join small files, drop old versions, and index the vectors if there are many.

    Parameters
    ----------
    anew : index the vectors again even if they are indexed.
    """
    from lancedb.index import IvfSq

    rows = int(shingles.count_rows())
    indices = shingles.list_indices()
    names = [each.name for each in indices]
    # The name tells for how many vectors an index was laid out.
    laid_out = max((int(name.rpartition("_")[2]) for name in names), default=0)
    segments = sum(each.num_segments or 1 for each in indices)
    if rows >= FEWEST_INDEXED and (anew or rows > 4 * laid_out or segments > MOST_SEGMENTS):
        layout = IvfSq(
            distance_type="l2",
            # LanceDB keeps to this size from then on. A mere number of partitions is forgotten:
            # `optimize` would join them until each has tens of thousands of vectors.
            target_partition_size=rows // partitions(rows),
            max_iterations=15,
            sample_rate=64,
        )
        made = f"vector_{rows}"
        shingles.create_index("vector", config=layout, name=made)
        for name in names:
            if name != made:
                shingles.drop_index(name)
    for table in (recordings, shingles, *filter(None, [sounds.table()])):
        # A reader that loses its version to this opens the newest one: see Index.search.
        table.optimize(cleanup_older_than=timedelta(milliseconds=1))
