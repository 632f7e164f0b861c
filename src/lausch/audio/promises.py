"""How many bytes of sound a header promises, and how many of them are there.

libsndfile corrects a header that promises more than the file holds, and says nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO, Literal, TypeAlias

ByteOrder: TypeAlias = Literal["big", "little"]

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
        order: ByteOrder = "big" if head[:4] == b".snd" else "little"
        begin, length = (int.from_bytes(head[at : at + 4], order) for at in (4, 8))
        return _held(begin, length, size)
    if head.startswith(b"riff\x2e\x91\xcf\x11"):
        return _wave64(file, size)
    return None


def _held(begin: int, length: int, size: int) -> tuple[int, int] | None:
    if not 0 < length < _STREAMED or begin >= size:
        return None
    return length, min(length, size - begin)


def _chunks(
    file: BinaryIO, order: ByteOrder, at: int = 12, wide: bool = False
) -> Iterator[tuple[int, int, bytes]]:
    """Place, length and first 24 bytes of every chunk; `wide` ones (W64) have 64 bits of length."""
    least = 24 if wide else 8
    for _ in range(_MANY_CHUNKS):
        file.seek(at)
        head = file.read(24)
        if len(head) < least:
            return
        field = head[16:24] if wide else head[4:8]
        length = int.from_bytes(field, order)
        yield at, length, head
        at += max(24, length + -length % 8) if wide else 8 + length + length % 2


def _long(length: int, left: int) -> tuple[int, int] | None:
    return (length, min(length, left)) if length < 1 << 62 else None


def _chunked(file: BinaryIO, size: int, wanted: bytes, order: ByteOrder) -> tuple[int, int] | None:
    long = 0
    for at, length, head in _chunks(file, order):
        if head[:4] == b"ds64":  # RF64 has its sizes of 64 bits here
            long = int.from_bytes(head[16:24], "little")
        if head[:4] == wanted:
            if length == 0xFFFFFFFF and long:
                return _long(long, size - at - 8)
            return _held(at + 8, length, size)
    return None


def _wave64(file: BinaryIO, size: int) -> tuple[int, int] | None:
    chunks = _chunks(file, "little", at=40, wide=True)
    found = next(((at, length) for at, length, head in chunks if head[:16] == _W64_DATA), None)
    return None if found is None else _long(found[1] - 24, size - found[0] - 24)


def unread_share(file: BinaryIO) -> float:
    """Of a WAV, the share of the file behind its sound that is no chunk either, 0 to 1."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return 0.0
    end = 12
    for at, length, head in _chunks(file, "little"):
        if not all(32 <= byte < 127 for byte in head[:4]):
            break
        end = at + 8 + length + length % 2
        if at + 8 + length > size:  # the sound itself, of a size that its writer did not know
            return 0.0
    return max(0.0, 1 - end / size)
