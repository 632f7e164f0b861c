"""Merging indexes: shards that were filled apart become one, without analysing anything again.

Rows are copied with their ids, shingles first and recordings last, as in writing: whatever ends a
merge, it can be done again. What an interrupted one has left is removed before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from lausch.retrieval import tables
from lausch.retrieval.sounds import Sounds
from lausch.retrieval.upkeep import drop_shingles, drop_sounds

if TYPE_CHECKING:
    import pyarrow

COPIED_ROWS = 100_000
COPIED_RECORDINGS = 1_000
"""So many are written at once."""
NEVER_SECONDS = float("inf")


def merged(into: tuple[Any, Any, Sounds], shard: tuple[Any, Any, Sounds]) -> tuple[int, list[str]]:
    """Copy what is not there yet from one index into another.

    Parameters
    ----------
    into, shard : tables of recordings and of shingles, and the sounds, of both.

    Returns
    -------
    The number of recordings copied, and the paths of those left out: their path, or their samples,
    are there with something else.
    """
    recordings, shingles, sounds = into
    there = list(tables.places(recordings.search().select(tables.PLACES).to_arrow()))
    paths, samples = {place.path: place for place in there}, {place.sha256 for place in there}
    numbers: list[int] = []
    left_out: list[str] = []
    for place in tables.places(shard[0].search().select(tables.PLACES).to_arrow()):
        same = paths.get(place.path)
        if same is None and place.sha256 not in samples:
            numbers.append(place.number)
            samples.add(place.sha256)
        elif same is None or same.sha256 != place.sha256:
            left_out.append(place.path)
    if not numbers:
        return 0, left_out
    drop_shingles(recordings, shingles, NEVER_SECONDS, own=numbers)
    drop_sounds(recordings, sounds, NEVER_SECONDS, own=numbers)
    for rows in _rows(shard[1], numbers, COPIED_ROWS):
        shingles.add(rows)
    kept = set(numbers)
    sounds.put({number: each for number, each in shard[2].read().items() if number in kept})
    for rows in _rows(shard[0], numbers, COPIED_RECORDINGS):
        merge = recordings.merge_insert("path").when_not_matched_insert_all()
        merge.execute(rows)
    return len(numbers), left_out


def _rows(table: Any, numbers: list[int], count: int) -> Iterator[pyarrow.Table]:
    """The rows of some recordings, `count` at most at a time."""
    import pyarrow as pa

    wanted = np.sort(np.array(numbers, dtype=np.int64))
    for batch in table.search().to_batches(count):
        chosen = batch.filter(pa.array(np.isin(batch["id"].to_numpy(), wanted)))
        if chosen.num_rows:
            yield pa.Table.from_batches([chosen])
