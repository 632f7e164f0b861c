"""The journal by itself: what a recording costs in it, and how one of a million is opened.

    python studies/batches_journal.py [--count 1000000] [--work FOLDER] [--out reports/journal.md]

The journal of a folder that has one from an earlier run is not filled again.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from lausch import __version__
from lausch.batches.journal import Journal
from lausch.batches.layout import FOLDER, journal_path
from lausch.batches.rows import Entry, Result
from lausch.batches.stamps import GONE, Stamp, stamp
from lausch.batches.standing import standing
from lausch.cli.follow import Lost
from lausch.cli.journalled import MOST_LEASED
from lausch.evaluation.tables import table

ROOT = Path(__file__).parents[1]
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


def filled(folder: Path, count: int) -> None:
    """A journal of so many recordings that are done, ten a second; `duration` of each is 10 s."""
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
    with closing(sqlite3.connect(journal_path(folder))) as connection, connection:
        connection.execute("UPDATE recordings SET run = 1, duration = 10, finished = id / 10.0")
        connection.execute("UPDATE runs SET begun = 0")


def restarted(folder: Path, count: int) -> Opened:
    """A filled journal, opened again by another batch."""
    if not journal_path(folder).exists():
        filled(folder, count)
    name = f"again {time.time()}"
    begun = time.monotonic()
    with Journal(folder, name, "m", 1) as journal:
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


def page(count: int, made: tuple[float, float], again: Opened) -> str:
    """The page in Markdown."""
    rows = [
        ("opened again, and counted as by `lausch status`", again.opened + again.counted),
        ("opened again, and 100 recordings more are looked up", again.opened + again.newcomers),
    ]
    cells = [
        (what, "< 2 s", f"{seconds:.2f} s", "yes" if seconds < 2 else "no")
        for what, seconds in rows
    ]
    return f"""# A journal of {count:,} recordings

Written by `python studies/batches_journal.py --count {count}`,
{datetime.datetime.now(tz=datetime.UTC).date()}, lausch {__version__}, Python
{platform.python_version()}, SQLite {sqlite3.sqlite_version}; {platform.system()}
{platform.machine()}, {os.cpu_count()} cores, beside other work.

{table(("a journal is", "wanted", "on the clock", "reached"), cells)}
It has two results for each recording, and {again.megabytes:.0f} MB. Opening it takes
{again.opened:.2f} s, counting it {again.counted:.2f} s, and {again.newcomers:.2f} s to see that 100
recordings are new and none of the others. A recording that is known is compared in
{again.known * 1e6:.0f} µs of the processor, so a batch of all that is started again needs
{again.known * count / 60:.1f} minutes for that.

A recording that is leased and finished goes through the journal in {made[0] * 1000:.2f} ms on the
clock, with the disk, and {made[1] * 1000:.2f} ms of the processor.

## What might make this invalid

- **It was written at once**, and so lies well on the disk, and was in memory when it was opened.
- **Other work on the machine** makes seconds on the clock longer.
"""


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=1_000_000, help="recordings")
    parser.add_argument("--work", type=Path, help="folder of the journal, by default temporary")
    parser.add_argument("--out", type=Path, default=ROOT / "reports" / "journal.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lausch-") as name:
        made = journal_seconds(Path(name, "rows"))
        again = restarted(options.work or Path(name, "many"), options.count)
    text = page(options.count, made, again)
    print(text, end="")
    options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
