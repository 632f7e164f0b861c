"""The pages of an Ogg file: where one stream ends and the next begins, and what is missing."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import BinaryIO

_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_CONTINUED, _FIRST, _LAST = 1, 2, 4


@dataclass
class Link:
    """One of the streams (or groups of them) that are chained in a file.

    Parameters
    ----------
    begin, end : bytes.
    whole : whether every stream has its last page; otherwise the file was cut off.
    holes : pages that are missing or damaged.
    """

    begin: int
    end: int
    whole: bool = True
    holes: int = 0


def ogg_links(file: BinaryIO) -> list[Link]:
    """The chained streams of an Ogg file; empty when it does not begin like one.

    Parameters
    ----------
    file : at its start.
    """
    links: list[Link] = []
    open_streams: dict[bytes, int] = {}
    begun = False  # whether the current link has pages behind its first ones
    at = 0
    while header := file.read(27):
        if not header.startswith(b"OggS") or len(header) < 27:
            if not links:
                return []
            there = _next(file, at + 1)
            links[-1].holes += there is not None
            if there is None:
                break
            at = there
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
            there = _next(file, at + 1)
            if there is None:
                break
            at = there
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
    """Whether the checksum is right: CRC-32 as in ZIP, but with its bits in the other order."""
    mirrored = (page[:22] + bytes(4) + page[26:]).translate(_MIRRORED)
    value = zlib.crc32(mirrored, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{value:032b}"[::-1], 2) == int.from_bytes(page[22:26], "little")


def _next(file: BinaryIO, at: int) -> int | None:
    """The next page from a place on; the file is left there."""
    while True:
        file.seek(at)
        data = file.read(1 << 16)
        found = data.find(b"OggS")
        if found >= 0:
            file.seek(at + found)
            return at + found
        if len(data) < 1 << 16:
            return None
        at += len(data) - 3
