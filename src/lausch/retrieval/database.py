"""The database of an index: where it may be, and what is said when it cannot be used."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from lausch.errors import (
    IndexDamagedError,
    LauschError,
    MissingExtraError,
    OptionError,
    SearchIndexError,
)
from lausch.files import printable, quiet
from lausch.retrieval.entry import absolute

T = TypeVar("T")

_UNWRITABLE = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
)
_NUMBER = re.compile(r"\(os error (\d+)\)")
_PLACE = re.compile(r", /\S+\.rs:\d+:\d+")
"""Where in its own source LanceDB failed."""


def connect(uri: str, tables: Collection[str], *, new: bool = False) -> Any:
    """The database at a path or an s3://, gs:// or az:// address.

    Parameters
    ----------
    tables : names of the tables of an index.
    new : refuse a folder that holds anything else.

    Raises
    ------
    SearchIndexError
        When there is no folder, or, with `new`, when it holds something else.
    OptionError
        For a name that LanceDB cannot open.
    MissingExtraError
        When LanceDB is not installed.
    """
    local = "://" not in uri
    if local:
        path = Path(_openable(absolute(uri)))
        if not new and not path.is_dir():
            # LanceDB would make it.
            raise SearchIndexError(f"{uri}: no index is there; `lausch index create` makes one")
        if new and path.exists():
            ours = {f"{name}.lance" for name in tables}
            if not path.is_dir() or {entry.name for entry in path.iterdir()} - ours:
                raise SearchIndexError(
                    f"{uri}: something else is there; an index has its own folder"
                )
    try:
        import lancedb
    except ImportError as error:
        raise MissingExtraError("indexes need LanceDB: `pip install 'lausch[index]'`") from error
    with reached(uri):
        # Every search sees what other processes have added before it.
        place = str(path) if local else uri
        return lancedb.connect(place, read_consistency_interval=timedelta(0))


def _openable(path: str) -> str:
    if any(ord(each) < 32 or ord(each) == 127 or 0xD800 <= ord(each) < 0xE000 for each in path):
        raise OptionError(
            f"{printable(path)}: the path of an index is UTF-8 without control characters, which "
            "LanceDB cannot open; choose another one"
        )
    return path


def present_tables(database: Any) -> list[str]:
    """The names of its tables."""
    names: list[str] = database.list_tables().tables
    return names


def create_tables(database: Any, schemas: Mapping[str, Any], last: str) -> bool:
    """Make tables, `last` at the end: whoever makes that one has made the index.

    Returns False where it is there already, because an index is, or another process is making one.
    """

    present = present_tables(database)
    if last in present:
        return False
    for name in sorted(schemas, key=lambda name: name == last):
        try:
            if name not in present:
                database.create_table(name, schema=schemas[name])
        except Exception:
            with suppress(Exception):
                database.open_table(name)  # which another process has just made
                if name == last:
                    return False
                continue
            with suppress(Exception):
                database.drop_table(name)  # half of it is there when the disk is full
            raise
    return True


@contextmanager
def reached(uri: str) -> Iterator[None]:
    """Whatever LanceDB raises inside the block, in a sentence; what it prints is left out.

    Raises
    ------
    SearchIndexError
        When the disk is full or protected, or an address cannot be reached.
    IndexDamagedError
        For everything else: files are missing, or are not as they were written.
    """
    try:
        with quiet():  # its threads print where in its source they panicked
            yield
    except LauschError:
        raise
    except Exception as error:
        text = _PLACE.sub("", " ".join(str(error).split()))
        number = _NUMBER.search(text)
        code = int(number[1]) if number else getattr(error, "errno", None)
        if code in _UNWRITABLE:
            raise SearchIndexError(
                f"{uri}: the index cannot be written: {os.strerror(code)}"
            ) from error
        if "://" in uri:
            raise SearchIndexError(
                f"{uri}: cannot be reached: {text[:300]}; is the address right, and is access "
                "allowed?"
            ) from error
        raise IndexDamagedError(
            f"{uri}: the index cannot be read: {text[:300]}; files in it are damaged or missing: "
            "make it again, or bring it back from a copy"
        ) from error


def retried(uri: str, tables: Callable[[], Sequence[Any]], task: Callable[[], T]) -> T:
    """Repeat a task on the newest version of tables if a writer has just removed the one in use."""
    try:
        with quiet():
            return task()
    except LauschError:
        raise
    except Exception:
        with reached(uri):
            for table in tables():
                table.checkout_latest()
            return task()
