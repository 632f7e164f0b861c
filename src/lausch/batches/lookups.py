"""What a journal knows: its recordings, their results, and the batches that made them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from lausch.batches.layout import in_words, journal_path
from lausch.batches.rows import COLUMNS, PathCell, Result, Row, row_of, stored
from lausch.batches.stamps import Stamp
from lausch.batches.states import DONE, Failure, failures
from lausch.batches.transactions import Transactions
from lausch.files import absolute

MOST_SIZES = 1000
"""Up to so many sizes are asked for; with more of them all recordings are looked through."""


class Lookups(Transactions):
    """Looks into the journal of a folder of results; raises JournalError if that cannot be."""

    def __init__(self, folder: Path) -> None:
        self.folder = absolute(folder)
        super().__init__(journal_path(folder))

    def row(self, path: Path) -> Row | None:
        """The recording at a path."""
        rows = self._ask(f"SELECT {COLUMNS} FROM recordings WHERE path = ?", (stored(path),))
        return row_of(rows[0]) if rows else None

    def __len__(self) -> int:
        """The number of recordings."""
        return int(self._ask("SELECT COUNT(*) FROM recordings")[0][0])

    def done(self, sizes: Collection[int]) -> Iterator[Row]:
        """The recordings that are done and have one of these sizes."""
        some = ", ".join(map(str, sizes)) if len(sizes) <= MOST_SIZES else ""
        question = f"SELECT {COLUMNS} FROM recordings WHERE state = ?"
        with in_words(self.path):
            question += f" AND size IN ({some})" if some else ""
            yield from map(row_of, self._connection.execute(question, (DONE,)))

    def results(self, row: Row) -> dict[str, Result]:
        """The results of a recording by their formats."""
        question = (
            "SELECT format, path, making, size, mtime_ns, content FROM results WHERE recording = ?"
        )
        return {
            name: Result(self.folder / os.fsdecode(path), making, Stamp(size, mtime), digest)
            for name, path, making, size, mtime, digest in self._ask(question, (row.number,))
        }

    def owner(self, result: Path) -> Row | None:
        """The recording that a result is of."""
        question = (
            f"SELECT {COLUMNS} FROM recordings WHERE id = "
            "(SELECT recording FROM results WHERE path = ? LIMIT 1)"
        )
        rows = self._ask(question, (self._below(result),))
        return row_of(rows[0]) if rows else None

    def others(self, names: Iterable[str]) -> list[str]:
        """What batches with these names make."""
        known = dict(self._ask("SELECT name, making FROM runs"))
        return [known[name] for name in names if name in known]

    def failures(self) -> list[Failure]:
        """The recordings that failed."""
        with in_words(self.path):
            return list(failures(self._connection))

    def _below(self, path: Path) -> PathCell:
        whole = absolute(path)
        below = whole.is_relative_to(self.folder)
        return stored(whole.relative_to(self.folder) if below else whole)
