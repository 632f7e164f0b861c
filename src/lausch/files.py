"""Files that appear whole or not at all, and their names on a terminal."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """A name for a temporary file beside `path`, which takes its place when the block succeeds.

    It has the suffix of `path`, which tells some writers their format. After an error nothing is
    left and an older `path` is as it was.
    """
    target = Path(path)
    temporary = target.with_name(f".lausch-{secrets.token_hex(8)}{target.suffix[-20:]}")
    try:
        yield temporary
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def printable(path: str | os.PathLike[str]) -> str:
    """A path that can be printed anywhere: control and undecodable characters are escaped."""
    text = os.fspath(path)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
