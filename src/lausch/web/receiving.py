"""What a browser sends: JSON, or a file that is counted while it comes."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from lausch.errors import FormatError
from lausch.files import printable
from lausch.web.document import title_of

MOST_BYTES = 8_000_000
"""Of JSON: more than the corrections of 24 hours of beats have."""
SPARE_BYTES = 1 << 30
"""What is left free on the disk."""
LONGEST_TITLE = 120
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
SUFFIXES = re.compile(r"(\.[a-z0-9_]{1,12}){1,3}\Z", re.ASCII)


async def json_of(request: Request) -> Any:
    """The JSON of a request, of which no more bytes are read than it may have."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            raise HTTPException(413, f"more than {MOST_BYTES:,} bytes; is it a correction?")
    try:
        return json.loads(bytes(data))
    except (ValueError, RecursionError) as error:
        raise FormatError("this is no JSON") from error


def title_in(request: Request) -> str:
    """How the user calls a file: words that are shown, and never part of a path."""
    title = title_of(request.query_params.get("name", "")).strip()
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 20]}…{title[-19:]}"
    return printable(title) or "upload"


def suffix_of(title: str) -> str:
    """The suffix of a title if it is one of letters and digits, by which some decoders choose."""
    suffix = Path(title).suffix.lower()
    return suffix if SUFFIX.fullmatch(suffix) else ""


def length_of(request: Request, most_bytes: int, what: str) -> int:
    """The bytes that a request says it has.

    Raises HTTPException when it says none, or more than `most_bytes`; `what` is what it may be,
    such as "a recording".
    """
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise HTTPException(411, f"{what} comes with its length; send it as a file")
    if int(length) > most_bytes:
        raise HTTPException(
            413, f"{int(length) / 1e6:,.1f} MB; {what} has {most_bytes / 1e6:,.1f} MB at most"
        )
    return int(length)


def suffixes_of(title: str) -> str:
    """All suffixes of a title, such as `.f0.csv`, by which formats are known."""
    found = SUFFIXES.search(title.lower())
    return found[0] if found else ""


async def file_of(request: Request, folder: Path, suffix: str, most_bytes: int, what: str) -> Path:
    """The body of a request as a file with a random name in a folder; all of it, or none.

    Raises HTTPException as `length_of` does, and when it stops before its end, or the disk has no
    room for it.
    """
    expected = length_of(request, most_bytes, what)
    if shutil.disk_usage(folder).free < expected + SPARE_BYTES:
        raise HTTPException(507, "the disk has no room for it; free some, and try again")
    path = folder / f"{secrets.token_hex(12)}{suffix}"
    count = 0
    try:
        with path.open("wb") as file:
            async for chunk in request.stream():
                count += len(chunk)
                if count > expected:
                    raise HTTPException(400, "more came than was announced; send it again")
                await run_in_threadpool(file.write, chunk)
        if count < expected:
            raise HTTPException(400, "less came than was announced; send it again")
        if not count:
            raise HTTPException(400, "the file is empty")
    except ClientDisconnect as error:
        path.unlink(missing_ok=True)
        raise HTTPException(400, "it was cut off on its way; send it again") from error
    except OSError as error:
        path.unlink(missing_ok=True)
        raise HTTPException(507, f"cannot be kept: {error.strerror or error}") from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
