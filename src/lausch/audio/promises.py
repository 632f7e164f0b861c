"""The bytes of sound that a header promises, and those that exist.

Decoders silently correct headers that promise more than the file contains.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from lausch.audio.headers import HEADERS, Place, chunks
from lausch.audio.source import FileSource

LEAST_LACKING = 0.01  # seconds: some writers are wrong by their own header
MUCH_UNREAD = 0.1
_STREAMED = 0x7FFF0000
"""Larger 32-bit sizes mean that the writer did not know the size."""
_HEAD = 4096


def promised_bytes(file: BinaryIO) -> tuple[int, int] | None:
    """Bytes of sound (promised, present); None if the header has no length."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(_HEAD)
    for at, magic, place in HEADERS:
        if head.startswith(magic, at):
            sound: Place | None = place(file, head, size)
            break
    else:
        return None
    if sound is None or sound.begin >= size:
        return None
    if not 0 < sound.length < (1 << 62 if sound.wide else _STREAMED):
        return None
    return sound.length, min(sound.length, size - sound.begin)


def remarks(source: FileSource, count: int, rate: int) -> Iterator[str]:
    """Notes on sound that the header promises but is missing, and on bytes after the sound.

    `count` is the number of samples by the decoder, or 0 if unknown, `rate` is in Hz.
    """
    with source.open() as file:
        promise, present = promised_bytes(file) or (0, 0)
        share = _unread_share(file)
    lacking = count * (promise - present) / max(1, present) / rate
    if lacking > LEAST_LACKING:
        yield (
            f"ends after {count / rate:.2f} s of the {count / rate + lacking:.2f} s its header "
            "promises: cut off"
        )
    elif not count and promise > present:
        yield f"{promise - present:,} bytes that its header promises are missing: cut off"
    if share > MUCH_UNREAD:
        yield (
            f"{share:.0%} of the file ".replace("%", " %")
            + "stand behind the sound that its header announces, and were not read"
        )


def _unread_share(file: BinaryIO) -> float:
    """The share of a WAV after its sound that is no chunk, 0 to 1."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return 0.0
    end = 12
    for at, length, head in chunks(file, "little"):
        if not all(32 <= byte < 127 for byte in head[:4]):
            break
        end = at + 8 + length + length % 2
        if at + 8 + length > size:  # the sound itself, of unknown size
            return 0.0
    return max(0.0, 1 - end / size)
