"""The journal by itself: what a recording costs in it, and how one of a million is opened."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from lausch.batches.journal import Journal
from lausch.batches.layout import FOLDER, journal_path
from lausch.batches.rows import Entry, Result
from lausch.batches.stamps import GONE, Stamp, stamp
from lausch.batches.standing import standing
from lausch.cli.follow import Lost
from lausch.cli.journalled import MOST_LEASED

MANY = 2_000
NEW = 100
DIGEST = "0" * 64


@dataclass(frozen=True)
class Opened:
    """Seconds to open a journal, to count it, to look up new recordings and one known; its size."""

    opened: float
    counted: float
    newcomers: float
    known: float
    megabytes: float


def _song(number: int) -> Path:
    return Path(f"/archive/{number // 1000:04}/{number:07}.flac")


def _results(folder: Path, number: int) -> dict[str, Result]:
    base = folder / f"archive/{number // 1000:04}"
    return {
        kind: Result(base / f"{number:07}.{kind}", "0" * 16, Stamp(9000, number), DIGEST)
        for kind in ("beats", "json")
    }


def journal_seconds(folder: Path) -> tuple[float, float]:
    """Seconds on the clock and of the processor for a recording that is leased and finished."""
    (folder / FOLDER).mkdir(parents=True)
    with Journal(folder, "study", "m", 1) as journal:
        paths = [_song(number) for number in range(MANY)]
        journal.keep(Entry(path, Stamp(number, number)) for number, path in enumerate(paths))
        begun, spent = time.monotonic(), time.process_time()
        for first in range(0, MANY, MOST_LEASED):
            some = range(first, min(first + MOST_LEASED, MANY))
            journal.lease([paths[number] for number in some])
            for number in some:
                results = _results(folder, number)
                entry = Entry(paths[number], Stamp(number, number), content=DIGEST, results=results)
                journal.finish(entry, "m", version="1", duration=10.0, seconds=0.3)
        return (time.monotonic() - begun) / MANY, (time.process_time() - spent) / MANY


def restarted(folder: Path, count: int) -> Opened:
    """A journal of so many recordings that are done, opened again by another batch."""
    (folder / FOLDER).mkdir(parents=True)
    with Journal(folder, "first", "m", 1) as journal:
        for first in range(0, count, 10_000):
            journal.keep(
                Entry(
                    _song(number),
                    Stamp(1_000_000 + number, number),
                    "done",
                    f"{number:064x}",
                    _results(folder, number),
                )
                for number in range(first, min(first + 10_000, count))
            )
    with sqlite3.connect(journal_path(folder)) as connection:
        connection.execute("UPDATE recordings SET run = 1, duration = 10, finished = id / 10.0")
    connection.close()
    begun = time.monotonic()
    with Journal(folder, "second", "m", 1) as journal:
        journal.recover(journal.lessees())
        assert len(journal) == count
        opened = time.monotonic() - begun
        begun = time.monotonic()
        assert standing(folder).counts["done"] == count
        counted = time.monotonic() - begun
        begun = time.monotonic()
        new = [_song(count + number) for number in range(NEW)]
        rows = [journal.row(path) for path in new]
        lost = Lost(journal.done(range(NEW)))
        assert rows == [None] * NEW
        assert not any(lost.found(path, Stamp(at, at)) for at, path in enumerate(new))
        newcomers = time.monotonic() - begun
        begun = time.process_time()
        for number in range(0, count, count // 1000):
            row = journal.row(_song(number))
            assert row is not None
            assert stamp(row.path) == GONE
            assert [stamp(each.path) for each in journal.results(row).values()] == [GONE, GONE]
        known = (time.process_time() - begun) / 1000
    size = journal_path(folder).stat().st_size / 1e6
    return Opened(opened, counted, newcomers, known, size)
