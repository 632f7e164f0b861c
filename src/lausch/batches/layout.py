"""The file of a journal: its tables, and what is said of one that cannot be used."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from lausch.errors import JournalError
from lausch.files import address, is_address, printable

FOLDER = ".lausch"
NAME = "journal.sqlite"
APPLICATION = 0x6C617573
"""`laus` in SQLite's header: no other program's database is taken for a journal."""
LAYOUT = 1
PATIENCE_SECONDS = 60.0
"""How long one process waits for a transaction of another; each takes milliseconds."""
TABLES = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, making TEXT NOT NULL, workers INTEGER,
    begun REAL NOT NULL, ended REAL
);
CREATE TABLE recordings (
    id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, content TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL, run INTEGER, begun INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, deaths INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
    making TEXT NOT NULL DEFAULT '', version TEXT NOT NULL DEFAULT '',
    duration REAL, seconds REAL, finished REAL
);
CREATE INDEX recordings_by_state ON recordings (state, size);
CREATE INDEX recordings_by_time ON recordings (finished) WHERE finished IS NOT NULL;
CREATE TABLE results (
    recording INTEGER NOT NULL REFERENCES recordings, format TEXT NOT NULL,
    path TEXT NOT NULL, making TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, content TEXT NOT NULL,
    PRIMARY KEY (recording, format)
) WITHOUT ROWID;
CREATE INDEX results_by_path ON results (path);
CREATE TABLE makings (digest TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
"""


def journal_path(folder: Path) -> Path:
    """The journal of a folder of results.

    That of an address is on this machine, among the states of programs: XDG_STATE_HOME, or
    ~/.local/state.
    """
    if is_address(folder):
        states = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
        return Path(states) / "lausch" / quote(address(folder), safe="") / NAME
    return folder / FOLDER / NAME


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Raise JournalError for what SQLite says of a journal."""
    try:
        yield
    except sqlite3.Error as error:
        raise JournalError(f"{printable(path)}: {_cause(error)}") from error


def _cause(error: sqlite3.Error) -> str:
    words = str(error)
    if "full" in words:
        return (
            "the disk is full; what is done is kept, and the same command goes on once there is "
            "room"
        )
    if "readonly" in words or "unable to open" in words:
        return f"cannot be written ({words}); is the folder read-only, or another user's?"
    if "locked" in words or "busy" in words:
        return f"another process holds it for more than {PATIENCE_SECONDS:g} s ({words})"
    if "disk I/O" in words:
        return (
            f"cannot be read or written ({words}): the disk is full, or gone, or a share that does "
            "not lock files; results elsewhere, with -o, need none of these"
        )
    return (
        f"the journal is damaged ({words}); move it away and start again: results that say what "
        "made them are kept"
    )


def opened(path: Path) -> sqlite3.Connection:
    """Open a journal, or begin one; raises JournalError."""
    with in_words(path):
        connection = sqlite3.connect(path, timeout=PATIENCE_SECONDS)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("BEGIN IMMEDIATE")
            if not connection.execute("PRAGMA schema_version").fetchone()[0]:
                for statement in TABLES.split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {LAYOUT}")
            _check(path, connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
    return connection


def opened_to_read(path: Path) -> sqlite3.Connection:
    """Open a journal that is there, also in a folder that is read-only; raises JournalError."""
    missing = JournalError(_missing(path.parent.parent))
    if not path.is_file():
        raise missing
    uri = path.absolute().as_uri()
    last: sqlite3.Error | None = None
    # In a folder that is read-only there is no room for the index of the log.
    for mode in ("mode=ro", "immutable=1"):
        connection = sqlite3.connect(f"{uri}?{mode}", uri=True, timeout=PATIENCE_SECONDS)
        try:
            if not connection.execute("PRAGMA schema_version").fetchone()[0]:
                raise missing  # it was not begun: the disk was full
            _check(path, connection)
        except sqlite3.Error as error:
            connection.close()
            last = error
        except JournalError:
            connection.close()
            raise
        else:
            return connection
    assert last is not None
    with in_words(path):
        raise last


def _missing(folder: Path) -> str:
    name = printable(folder)
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "there is no such folder"
        return f"{name}: {what}; name the folder of results, the -o of `lausch analyze`"
    return (
        f"{name}: no journal in this folder; is it the -o of `lausch analyze`? One is written for "
        f"many recordings: `lausch analyze FOLDER -o {name}`"
    )


def _check(path: Path, connection: sqlite3.Connection) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    layout = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION:
        raise JournalError(
            f"{printable(path)}: this database is not a journal of lausch; move it away"
        )
    if layout > LAYOUT:
        raise JournalError(
            f"{printable(path)}: the journal is of a newer lausch (layout {layout}, and this one "
            f"knows {LAYOUT}); update lausch, or write to another folder"
        )
