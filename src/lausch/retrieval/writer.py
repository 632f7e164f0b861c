"""Adding to an index: which files need analysis, the order of writing, and cleaning up."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.analysis.choice import Runner
from lausch.files import printable
from lausch.retrieval import tables
from lausch.retrieval.entry import Entry, Stamp, absolute, digest, entry_of
from lausch.retrieval.shingles import shingles
from lausch.retrieval.tables import Binding, Place

FLUSHED_RECORDINGS = 64
FLUSHED_SECONDS = 30.0
"""A killed writer loses no more work than this."""
FEWEST_INDEXED = 20_000
"""Below this number shingles are compared one by one."""
ABANDONED_SECONDS = 3600.0
"""Shingles that have lacked their recording for longer belong to no running writer."""


@dataclass(frozen=True)
class Job:
    """A recording that the model may have to analyse.

    The path is absolute; `known` are SHA-256 of recordings in the index with its path or its size.
    """

    path: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duplicate:
    """A file whose samples are in the index already."""

    path: str
    sha256: str
    stamp: Stamp


def process(job: Job, listener: Runner) -> Entry | Duplicate:
    """The entry of a recording, or its duplicate where the index knows its samples."""
    if job.known:
        stamp, sha256 = Stamp.of(job.path), digest(job.path)
        if sha256 in job.known:
            return Duplicate(job.path, sha256, stamp)
    return entry_of(job.path, listener)


class Writer:
    """Writes recordings to the two tables of an index, a batch at a time."""

    def __init__(
        self, recordings: Any, shingles: Any, binding: Binding, present: list[Place]
    ) -> None:
        self._recordings = recordings
        self._shingles = shingles
        self._binding = binding
        self._by_path = {place.path: place for place in present}
        self._by_sound = {place.sha256: place for place in present}
        self._waiting: list[Entry] = []
        self._replaced: list[int] = []
        self._since = time.monotonic()
        self._changed = False

    def jobs(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[Job]:
        """A job for each file that is not in the index, or has changed."""
        by_size: dict[int, list[str]] = {}
        for place in self._by_path.values():
            by_size.setdefault(place.stamp.size, []).append(place.sha256)
        for path in dict.fromkeys(absolute(path) for path in paths):
            stamp, own = Stamp.of(path), self._by_path.get(path)
            if own is not None and own.stamp == stamp:
                continue
            first = [] if own is None else [own.sha256]
            yield Job(path, tuple(dict.fromkeys([*first, *by_size.get(stamp.size, [])])))

    def put(self, entry: Entry | Duplicate) -> str:
        """Take an entry; returns in a few words what became of it."""
        same = self._by_sound.get(entry.sha256)
        if same is not None and same.path != entry.path and Path(same.path).exists():
            return f"left out: it sounds exactly like {printable(same.path)}"
        if isinstance(entry, Entry) and same is None:
            self._waiting.append(entry)
            before = self._by_path.get(entry.path)
            if before is not None and before.number >= 0:
                self._replaced.append(before.number)
                self._by_sound.pop(before.sha256, None)
            place = Place(-1, entry.path, entry.sha256, entry.seconds, entry.stamp, 0)
            self._by_path[entry.path] = self._by_sound[entry.sha256] = place
            late = time.monotonic() - self._since > FLUSHED_SECONDS
            if late or len(self._waiting) >= FLUSHED_RECORDINGS:
                self.flush()
            return "added"
        assert same is not None
        self._rename(same, entry.path, entry.stamp)
        if same.path == entry.path:
            return "touched, but the same sound as before"
        return f"moved here from {printable(same.path)}"

    def flush(self) -> None:
        """Write all entries taken: shingles first, then the recordings, which makes them count."""
        waiting, self._waiting, self._since = self._waiting, [], time.monotonic()
        if not waiting:
            return
        numbers, starts, vectors, rows = [], [], [], []
        for entry in waiting:
            # The time at the front tells an abandoned shingle's age, the rest keeps writers apart.
            number = int(time.time()) << 31 | secrets.randbits(31)
            start, vector = shingles(entry.chroma)
            numbers.append(number)
            starts.append(start)
            vectors.append(vector.astype(np.float16))
            rows.append(tables.recording_row(number, entry, vectors[-1]))
        self._shingles.add(tables.shingle_rows(numbers, starts, vectors, self._binding))
        # A file that has changed takes its old row's place; two writers do not add one twice.
        self._put_rows(rows, "path")
        if self._replaced:
            self._shingles.delete(f"id IN ({', '.join(map(str, self._replaced))})")
            self._replaced = []
        self._changed = True

    def finish(self) -> None:
        """Flush, drop abandoned shingles, and update the vector index."""
        self.flush()
        dropped = drop_shingles(self._recordings, self._shingles, ABANDONED_SECONDS)
        if self._changed or dropped:
            tidy(self._recordings, self._shingles)

    def _rename(self, place: Place, path: str, stamp: Stamp) -> None:
        self.flush()
        (row,) = self._recordings.search().where(f"sha256 = '{place.sha256}'").limit(1).to_list()
        there = self._by_path.get(path)
        if there is not None and there.sha256 != place.sha256:
            self._recordings.delete(f"sha256 = '{there.sha256}'")
        row |= {"path": path, "size": stamp.size, "modified": stamp.modified}
        self._put_rows([row | {"crc": tables.checksum(row)}], "id")
        self._changed = True
        self._by_path.pop(place.path, None)
        moved = replace(place, path=path, stamp=stamp)
        self._by_path[path] = self._by_sound[place.sha256] = moved

    def _put_rows(self, rows: list[dict[str, Any]], key: str) -> None:
        import pyarrow as pa

        schema = tables.schemas(self._binding)[tables.RECORDINGS]
        merge = self._recordings.merge_insert(key).when_matched_update_all()
        merge.when_not_matched_insert_all().execute(pa.Table.from_pylist(rows, schema=schema))


@contextmanager
def finishing(writer: Writer) -> Iterator[Writer]:
    """A writer that saves its entries however the block ends."""
    try:
        yield writer
    except BaseException:
        writer.flush()
        raise
    writer.finish()


def orphans(recordings: Any, shingles: Any) -> NDArray[np.int64]:
    """Ids of shingles without a recording."""

    def ids(table: Any) -> NDArray[np.int64]:
        column = table.search().select(["id"]).to_arrow()["id"]
        return np.unique(column.to_numpy())

    # In this order, for a running writer adds recordings after their shingles.
    present = ids(shingles)
    return np.setdiff1d(present, ids(recordings))


def remove_rows(recordings: Any, shingles: Any, numbers: Sequence[int]) -> None:
    """Remove recordings by their ids."""
    for at in range(0, len(numbers), 500):
        some = f"id IN ({', '.join(map(str, numbers[at : at + 500]))})"
        # In this order, for shingles without a recording are never looked at.
        recordings.delete(some)
        shingles.delete(some)


def drop_shingles(recordings: Any, shingles: Any, older_seconds: float) -> int:
    """Delete shingles without a recording; returns the number of recordings they were of."""
    lost = orphans(recordings, shingles)
    lost = lost[(lost >> 31) <= time.time() - older_seconds]
    for some in np.array_split(lost, -(-len(lost) // 500)) if len(lost) else []:
        shingles.delete(f"id IN ({', '.join(map(str, some))})")
    return len(lost)


def tidy(recordings: Any, shingles: Any, *, anew: bool = False) -> None:
    """Join small files, drop old versions, and index the vectors if there are many.

    With `anew`, vectors that are indexed are indexed again.
    """
    from lancedb.index import IvfSq

    rows = int(shingles.count_rows())
    names = [entry.name for entry in shingles.list_indices()]
    # The name tells for how many vectors an index was laid out.
    laid_out = max((int(name.rpartition("_")[2]) for name in names), default=0)
    if rows >= FEWEST_INDEXED and (anew or rows > 4 * laid_out):
        layout = IvfSq(distance_type="l2", max_iterations=15, sample_rate=64)
        shingles.create_index("vector", config=layout, name=f"vector_{rows}")
        for name in names:
            shingles.drop_index(name)
    for table in (recordings, shingles):
        # A reader that loses its version to this opens the newest one: see Index.search.
        table.optimize(cleanup_older_than=timedelta(milliseconds=1))
