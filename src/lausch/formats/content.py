"""The content of a file of annotations: bounded bytes of a regular file, and their text."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from lausch.errors import FormatError
from lausch.files import printable

LARGEST_BYTES = 100_000_000
LARGEST_DOCUMENT_BYTES = 500_000_000
"""Of JSON, in which activations stand."""
MOST_ITEMS = 10_000_000
"""At most this many commas in JSON; 24 h of a contour have fewer."""
MOST_ELEMENTS = 1_500_000
"""At most this many marks in XML."""
STANDARD_INPUT = Path("-")
_MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"))
_ENCODINGS = (*_MARKS, (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_CONTROLS = frozenset(range(32)) - set(b"\t\n\r\f\v\x1c\x1d\x1e\x1f") | {127}
"""Bytes that no text has."""


def bytes_of(path: str | os.PathLike[str], *, largest: int = LARGEST_BYTES) -> bytes:
    """The bytes of a regular file; `-` is standard input.

    Pipes, devices and folders are refused before they are opened, and at most `largest` bytes are
    read. Raises FormatError when it cannot be read, is no regular file, or is larger.
    """
    path = Path(path)
    name = printable(path)
    if path == STANDARD_INPUT:
        data = _piped(sys.stdin)
    else:
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise FormatError(
                    f"{name}: cannot be read: a folder, pipe or device, and no file; write what "
                    "it gives into a file, or pass - and pipe it in"
                )
            with path.open("rb") as file:
                data = file.read(largest + 1)
        except (OSError, ValueError) as error:
            if isinstance(error, FormatError):
                raise
            reason = getattr(error, "strerror", None) or str(error)
            raise FormatError(f"{name}: cannot be read: {reason}") from error
    if len(data) > largest:
        raise FormatError(f"{name}: larger than {largest:,} bytes; is it an annotation?")
    return data


@lru_cache(maxsize=1)
def _piped(stream: TextIO) -> bytes:
    """Kept, because what is checked first is read again later."""
    return stream.buffer.read(LARGEST_BYTES + 1)


def text_of(data: bytes, source: str) -> str:
    """Bytes as text: UTF-8, UTF-16 or UTF-32 by its byte order mark, UTF-16 without, or Latin-1.

    Raises FormatError when it is no text, which is what control characters tell.
    """
    encoding = next((name for mark, name in _ENCODINGS if data.startswith(mark)), _unmarked(data))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or _CONTROLS.intersection(data):
            raise FormatError(
                f"{source}: not UTF-8 text (byte {error.start}); is it sound and not an "
                "annotation, or a spreadsheet that was not saved as CSV? Text is saved as UTF-8"
            ) from error
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise FormatError(
            f"{source}: it holds NUL bytes; is it sound, or UTF-16 without a byte order mark? save "
            "it as UTF-8"
        )
    return text


def _unmarked(data: bytes) -> str:
    """UTF-16 where every other byte of the beginning is 0, as digits have it; else UTF-8."""
    zeros = [data[first:4096:2].count(0) for first in (0, 1)]
    if min(zeros) or 2 * max(zeros) < len(data[:4096:2]):
        return "utf-8"
    return "utf-16-le" if zeros[1] else "utf-16-be"


def json_of(text: str, name: str, **options: Any) -> Any:
    """JSON of no more items than a recording has, or a FormatError."""
    if text.count(",") > MOST_ITEMS:
        raise FormatError(f"{name}: more than {MOST_ITEMS:,} items; is it an annotation?")
    try:
        return json.loads(text, **options)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{name}: not JSON ({error}); was it cut off?") from error


@contextmanager
def entries_of(name: str) -> Iterator[None]:
    """FormatError for entries of a document that are missing, of another type or out of range."""
    try:
        yield
    except FormatError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        what = f"misses {error}" if isinstance(error, KeyError) else str(error)
        raise FormatError(f"{name}: {what}; was it edited by hand?") from error


def xml_of(text: str, name: str, what: str, cause: str = "was it cut off?") -> Any:
    """The root of XML of no more elements than a recording has, or a FormatError.

    `what` names the kind of file, and `cause` is the question when it is no XML.
    """
    from xml.etree import ElementTree

    if text.count("<") > MOST_ELEMENTS:
        raise FormatError(f"{name}: more than {MOST_ELEMENTS:,} elements; is it an annotation?")
    if "<!ENTITY" in text:
        raise FormatError(f"{name}: it defines entities, which no {what} does")
    try:
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise FormatError(f"{name}: not XML ({error}); {cause}") from error
