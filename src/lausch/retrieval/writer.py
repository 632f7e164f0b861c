"""Adding to an index: which files need analysis, the order of writing, and cleaning up."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from lausch.errors import LauschError, SearchIndexError
from lausch.files import printable
from lausch.retrieval import tables
from lausch.retrieval.database import reached
from lausch.retrieval.entry import Entry, Stamp, absolute
from lausch.retrieval.jobs import Job, Outcome, Resounded
from lausch.retrieval.shingles import shingles
from lausch.retrieval.sound import Sound, sound_model
from lausch.retrieval.sounds import Sounds
from lausch.retrieval.tables import Binding, Place
from lausch.retrieval.upkeep import drop_shingles, drop_sounds, tidy

if TYPE_CHECKING:
    import pyarrow

FLUSHED_RECORDINGS = 64
FLUSHED_SECONDS = 30.0
"""A killed writer loses no more work than this."""
ABANDONED_SECONDS = 3600.0
"""Shingles that have lacked their recording for longer belong to no running writer."""


Settled: TypeAlias = "Callable[[str, str | LauschError], None]"
"""Told a path and what became of it, or why it failed; of what is added, once it is on the disk."""


class Writer:
    """Writes recordings to the tables of an index, a batch at a time."""

    def __init__(
        self,
        uri: str,
        recordings: Any,
        shingles: Any,
        sounds: Sounds,
        binding: Binding,
        present: list[Place],
        settled: Settled,
    ) -> None:
        self._uri = uri
        self._recordings = recordings
        self._shingles = shingles
        self._sounds = sounds
        self._binding = binding
        self._settled = settled
        self._by_path = {place.path: place for place in present}
        self._by_sound = {place.sha256: place for place in present}
        self._waiting: list[Entry] = []
        self._resounded: list[Resounded] = []
        self._replaced: list[int] = []
        self._written: list[int] = []
        self._since = time.monotonic()
        self._changed = False

    def jobs(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[Job]:
        """A job for each file that is not in the index, or has changed."""
        by_size: dict[int, list[str]] = {}
        for place in self._by_path.values():
            by_size.setdefault(place.stamp.size, []).append(place.sha256)
        with reached(self._uri):
            digests = self._sounds.digests()
        for path in dict.fromkeys(absolute(path) for path in paths):
            stamp, own = Stamp.of(path), self._by_path.get(path)
            if own is not None and own.stamp == stamp:
                if digests.get(own.number) != sound_model().digest:
                    yield Job(path, number=own.number)
                continue
            first = [] if own is None else [own.sha256]
            yield Job(path, tuple(dict.fromkeys([*first, *by_size.get(stamp.size, [])])))

    def put(self, entry: Outcome) -> None:
        """Take an entry, which is written with others later.

        Raises
        ------
        SearchIndexError
            When what has been taken cannot be written.
        """
        if isinstance(entry, Resounded):
            self._resounded.append(entry)
            self._flush_if_due()
            return
        same = self._by_sound.get(entry.sha256)
        if same is not None and same.path != entry.path and Path(same.path).exists():
            self._settled(entry.path, f"left out: it sounds exactly like {printable(same.path)}")
        elif isinstance(entry, Entry) and same is None:
            self._waiting.append(entry)
            before = self._by_path.get(entry.path)
            if before is not None and before.number >= 0:
                self._replaced.append(before.number)
                self._by_sound.pop(before.sha256, None)
            place = Place(-1, entry.path, entry.sha256, entry.seconds, entry.stamp, 0)
            self._by_path[entry.path] = self._by_sound[entry.sha256] = place
            self._flush_if_due()
        else:
            assert same is not None
            self._rename(same, entry.path, entry.stamp)
            self._settled(
                entry.path,
                "touched, but the same sound as before"
                if same.path == entry.path
                else f"moved here from {printable(same.path)}",
            )

    def _flush_if_due(self) -> None:
        late = time.monotonic() - self._since > FLUSHED_SECONDS
        if late or len(self._waiting) + len(self._resounded) >= FLUSHED_RECORDINGS:
            self.flush()

    def flush(self) -> None:
        """Write all entries taken: shingles first, then the recordings, which makes them count."""
        self._since = time.monotonic()
        self._flush_sounds()
        good: list[tuple[Entry, _Rows]] = []
        for entry in list(self._waiting):
            try:
                good.append((entry, _rows_of(entry, self._binding)))
            except Exception as error:  # whatever is odd about one recording costs no other
                self._waiting.remove(entry)
                self._settled(entry.path, SearchIndexError(f"cannot be added: {error}"))
        if not good:
            return
        rows = [each for _, each in good]
        self._written += [each.number for each in rows]
        try:
            with reached(self._uri):
                self._write(rows)
        except SearchIndexError as error:
            raise type(error)(
                f"{error}; recordings that were analysed but not added: {len(good)}"
            ) from error
        self._waiting.clear()
        self._changed = True
        for entry, _ in good:
            self._settled(entry.path, "added")

    def _flush_sounds(self) -> None:
        taken = self._resounded
        if not taken:
            return
        with reached(self._uri):
            self._sounds.put({each.number: each.sound for each in taken})
        self._resounded, self._changed = [], True
        for each in taken:
            self._settled(each.path, f"its sound by {each.sound.model} is added")

    def _write(self, rows: Sequence[_Rows]) -> None:
        import pyarrow as pa

        self._shingles.add(pa.concat_tables([each.shingles for each in rows]))
        self._sounds.put({each.number: each.sound for each in rows if each.sound is not None})
        # A file that has changed takes its old row's place; of two writers the first one's stays.
        self._put_rows(
            pa.concat_tables([each.recording for each in rows]),
            "path",
            "target.sha256 != source.sha256",
        )
        if self._replaced:
            self._shingles.delete(f"id IN ({', '.join(map(str, self._replaced))})")
            self._sounds.remove(self._replaced)
            self._replaced = []

    def finish(self) -> None:
        """Flush, drop abandoned shingles, and update the vector index."""
        self.flush()
        with reached(self._uri):
            dropped = drop_shingles(
                self._recordings, self._shingles, ABANDONED_SECONDS, own=self._written
            )
            dropped += drop_sounds(
                self._recordings, self._sounds, ABANDONED_SECONDS, own=self._written
            )
            if self._changed or dropped:
                tidy(self._recordings, self._shingles, self._sounds)

    def _rename(self, place: Place, path: str, stamp: Stamp) -> None:
        self.flush()
        with reached(self._uri):
            known = self._recordings.search().where(f"sha256 = '{place.sha256}'")
            (row,) = known.limit(1).to_list()
            there = self._by_path.get(path)
            if there is not None and there.sha256 != place.sha256:
                self._recordings.delete(f"sha256 = '{there.sha256}'")
            row |= {"path": tables.spelled(path), "size": stamp.size, "modified": stamp.modified}
            row |= {"crc": tables.checksum(row)}
            self._put_rows(tables.recording_table([row], self._binding), "id")
        self._changed = True
        self._by_path.pop(place.path, None)
        moved = replace(place, path=path, stamp=stamp)
        self._by_path[path] = self._by_sound[place.sha256] = moved

    def _put_rows(self, rows: pyarrow.Table, key: str, changed: str | None = None) -> None:
        merge = self._recordings.merge_insert(key).when_matched_update_all(where=changed)
        merge.when_not_matched_insert_all().execute(rows)


@dataclass(frozen=True)
class _Rows:
    """What the tables get of one recording."""

    number: int
    recording: pyarrow.Table
    shingles: pyarrow.Table
    sound: Sound | None


def _rows_of(entry: Entry, binding: Binding) -> _Rows:
    # The time at the front tells an abandoned shingle's age, the rest keeps writers apart.
    number = int(time.time()) << 31 | secrets.randbits(31)
    starts, exact = shingles(entry.chroma)
    vectors = exact.astype(np.float16)
    row = tables.recording_row(number, entry, vectors)
    return _Rows(
        number,
        tables.recording_table([row], binding),
        tables.shingle_rows([number], [starts], [vectors], binding),
        entry.sound,
    )
