"""The states of a recording in a journal, and those that failed as a table."""

from __future__ import annotations

import csv
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from lausch.files import replacing

QUEUED, LEASED, DONE, FAILED = "queued", "leased", "done", "failed"
QUARANTINED = "quarantined"
STATES = (DONE, FAILED, QUARANTINED, LEASED, QUEUED)


class Failure(NamedTuple):
    """A recording that failed."""

    recording: str
    state: str
    kind: str
    tries: int
    reason: str


def failures(connection: sqlite3.Connection) -> Iterator[Failure]:
    """The recordings that failed, in the order of their paths."""
    question = (
        "SELECT path, state, kind, tries, reason FROM recordings WHERE state IN (?, ?) "
        "ORDER BY path"
    )
    for path, *rest in connection.execute(question, (FAILED, QUARANTINED)):
        yield Failure(os.fsdecode(path), *rest)


def write_failures(path: Path, rows: Iterable[Failure]) -> None:
    """Write a table with tabs, or remove it where nothing failed."""
    every = list(rows)
    if not every:
        with suppress(FileNotFoundError):
            path.unlink()
        return
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file,
    ):
        writer = csv.writer(file, dialect="excel-tab", lineterminator="\n")
        writer.writerow(Failure._fields)
        writer.writerows(every)
