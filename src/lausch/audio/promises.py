"""How many bytes of sound a header promises, and how many of them are there.

libsndfile corrects a header that promises more than the file holds, and says nothing.
"""

from __future__ import annotations

import os
from typing import BinaryIO

_STREAMED = 0x7FFF0000
"""From here on a size of 32 bits says that its writer did not know it."""
_W64_DATA = b"data\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a"
_MANY_CHUNKS = 10_000


def promised_bytes(file: BinaryIO) -> tuple[int, int] | None:
    """Bytes of sound (promised, present) in WAV, RF64, AIFF, AU and W64; None where none is said.

    Parameters
    ----------
    file : at its start; left anywhere.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(40)
    if head[:4] in (b"RIFF", b"RIFX", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return _chunked(file, size, b"data", "big" if head[:4] == b"RIFX" else "little")
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return _chunked(file, size, b"SSND", "big")
    if head[:4] in (b".snd", b"dns."):
        order = "big" if head[:4] == b".snd" else "little"
        begin, length = (int.from_bytes(head[at : at + 4], order) for at in (4, 8))  # type: ignore[arg-type]
        return _held(begin, length, size)
    if head.startswith(b"riff\x2e\x91\xcf\x11"):
        return _wave64(file, size)
    return None


def _held(begin: int, length: int, size: int) -> tuple[int, int] | None:
    if not 0 < length < _STREAMED or begin >= size:
        return None
    return length, min(length, size - begin)


def _chunked(file: BinaryIO, size: int, wanted: bytes, order: str) -> tuple[int, int] | None:
    at, long = 12, 0
    for _ in range(_MANY_CHUNKS):
        file.seek(at)
        head = file.read(24)
        if len(head) < 8:
            return None
        length = int.from_bytes(head[4:8], order)  # type: ignore[arg-type]
        if head[:4] == b"ds64":  # RF64 has its sizes of 64 bits here
            long = int.from_bytes(head[16:24], "little")
        if head[:4] == wanted:
            if length == 0xFFFFFFFF and long:
                return (long, min(long, size - at - 8)) if long < 1 << 62 else None
            return _held(at + 8, length, size)
        at += 8 + length + length % 2
    return None


def _wave64(file: BinaryIO, size: int) -> tuple[int, int] | None:
    at = 40
    for _ in range(_MANY_CHUNKS):
        file.seek(at)
        head = file.read(24)
        if len(head) < 24:
            return None
        length = int.from_bytes(head[16:24], "little")
        if head[:16] == _W64_DATA:
            return (length - 24, min(length - 24, size - at - 24)) if length < 1 << 62 else None
        at += max(24, length + -length % 8)
    return None


def unread_share(file: BinaryIO) -> float:
    """Of a WAV, the share of the file behind its sound that is no chunk either, 0 to 1."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return 0.0
    at = 12
    for _ in range(_MANY_CHUNKS):
        file.seek(at)
        head = file.read(8)
        length = int.from_bytes(head[4:8], "little")
        if len(head) < 8 or not all(32 <= byte < 127 for byte in head[:4]):
            break
        if at + 8 + length > size:  # the sound itself, of a size that its writer did not know
            return 0.0
        at += 8 + length + length % 2
    return max(0.0, 1 - at / size)
