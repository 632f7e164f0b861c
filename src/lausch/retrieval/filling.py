"""Filling an index: what was done is saved however the work ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from os import PathLike

from lausch.analysis.runner import Runner
from lausch.errors import LauschError
from lausch.retrieval.entry import Entry
from lausch.retrieval.jobs import process
from lausch.retrieval.writer import Settled, Writer


@contextmanager
def finishing(writer: Writer) -> Iterator[Writer]:
    """A writer that saves its entries however the block ends."""
    try:
        yield writer
    except BaseException:
        writer.flush()
        raise
    writer.finish()


@contextmanager
def collecting(
    writer_for: Callable[[Settled], Writer], failures: list[tuple[str, LauschError]]
) -> Iterator[Writer]:
    """A writer that is finished, and adds what could not be written to `failures`."""

    def settled(path: str, outcome: str | LauschError) -> None:
        if isinstance(outcome, LauschError):
            failures.append((path, outcome))

    with finishing(writer_for(settled)) as writer:
        yield writer


def analysed(
    writer_for: Callable[[Settled], Writer],
    recordings: Iterable[str | PathLike[str]],
    runner: Runner,
) -> list[tuple[str, LauschError]]:
    """Analyse recordings by path and add them; returns those that failed, with the reasons."""
    failures: list[tuple[str, LauschError]] = []
    with collecting(writer_for, failures) as writer:
        for job in writer.jobs(recordings):
            try:
                outcome = process(job, runner)
            except LauschError as error:
                failures.append((job.path, error))
            else:
                writer.put(outcome)
    return failures


def put(writer_for: Callable[[Settled], Writer], entries: Iterable[Entry]) -> None:
    """Add entries; raises the first error."""
    failures: list[tuple[str, LauschError]] = []
    with collecting(writer_for, failures) as writer:
        for entry in entries:
            writer.put(entry)
    if failures:
        raise failures[0][1]
