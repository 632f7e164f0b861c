"""Files elsewhere: what fsspec opens by an address, such as s3://bucket/song.wav.

Inside lausch an address is a path whose first part is its scheme, as `Path` makes of it. Such files
are fetched whole to this machine, and written from here.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from lausch.errors import LauschError, MissingExtraError, StoreError
from lausch.files import address, is_address, printable

WHOLE = frozenset(
    {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oci", "oss", "r2", "hf"}
)
"""Schemes of stores that show an object when all of it is there; in others it is renamed."""


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Raise StoreError for whatever a store says."""
    try:
        yield
    except LauschError:
        raise
    except Exception as error:  # each store has errors of its own
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        if isinstance(error, FileNotFoundError):
            reason = "there is no such file"
        raise StoreError(f"{printable(path)}: {reason}") from error


@cache
def _store(scheme: str) -> Any:
    """The file system of a scheme; settings are those of fsspec and of the store's own files."""
    try:
        import fsspec
    except ImportError as error:
        raise MissingExtraError(
            f"{scheme}:// needs fsspec: `pip install 'lausch[remote]'`, and its package for this "
            "store, such as s3fs"
        ) from error
    try:
        return fsspec.filesystem(scheme)
    except (ImportError, ValueError) as error:
        raise MissingExtraError(f"{scheme}://: {error}") from error


def _opened(path: Path) -> tuple[Any, str]:
    scheme, _, rest = address(path).partition("://")
    store = _store(scheme)
    return store, str(store._strip_protocol(f"{scheme}://{rest}"))


def facts(path: Path) -> tuple[int, int] | None:
    """Size in bytes, and time of the last change in nanoseconds; None for what is not there.

    Where a store keeps no time, a number that its tag of the content gives. Raises StoreError.
    """
    store, name = _opened(path)
    with _in_words(path):
        try:
            info = store.info(name)
        except FileNotFoundError:
            return None
    if info.get("type") == "directory":
        return None
    for key in ("LastModified", "last_modified", "mtime", "modified", "updated", "created"):
        when = info.get(key)
        if isinstance(when, (int, float)):
            return int(info["size"] or 0), int(when * 1e9)
        if when is not None and not isinstance(when, str):
            return int(info["size"] or 0), int(when.timestamp() * 1e9)
    tag = str(info.get("ETag") or info.get("etag") or info.get("md5Hash") or "")
    return int(info["size"] or 0), int.from_bytes(tag.encode()[:7], "big")


def is_folder(path: Path) -> bool:
    """Whether an address has files below it; raises StoreError."""
    if not is_address(path):
        return False
    store, name = _opened(path)
    with _in_words(path):
        return bool(store.isdir(name))


def listed(path: Path) -> Iterator[Path]:
    """All files below an address, in the order of their names; raises StoreError."""
    store, name = _opened(path)
    with _in_words(path):
        names = sorted(store.find(name))
    whole = name.rstrip("/")
    for each in names:
        yield path / posixpath.relpath(each, whole)


def fetch(path: Path, target: Path) -> None:
    """Copy a file from its store; raises StoreError."""
    store, name = _opened(path)
    with _in_words(path):
        store.get_file(name, os.fspath(target))


def put(source: Path, path: Path) -> None:
    """Copy a file into its store, where it appears whole; raises StoreError."""
    store, name = _opened(path)
    scheme = address(path).partition("://")[0]
    with _in_words(path):
        parent = posixpath.dirname(name)
        if parent:
            store.makedirs(parent, exist_ok=True)
        if scheme in WHOLE:
            store.put_file(os.fspath(source), name)
            return
        early = posixpath.join(parent, f".lausch-{os.urandom(8).hex()}")
        store.put_file(os.fspath(source), early)
        try:
            store.mv(early, name)
        except FileExistsError:  # some do not replace
            store.rm_file(name)
            store.mv(early, name)


def content(path: Path) -> bytes:
    """All bytes of a file; raises StoreError."""
    store, name = _opened(path)
    with _in_words(path):
        return bytes(store.cat_file(name))
