"""A writer whose entries are saved however the work on them ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lausch.errors import LauschError
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
