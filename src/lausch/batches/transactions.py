"""Transactions of a journal, and when they are on the disk.

A kill loses none of them. A power cut may lose those since the last flush, and a flush takes longer
than all else that a journal does, so it is for those that must not be lost, or after a while.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lausch.batches.layout import in_words, opened

FLUSHED_SECONDS = 1.0
"""So long what need not be flushed may wait."""


class Transactions:
    """The connection to a journal; raises JournalError if it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = opened(path)
        self._flushed = time.monotonic()

    @contextmanager
    def _change(self, *, flushed: bool = True) -> Iterator[Any]:
        """A transaction: all of it or, after an error, nothing.

        With `flushed` it is on the disk at the end, as is all before it; else after a while.
        """
        now = time.monotonic()
        flushed = flushed or now - self._flushed > FLUSHED_SECONDS
        with in_words(self.path):
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if flushed else 'NORMAL'}")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection.execute
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        if flushed:
            self._flushed = now

    def _ask(self, question: str, values: Sequence[Any] = ()) -> list[Any]:
        with in_words(self.path):
            return self._connection.execute(question, values).fetchall()
