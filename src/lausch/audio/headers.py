"""Position and length of the sound in bytes, by the headers of containers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Literal, NamedTuple, TypeAlias

ByteOrder: TypeAlias = Literal["big", "little"]

_MANY_CHUNKS = 10_000
_W64_DATA = b"data\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a"
_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_MAT4_BYTES = {0: 8, 1: 4, 2: 4, 3: 2, 4: 2, 5: 1}


class Place(NamedTuple):
    """Begin and length of the sound in bytes.

    `wide` says that the length has 64 bits; in 32 bits the largest lengths mean "unknown".
    """

    begin: int
    length: int
    wide: bool = False


Reader: TypeAlias = Callable[[BinaryIO, bytes, int], Place | None]
"""Reads the header of a file, with its first bytes and its size."""


def chunks(
    file: BinaryIO, order: ByteOrder, at: int = 12, form: str = "4 4"
) -> Iterator[tuple[int, int, bytes]]:
    """Position, length and first 24 bytes of every chunk of a file.

    The first chunk is `at` a position. `form` has the numbers of bytes of name and length: "4 4"
    (RIFF, IFF), "4 8" (CAF) or "16 8" (W64, whose length includes its own 24 bytes).
    """
    name, field = map(int, form.split())
    size = file.seek(0, 2)
    for _ in range(_MANY_CHUNKS):
        if at >= size:
            return
        file.seek(at)
        head = file.read(24)
        if len(head) < name + field:
            return
        length = int.from_bytes(head[name : name + field], order)
        yield at, length, head
        if form == "16 8":
            at += max(24, length + -length % 8)
        else:
            at += name + field + length + (length % 2 if field == 4 else 0)


def _number(data: bytes, at: int, size: int, order: ByteOrder) -> int:
    return int.from_bytes(data[at : at + size], order)


def _wave(file: BinaryIO, head: bytes, size: int) -> Place | None:
    order: ByteOrder = "big" if head[:4] == b"RIFX" else "little"
    if head[8:11] == b"AVI":
        return Place(8, _number(head, 4, 4, order))
    long = 0
    for at, length, chunk in chunks(file, order) if head[8:12] == b"WAVE" else ():
        if chunk[:4] == b"ds64":  # RF64 has its sizes of 64 bits here
            long = _number(chunk, 16, 8, order)
        if chunk[:4] == b"data":
            return Place(at + 8, long, True) if length == 0xFFFFFFFF else Place(at + 8, length)
    return None


def _iff(file: BinaryIO, head: bytes, size: int) -> Place | None:
    name = b"SSND" if head[8:11] == b"AIF" else b"BODY"
    every = chunks(file, "big")
    return next((Place(at + 8, long) for at, long, each in every if each[:4] == name), None)


def _caf(file: BinaryIO, head: bytes, size: int) -> Place | None:
    every = chunks(file, "big", at=8, form="4 8")
    return next((Place(at + 12, n, True) for at, n, each in every if each[:4] == b"data"), None)


def _wave64(file: BinaryIO, head: bytes, size: int) -> Place | None:
    every = chunks(file, "little", at=40, form="16 8")
    data = ((at, long) for at, long, each in every if each[:16] == _W64_DATA)
    return next((Place(at + 24, long - 24, True) for at, long in data), None)


def _au(file: BinaryIO, head: bytes, size: int, order: ByteOrder = "big") -> Place:
    return Place(_number(head, 4, 4, order), _number(head, 8, 4, order))


def _avr(file: BinaryIO, head: bytes, size: int) -> Place:
    channels = 2 if _number(head, 12, 2, "big") else 1
    return Place(128, _number(head, 26, 4, "big") * channels * (_number(head, 14, 2, "big") // 8))


def _nist(file: BinaryIO, head: bytes, size: int) -> Place | None:
    fields = dict(re.findall(rb"(\w+) -(?:i|s1) (\d{1,12})\b", head[:1024]))
    names = (b"sample_count", b"channel_count", b"sample_n_bytes")
    if not all(name in fields for name in names) or not head[8:16].strip().isdigit():
        return None
    count, channels, width = (int(fields[name]) for name in names)
    return Place(int(head[8:16]), count * channels * width)


def _voc(file: BinaryIO, head: bytes, size: int) -> Place | None:
    at = _number(head, 20, 2, "little")
    return _overlong(file, size, at, lambda block: (4, _number(block, 1, 3, "little")))


def _mat5(file: BinaryIO, head: bytes, size: int) -> Place | None:
    order: ByteOrder = "little" if head[126:128] == b"IM" else "big"
    return _overlong(file, size, 128, lambda block: (8, _number(block, 4, 4, order)))


def _mat4(file: BinaryIO, head: bytes, size: int) -> Place:
    order: ByteOrder = "big" if head[:4] == b"\0\0\x03\xe8" else "little"
    kind, rows, columns, _, name = (_number(head, at, 4, order) for at in range(39, 59, 4))
    return Place(59 + name, rows * columns * _MAT4_BYTES.get(kind // 10 % 10, 0))


def _mov(file: BinaryIO, head: bytes, size: int) -> Place | None:
    def header(box: bytes) -> tuple[int, int]:
        length = _number(box, 0, 4, "big")
        if length == 1:
            return 16, max(0, _number(box, 8, 8, "big") - 16)
        return 8, length - 8 if length else size  # 0: up to the end, wherever that is

    return _overlong(file, size, 0, header)


def _overlong(
    file: BinaryIO, size: int, at: int, header: Callable[[bytes], tuple[int, int]]
) -> Place | None:
    """The first block that is longer than the remaining file."""
    for _ in range(_MANY_CHUNKS):
        file.seek(at)
        block = file.read(16)
        if len(block) < 16 or not any(block[:4]):
            return None
        own, length = header(block)
        if at + own + length > size:
            return Place(at + own, length)
        at += own + length
    return None


def _matroska(file: BinaryIO, head: bytes, size: int) -> Place | None:
    at, length = _ebml(head, 4)
    at += length
    if head[at : at + 4] != b"\x18\x53\x80\x67":
        return None
    begin, length = _ebml(head, at + 4)
    return Place(begin, length, True)


def _ebml(data: bytes, at: int) -> tuple[int, int]:
    """The position after a number of Matroska, and the number; 0 if unknown."""
    first = data[at] if at < len(data) else 0
    width = 9 - first.bit_length()
    value = _number(data, at, width, "big") & ((1 << 7 * width) - 1)
    return at + width, value if value != (1 << 7 * width) - 1 else 0


def _asf(file: BinaryIO, head: bytes, size: int) -> Place | None:
    at = head.find(_ASF_PROPERTIES)
    return None if at < 0 else Place(0, _number(head, at + 40, 8, "little"), True)


def _psion(file: BinaryIO, head: bytes, size: int) -> Place:
    return Place(32, _number(head, 18, 4, "big"))


def _akai(file: BinaryIO, head: bytes, size: int) -> Place | None:
    if len(head) < 42 or head[21] > 1:  # other files may begin with so short a mark, too
        return None
    return Place(42, 2 * (1 + head[21]) * _number(head, 30, 4, "little"))


HEADERS: tuple[tuple[int, bytes, Reader], ...] = (
    *((0, magic, _wave) for magic in (b"RIFF", b"RIFX", b"RF64", b"BW64")),
    *((8, magic, _iff) for magic in (b"AIFF", b"AIFC", b"8SVX", b"16SV")),
    (0, b"caff", _caf),
    (0, b"riff\x2e\x91\xcf\x11", _wave64),
    (0, b".snd", _au),
    (0, b"dns.", partial(_au, order="little")),
    (0, b"2BIT", _avr),
    (0, b"NIST_1A\n", _nist),
    (0, b"Creative Voice File\x1a", _voc),
    (0, b"MATLAB 5.0 MAT-file", _mat5),
    (20, b"samplerate\0", _mat4),
    (4, b"ftyp", _mov),
    (0, b"\x1a\x45\xdf\xa3", _matroska),
    (0, bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"), _asf),
    (0, b"ALawSoundFile**\0", _psion),
    (0, b"\x01\x04", _akai),
)
"""Position and bytes of a mark, and the reader of its header.

PAF, PVF, IRCAM and broadcast streams have no length; Ogg, MP3 and FLAC are checked elsewhere."""
