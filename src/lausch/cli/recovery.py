"""After batches that were killed: what they had leased, and what they left half-written."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from lausch.batches.journal import Journal
from lausch.batches.runs import running


def recover(journal: Journal) -> None:
    """Queue again what batches have leased that are no longer running."""
    names = journal.lessees()
    if names:
        journal.recover(names - {holder.name for holder in running(journal.path.parent)})


def sweep(folders: Iterable[Path]) -> None:
    """Remove what processes that were killed have left half-written."""
    for folder in folders:
        for path in folder.glob(".lausch-*"):
            with suppress(OSError):
                path.unlink()
