"""What a journal keeps: a recording, its results, and paths as SQLite has them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from lausch.batches.stamps import Stamp
from lausch.batches.states import QUEUED

PathCell: TypeAlias = "str | bytes"
COLUMNS = (
    "id, path, size, mtime_ns, content, state, begun, tries, deaths, kind, reason, making, version"
)
"""Of the table of recordings, as `row_of` takes them."""


class Result(NamedTuple):
    """A file that was written: what made it ("" if unknown), and its state at that time."""

    path: Path
    making: str
    stamp: Stamp
    content: str = ""


class Row(NamedTuple):
    """What the journal knows of a recording.

    `begun` says that a batch was interrupted in it, `making` what it was tried with.
    """

    number: int
    path: Path
    stamp: Stamp
    content: str
    state: str
    begun: bool = False
    tries: int = 0
    deaths: int = 0
    kind: str = ""
    reason: str = ""
    making: str = ""
    version: str = ""


class Entry(NamedTuple):
    """A recording to be put into the journal, with results that are there already.

    `before` is the row that was read of it, None if there was none; `forgiven` that what it did
    before does not count.
    """

    path: Path
    stamp: Stamp
    state: str = QUEUED
    content: str = ""
    results: Mapping[str, Result] = {}
    before: Row | None = None
    forgiven: bool = False


def row_of(values: Sequence[Any]) -> Row:
    """A recording from its `COLUMNS`."""
    number, path, size, mtime, content, state, begun, *rest = values
    return Row(
        number, Path(os.fsdecode(path)), Stamp(size, mtime), content, state, bool(begun), *rest
    )


def stored(path: Path) -> PathCell:
    """A path for SQLite: text, or bytes where a name is none."""
    text = os.fspath(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(text)
    return text
