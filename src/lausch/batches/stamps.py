"""Whether a file is what it was: by its size and time, and where these differ by its content."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from lausch import stores
from lausch.errors import StoreError
from lausch.files import is_address


class Stamp(NamedTuple):
    """Size in bytes, and time of the last change in nanoseconds."""

    size: int
    mtime_ns: int


GONE = Stamp(-1, 0)
"""Of a file that is not there."""


def stamp(path: str | os.PathLike[str]) -> Stamp:
    """The stamp of a file, or `GONE`; raises StoreError for an address that does not answer."""
    if is_address(path):
        known = stores.facts(Path(path))
        return GONE if known is None else Stamp(*known)
    try:
        status = os.stat(path)  # noqa: PTH116 - a million paths are asked when a batch goes on
    except (OSError, ValueError):
        return GONE
    return Stamp(status.st_size, status.st_mtime_ns)


def content(path: str | os.PathLike[str]) -> str:
    """The SHA-256 of a regular file, "" if it is none or cannot be read: a pipe would not end."""
    if is_address(path):
        try:
            return hashlib.sha256(stores.content(Path(path))).hexdigest()
        except StoreError:
            return ""
    try:
        if not Path(path).is_file():
            return ""
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def is_same(path: str | os.PathLike[str], now: Stamp, known: Stamp, digest: str) -> bool:
    """Whether a file, whose stamp is `now`, has a known stamp, or else this content."""
    if now == known:
        return True
    return bool(digest) and now.size == known.size and content(path) == digest
