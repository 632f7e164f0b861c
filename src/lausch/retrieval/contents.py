"""What an index holds: the tables of its recordings, filled, merged, kept in order and checked."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike, fspath
from typing import Any

from lausch.errors import SearchIndexError
from lausch.retrieval import tables
from lausch.retrieval.checking import checked
from lausch.retrieval.database import reached
from lausch.retrieval.entry import Entry, absolute
from lausch.retrieval.filling import put
from lausch.retrieval.merging import merged
from lausch.retrieval.sounds import Sounds
from lausch.retrieval.tables import RECORDINGS, SHINGLES, Binding, Place
from lausch.retrieval.upkeep import remove_rows, tidy
from lausch.retrieval.writer import Settled, Writer


class Contents:
    """The recordings of an index, which nothing is sought in: `Index` does that."""

    def __init__(self, uri: str | PathLike[str], database: Any) -> None:
        self.uri = fspath(uri)
        with reached(self.uri):
            self._recordings = database.open_table(RECORDINGS)
            self._shingles = database.open_table(SHINGLES)
            metadata = (self._recordings.schema.metadata or {}).get(tables.KEY)
            if metadata is None:
                raise SearchIndexError(f"{self.uri}: a database, but no index that lausch made")
            self.binding = Binding.decoded(metadata, self.uri)
        self._sounds = Sounds(self.uri, database)

    def __len__(self) -> int:
        with reached(self.uri):
            return int(self._recordings.count_rows())

    def recordings(self) -> list[Place]:
        """All recordings by path, without their chroma."""
        with reached(self.uri):
            return list(tables.places(self._recordings.search().select(tables.PLACES).to_arrow()))

    def writer(self, settled: Settled) -> Writer:
        """A writer for entries that come one by one; use it inside `finishing`."""
        places, stores = self.recordings(), (self._recordings, self._shingles, self._sounds)
        return Writer(self.uri, *stores, self.binding, places, settled)

    def entries(self) -> list[Entry]:
        """All recordings by path, with their chroma; raises IndexDamagedError."""
        with reached(self.uri):
            rows = self._recordings.search().to_list()
            return sorted(map(tables.entry, rows), key=lambda entry: entry.path)

    def put(self, entries: Iterable[Entry]) -> None:
        """Add entries that this index's model made."""
        put(self.writer, entries)

    def merge(self, shards: Iterable[Contents]) -> tuple[int, list[str]]:
        """Add all recordings of other indexes, without analysing them again.

        Parameters
        ----------
        shards : indexes of the same model.

        Returns
        -------
        The number of recordings added, and the paths of those left out, because something else is
        at their path here, or their samples are at another one. Those that are here already are
        neither.

        Raises
        ------
        SearchIndexError
            For an index of another model, before anything is added.
        """
        others = list(shards)
        for other in others:
            other.binding.require_same(self.binding, other.uri, self.uri)
        count, left_out = 0, list[str]()
        with reached(self.uri):
            for other in others:
                added, rest = merged(self._tables, other._tables)
                count, left_out = count + added, left_out + rest
            if count:
                tidy(*self._tables)
        return count, left_out

    def compact(self) -> None:
        """Join small files, drop old versions, and lay the vectors out for their number."""
        with reached(self.uri):
            tidy(*self._tables, anew=True)

    @property
    def _tables(self) -> tuple[Any, Any, Sounds]:
        return self._recordings, self._shingles, self._sounds

    def remove(self, recordings: Iterable[str | PathLike[str]]) -> list[str]:
        """Remove recordings by path; returns the paths that are not in the index."""
        present = {place.path: place.number for place in self.recordings()}
        paths = list(dict.fromkeys(absolute(path) for path in recordings))
        numbers = [present[path] for path in paths if path in present]
        if numbers:
            with reached(self.uri):
                remove_rows(self._recordings, self._shingles, self._sounds, numbers)
                tidy(self._recordings, self._shingles, self._sounds)
        return [path for path in paths if path not in present]

    def check(self, *, repair: bool = False) -> tuple[str, ...]:
        """The problems of the index: whatever is not as it was written.

        `repair` removes damaged recordings, so that they can be added again, and what interrupted
        writers left behind; vectors are indexed anew. Raises IndexDamagedError when the index
        cannot be read at all.
        """
        with reached(self.uri):
            return checked(self._recordings, self._shingles, self._sounds, repair=repair)
