"""libmpg123 reports every odd byte on descriptor 2 behind Python's back; programs silence it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_owned = False


def own_stderr() -> None:
    """Let `quiet` redirect: for a process that is lausch's own and decodes in one thread.

    The command line and its workers call it. Nobody else does: the descriptor belongs to the whole
    process, whose other threads and forked children would lose what they write.
    """
    global _owned
    _owned = True


@contextmanager
def quiet() -> Iterator[None]:
    """While inside, descriptor 2 leads nowhere, if it is ours; otherwise nothing is touched."""
    try:
        saved = os.dup(2) if _owned else -1
    except OSError:  # no stderr at all: nothing to keep quiet
        saved = -1
    if saved < 0:
        yield
        return
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 2)
        os.close(sink)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
