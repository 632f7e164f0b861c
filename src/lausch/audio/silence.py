"""Silencing C libraries, which write to file descriptor 2 behind Python's back."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_depth = 0
_saved = -1


@contextmanager
def quiet() -> Iterator[None]:
    """Redirect descriptor 2 to nowhere (libmpg123 reports every odd byte there).

    Several threads may be inside at once: the first leaves stderr, the last restores it.
    """
    global _depth, _saved
    with _lock:
        _depth += 1
        if _depth == 1:
            _saved = _redirect()
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if _depth == 0 and _saved >= 0:
                os.dup2(_saved, 2)
                os.close(_saved)


def _redirect() -> int:
    try:
        saved = os.dup(2)
    except OSError:  # no stderr at all: nothing to keep quiet
        return -1
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 2)
    os.close(sink)
    return saved
