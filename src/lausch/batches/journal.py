"""The journal of a batch: what became of each recording, and what made each of its results.

A recording is *queued*, *leased* by a running batch, and then *done*, *failed* or *quarantined*.
Results are on the disk before the journal says so; what was leased by a batch that has died is
queued again. One process of a batch writes the journal, and several batches may share it.

Leases are flushed to the disk before the work begins, several at once; what has ended is flushed
with them, or after a while. So what a power cut takes is known to have been begun.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lausch.batches.lookups import Lookups
from lausch.batches.rows import Entry, Result, Row, stored
from lausch.batches.states import DONE, FAILED, LEASED, QUARANTINED, QUEUED
from lausch.errors import JournalError

MOST_DEATHS = 2
"""A recording that ends its process so often is not tried again."""


class Journal(Lookups):
    """The journal of a folder of results, in which paths below it are relative.

    Raises JournalError if it cannot be used; so do the methods.

    Parameters
    ----------
    folder : of the results.
    name : of the batch that opens it.
    making : what the batch makes, as a digest.
    workers : number of its processes.
    """

    def __init__(self, folder: Path, name: str, making: str, workers: int) -> None:
        super().__init__(folder)
        try:
            with self._change() as change:
                change(
                    "INSERT INTO runs (name, making, workers, begun) VALUES (?, ?, ?, ?)",
                    (name, making, workers, time.time()),
                )
                self._run = change("SELECT last_insert_rowid()").fetchone()[0]
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            self._release()
        except JournalError:
            if kind is None:
                raise
        finally:
            self._connection.close()

    def lessees(self) -> set[str]:
        """The names of the batches, other than this one, that have leased something."""
        question = (
            "SELECT name FROM runs WHERE id != ? AND id IN "
            "(SELECT run FROM recordings WHERE state = ?)"
        )
        return {name for (name,) in self._ask(question, (self._run, LEASED))}

    def recover(self, dead: Iterable[str]) -> int:
        """Queue again what was leased by batches that have died; returns the number.

        A batch is locked before its name is in the journal: of `lessees` those are dead whose lock
        is free afterwards.
        """
        names = list(dead)
        marks = ", ".join("?" * len(names))
        with self._change() as change:
            cursor = change(
                "UPDATE recordings SET state = ?, begun = 1, run = NULL WHERE state = ? AND "
                f"run IN (SELECT id FROM runs WHERE name IN ({marks}))",
                (QUEUED, LEASED, *names),
            )
            return int(cursor.rowcount)

    def keep(self, entries: Iterable[Entry]) -> None:
        """Put recordings into the journal, or into another state.

        What another batch has begun since they were read stays as it is.
        """
        with self._change() as change:
            for entry in entries:
                values = (*entry.stamp, entry.content, entry.state)
                if entry.before is None:
                    cursor = change(
                        "INSERT OR IGNORE INTO recordings (size, mtime_ns, content, state, path) "
                        "VALUES (?, ?, ?, ?, ?)",
                        (*values, stored(entry.path)),
                    )
                else:
                    row = entry.before
                    cursor = change(
                        "UPDATE recordings SET size = ?, mtime_ns = ?, content = ?, state = ?, "
                        "deaths = deaths * ?, kind = '', reason = '' WHERE id = ? AND state = ? "
                        "AND tries = ?",
                        (*values, not entry.forgiven, row.number, row.state, row.tries),
                    )
                if cursor.rowcount:
                    self._put(change, entry.path, entry.results)

    def move(self, row: Row, path: Path, results: Mapping[str, Result]) -> None:
        """A recording is at another path now, and so are its results."""
        with self._change() as change:
            change("DELETE FROM recordings WHERE path = ? AND id != ?", (stored(path), row.number))
            change(
                "UPDATE recordings SET path = ?, size = ?, mtime_ns = ? WHERE id = ?",
                (stored(path), *row.stamp, row.number),
            )
            change("DELETE FROM results WHERE recording = ?", (row.number,))
            self._put(change, path, results)

    def lease(self, paths: Sequence[Path]) -> set[Path]:
        """Take recordings that are queued; those that another batch has, or has done, are not."""
        with self._change() as change:
            return {
                path
                for path in paths
                if change(
                    "UPDATE recordings SET state = ?, run = ?, begun = 1 "
                    "WHERE path = ? AND state = ?",
                    (LEASED, self._run, stored(path), QUEUED),
                ).rowcount
            }

    def finish(
        self, entry: Entry, making: str, *, version: str, duration: float | None, seconds: float
    ) -> None:
        """The results of a recording are on the disk."""
        with self._change(flushed=False) as change:
            change(
                "UPDATE recordings SET size = ?, mtime_ns = ?, content = ?, state = ?, begun = 0, "
                "tries = tries + 1, deaths = 0, kind = '', reason = '', making = ?, version = ?, "
                "duration = ?, seconds = ?, finished = ?, run = ? WHERE path = ?",
                (*entry.stamp, entry.content, DONE, making, version, duration, seconds,
                 time.time(), self._run, stored(entry.path)),
            )  # fmt: skip
            self._put(change, entry.path, entry.results)

    def fail(self, path: Path, kind: str, reason: str, making: str, *, version: str) -> None:
        """A recording has no results, and why."""
        with self._change(flushed=False) as change:
            change(
                "UPDATE recordings SET state = ?, begun = 0, tries = tries + 1, kind = ?, "
                "reason = ?, making = ?, version = ?, finished = ?, run = ? WHERE path = ?",
                (FAILED, kind, reason, making, version, time.time(), self._run, stored(path)),
            )

    def bury(self, path: Path, kind: str, reason: str, making: str, *, version: str) -> bool:
        """A recording ended its process; whether it is quarantined, or else queued again."""
        with self._change() as change:
            change(
                "UPDATE recordings SET tries = tries + 1, deaths = deaths + 1, begun = 1, "
                "kind = ?, reason = ?, making = ?, version = ?, finished = ?, run = ?, "
                "state = CASE WHEN deaths + 1 < ? THEN ? ELSE ? END WHERE path = ?",
                (kind, reason, making, version, time.time(), self._run,
                 MOST_DEATHS, QUEUED, QUARANTINED, stored(path)),
            )  # fmt: skip
            rows = change("SELECT state FROM recordings WHERE path = ?", (stored(path),)).fetchall()
        return bool(rows and rows[0][0] == QUARANTINED)

    def give_back(self, path: Path) -> None:
        """Queue a recording that was leased, as nothing is wrong with it."""
        with self._change(flushed=False) as change:
            change(
                "UPDATE recordings SET state = ?, run = NULL WHERE path = ? AND state = ?",
                (QUEUED, stored(path), LEASED),
            )

    def describe(self, makings: Mapping[str, str]) -> None:
        """Keep what the digests of results stand for."""
        with self._change() as change:
            for digest, document in makings.items():
                change("INSERT OR IGNORE INTO makings VALUES (?, ?)", (digest, document))

    def _release(self) -> None:
        with self._change() as change:
            change(
                "UPDATE recordings SET state = ?, run = NULL WHERE state = ? AND run = ?",
                (QUEUED, LEASED, self._run),
            )
            change("UPDATE runs SET ended = ? WHERE id = ?", (time.time(), self._run))

    def _put(self, change: Any, path: Path, results: Mapping[str, Result]) -> None:
        for name, result in results.items():
            change("DELETE FROM results WHERE path = ?", (self._below(result.path),))
            change(
                "INSERT OR REPLACE INTO results SELECT id, ?, ?, ?, ?, ?, ? FROM recordings "
                "WHERE path = ?",
                (name, self._below(result.path), result.making, *result.stamp, result.content,
                 stored(path)),
            )  # fmt: skip
