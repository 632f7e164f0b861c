"""The pages of an Ogg file: chained streams, and missing pages."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import BinaryIO

_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_CONTINUED, _FIRST, _LAST = 1, 2, 4


@dataclass
class Link:
    """A stream, or group of streams, of a chained file.

    `begin` and `end` are bytes; `whole` says whether every stream has its last page, and `holes`
    is the number of missing or damaged pages.
    """

    begin: int
    end: int
    whole: bool = True
    holes: int = 0


def ogg_links(file: BinaryIO) -> list[Link]:
    """The chained streams of a file at its start; empty if it is no Ogg file."""
    links: list[Link] = []
    open_streams: dict[bytes, int] = {}
    begun = False  # whether the current link has pages behind its first ones
    at = 0
    while header := file.read(27):
        if not header.startswith(b"OggS") or len(header) < 27:
            if not links:
                return []
            page_at = _next(file, at + 1)
            links[-1].holes += page_at is not None
            if page_at is None:
                break
            at = page_at
            continue
        sizes = file.read(header[26])
        body = file.read(sum(sizes))
        page = header + sizes + body
        if len(page) < 27 + header[26] or len(body) < sum(sizes):  # cut off inside
            if links:
                links[-1].end = at + len(page)
            break
        if not _sound(page):
            if links:
                links[-1].holes += 1
            page_at = _next(file, at + 1)
            if page_at is None:
                break
            at = page_at
            continue
        flags, serial = header[5], header[14:18]
        number = int.from_bytes(header[18:22], "little")
        if flags & _FIRST:
            if begun or not links:
                if links:
                    links[-1].whole = not open_streams
                links.append(Link(at, at))
                open_streams, begun = {}, False
        elif links:
            begun = True
            if serial in open_streams and number > open_streams[serial] + 1:
                links[-1].holes += 1
        if not links:
            return []
        open_streams[serial] = number
        if flags & _LAST:
            del open_streams[serial]
        at += len(page)
        links[-1].end = at
    if links:
        links[-1].whole = not open_streams
    return links


def _sound(page: bytes) -> bool:
    """Whether the checksum is right: CRC-32 as in ZIP, with reversed bits."""
    mirrored = (page[:22] + bytes(4) + page[26:]).translate(_MIRRORED)
    value = zlib.crc32(mirrored, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{value:032b}"[::-1], 2) == int.from_bytes(page[22:26], "little")


def _next(file: BinaryIO, at: int) -> int | None:
    """The position of the next page, where the file is left."""
    while True:
        file.seek(at)
        data = file.read(1 << 16)
        offset = data.find(b"OggS")
        if offset >= 0:
            file.seek(at + offset)
            return at + offset
        if len(data) < 1 << 16:
            return None
        at += len(data) - 3
