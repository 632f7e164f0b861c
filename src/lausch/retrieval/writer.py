"""Adding to an index: what must be heard, in which order it is written, what is cleaned up."""

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

from lausch.analysis.choice import Listener
from lausch.files import printable
from lausch.retrieval import tables
from lausch.retrieval.document import Document, Stamp, digest, listen, placed
from lausch.retrieval.shingles import shingles
from lausch.retrieval.tables import Made, Place

FLUSHED_RECORDINGS = 64
FLUSHED_SECONDS = 30.0
"""No more work than this is lost when a writer is killed."""
FEWEST_INDEXED = 20_000
"""Fewer shingles are compared one by one."""
ABANDONED_SECONDS = 3600.0
"""Shingles without their recording for so long belong to no writer that is still at work."""


@dataclass(frozen=True)
class Job:
    """A recording that may have to be heard.

    Parameters
    ----------
    path : of the file, absolute.
    known : samples that it may hold, as their SHA-256: those of a recording of the same path or
        size that is in already.
    """

    path: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recognised:
    """A file that turned out to hold samples that are in already."""

    path: str
    sha256: str
    stamp: Stamp


def hear(job: Job, listener: Listener) -> Document | Recognised:
    """Listen to a recording, unless the index knows its samples."""
    if job.known:
        stamp, sha256 = Stamp.of(job.path), digest(job.path)
        if sha256 in job.known:
            return Recognised(job.path, sha256, stamp)
    return listen(job.path, listener)


class Writer:
    """Puts recordings into the two tables of an index, a batch at a time."""

    def __init__(self, recordings: Any, shingles: Any, made: Made, present: list[Place]) -> None:
        self._recordings = recordings
        self._shingles = shingles
        self._made = made
        self._by_path = {place.path: place for place in present}
        self._by_sound = {place.sha256: place for place in present}
        self._waiting: list[Document] = []
        self._replaced: list[int] = []
        self._since = time.monotonic()
        self._changed = False

    def jobs(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[Job]:
        """The files that are not in as they are now, each once."""
        by_size: dict[int, list[str]] = {}
        for place in self._by_path.values():
            by_size.setdefault(place.stamp.size, []).append(place.sha256)
        for path in dict.fromkeys(placed(path) for path in paths):
            stamp, own = Stamp.of(path), self._by_path.get(path)
            if own is not None and own.stamp == stamp:
                continue
            first = [] if own is None else [own.sha256]
            yield Job(path, tuple(dict.fromkeys([*first, *by_size.get(stamp.size, [])])))

    def put(self, found: Document | Recognised) -> str:
        """Take in what was heard, and say in a few words what that meant."""
        same = self._by_sound.get(found.sha256)
        if same is not None and same.path != found.path and Path(same.path).exists():
            return f"left out: it sounds exactly like {printable(same.path)}"
        if isinstance(found, Document) and same is None:
            self._waiting.append(found)
            before = self._by_path.get(found.path)
            if before is not None and before.number >= 0:
                self._replaced.append(before.number)
                self._by_sound.pop(before.sha256, None)
            place = Place(-1, found.path, found.sha256, found.seconds, found.stamp, 0)
            self._by_path[found.path] = self._by_sound[found.sha256] = place
            late = time.monotonic() - self._since > FLUSHED_SECONDS
            if late or len(self._waiting) >= FLUSHED_RECORDINGS:
                self.flush()
            return "added"
        assert same is not None
        self._rename(same, found.path, found.stamp)
        if same.path == found.path:
            return "touched, but the same sound as before"
        return f"moved here from {printable(same.path)}"

    def flush(self) -> None:
        """Write what waits: shingles first, then the recordings, which makes them count."""
        waiting, self._waiting, self._since = self._waiting, [], time.monotonic()
        if not waiting:
            return
        numbers, starts, vectors, rows = [], [], [], []
        for document in waiting:
            # The time at the front tells an abandoned shingle's age, the rest keeps writers apart.
            number = int(time.time()) << 31 | secrets.randbits(31)
            start, vector = shingles(document.chroma)
            numbers.append(number)
            starts.append(start)
            vectors.append(vector.astype(np.float16))
            rows.append(tables.recording_row(number, document, vectors[-1]))
        self._shingles.add(tables.shingle_rows(numbers, starts, vectors, self._made))
        # A file that has changed takes its old row's place; two writers do not add one twice.
        self._put_rows(rows, "path")
        if self._replaced:
            self._shingles.delete(f"id IN ({', '.join(map(str, self._replaced))})")
            self._replaced = []
        self._changed = True

    def finish(self) -> None:
        """Flush, drop shingles of no recording, bring the vector index up to date."""
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

        schema = tables.schemas(self._made)[tables.RECORDINGS]
        merge = self._recordings.merge_insert(key).when_matched_update_all()
        merge.when_not_matched_insert_all().execute(pa.Table.from_pylist(rows, schema=schema))


@contextmanager
def finishing(writer: Writer) -> Iterator[Writer]:
    """A writer that keeps what it has, whatever ends the block."""
    try:
        yield writer
    except BaseException:
        writer.flush()
        raise
    writer.finish()


def orphans(recordings: Any, shingles: Any) -> NDArray[np.int64]:
    """Ids of shingles whose recording is not there."""

    def ids(table: Any) -> NDArray[np.int64]:
        column = table.search().select(["id"]).to_arrow()["id"]
        return np.unique(column.to_numpy())

    # In this order: a writer that is at work adds recordings after their shingles.
    found = ids(shingles)
    return np.setdiff1d(found, ids(recordings))


def remove_rows(recordings: Any, shingles: Any, numbers: Sequence[int]) -> None:
    """Take recordings out by their ids."""
    for at in range(0, len(numbers), 500):
        some = f"id IN ({', '.join(map(str, numbers[at : at + 500]))})"
        # In this order: a recording that is gone is not found by shingles that are still there.
        recordings.delete(some)
        shingles.delete(some)


def drop_shingles(recordings: Any, shingles: Any, older_seconds: float) -> int:
    """Delete shingles of no recording, and say of how many recordings they were."""
    lost = orphans(recordings, shingles)
    lost = lost[(lost >> 31) <= time.time() - older_seconds]
    for some in np.array_split(lost, -(-len(lost) // 500)) if len(lost) else []:
        shingles.delete(f"id IN ({', '.join(map(str, some))})")
    return len(lost)


def tidy(recordings: Any, shingles: Any, *, anew: bool = False) -> None:
    """Join small files, forget old versions, and index the vectors where there are many.

    Parameters
    ----------
    anew : index them again even when they are.
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
