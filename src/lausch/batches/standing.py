"""How far a batch is: counts, reasons of failures, rate and time left."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from lausch.batches import states
from lausch.batches.layout import in_words, journal_path, opened_to_read
from lausch.batches.runs import Holder, running

WINDOW_SECONDS = 600.0
"""The rate is that of the last ten minutes of a batch."""


class Standing(NamedTuple):
    """How far the batches of a folder are.

    Parameters
    ----------
    counts : recordings in each of `states.STATES`.
    reasons : recordings that failed or are quarantined, by the kind of the reason.
    running : batches at work.
    workers : their processes.
    an_hour : recordings done in an hour, now or by the last batch; None if none was.
    times_real : seconds of sound in a second; None as well.
    seconds_left : None if no batch is running.
    """

    counts: Mapping[str, int]
    reasons: Mapping[str, int]
    running: tuple[Holder, ...]
    workers: int
    an_hour: float | None
    times_real: float | None
    seconds_left: float | None


def standing(folder: Path) -> Standing:
    """Read the journal of a folder, which others may be writing; raises JournalError."""
    path = journal_path(folder)
    with closing(opened_to_read(path)) as connection, in_words(path):
        question = "SELECT state, COUNT(*) FROM recordings GROUP BY state"
        counts = dict.fromkeys(states.STATES, 0) | dict(connection.execute(question))
        reasons = dict(
            connection.execute(
                "SELECT kind, COUNT(*) FROM recordings WHERE state IN (?, ?) GROUP BY kind "
                "ORDER BY COUNT(*) DESC",
                (states.FAILED, states.QUARANTINED),
            )
        )
        holders = tuple(running(path.parent))
        runs = dict(connection.execute("SELECT name, workers FROM runs"))
        rate, real = _pace(connection, [holder.name for holder in holders])
    waiting = counts[states.QUEUED] + counts[states.LEASED]
    left = 3600 * waiting / rate if rate and holders else None
    workers = sum(runs.get(holder.name, 0) for holder in holders)
    return Standing(counts, reasons, holders, workers, rate, real, left)


def _pace(connection: sqlite3.Connection, names: list[str]) -> tuple[float | None, float | None]:
    """Recordings an hour, and seconds of sound a second."""
    now = time.time()
    marks = ", ".join("?" * len(names))
    if names:
        ids, begun = connection.execute(
            f"SELECT GROUP_CONCAT(id), MIN(begun) FROM runs WHERE name IN ({marks})", names
        ).fetchone()
        since, until = max(begun or now, now - WINDOW_SECONDS), now
    else:
        # The last ten minutes of the last batch, so that a journal of a million is not read whole.
        last = connection.execute("SELECT id, begun FROM runs ORDER BY id DESC LIMIT 1").fetchone()
        until = connection.execute("SELECT MAX(finished) FROM recordings").fetchone()[0]
        if last is None or until is None:
            return None, None
        ids, since = last[0], max(last[1], until - WINDOW_SECONDS)
    # With the plus SQLite looks them up by time, not by state, which most of them share.
    count, sound = connection.execute(
        f"SELECT COUNT(*), SUM(duration) FROM recordings WHERE finished >= ? AND +state = ? "
        f"AND run IN ({ids})",
        (since, states.DONE),
    ).fetchone()
    elapsed = until - since
    if not count or elapsed <= 0:
        return None, None
    return 3600 * count / elapsed, (sound or 0.0) / elapsed
