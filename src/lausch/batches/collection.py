"""What a journal knows of all its recordings, one after the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from lausch.batches.layout import in_words, journal_path, opened_to_read


class Collected(NamedTuple):
    """A recording: its number, what became of it, and its results by their formats.

    `content` is the SHA-256 of its file, and `seconds` what its analysis took.
    """

    number: int
    path: str
    state: str
    kind: str
    reason: str
    content: str
    seconds: float | None
    results: tuple[tuple[str, Path], ...]


def collected(folder: Path) -> Iterator[Collected]:
    """The recordings of a folder of results, in the order of their paths; raises JournalError."""
    path = journal_path(folder)
    with closing(opened_to_read(path)) as connection, in_words(path):
        recordings = connection.execute(
            "SELECT id, path, state, kind, reason, content, seconds FROM recordings ORDER BY path"
        )
        for number, name, state, kind, reason, content, seconds in recordings:
            results = connection.execute(
                "SELECT format, path FROM results WHERE recording = ?", (number,)
            )
            files = tuple((kind, folder / os.fsdecode(at)) for kind, at in results)
            yield Collected(number, os.fsdecode(name), state, kind, reason, content, seconds, files)
