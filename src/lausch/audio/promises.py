"""How many bytes of sound a header promises, and how many of them are there.

Decoders correct a header that promises more than the file holds, and say nothing.
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
"""From here on a size of 32 bits says that its writer did not know it."""
_HEAD = 4096


def promised_bytes(file: BinaryIO) -> tuple[int, int] | None:
    """Bytes of sound (promised, present); None where the header does not say.

    Parameters
    ----------
    file : at its start; left anywhere.
    """
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
    """What the header promises and the file does not hold, and what it holds unannounced.

    Parameters
    ----------
    source : the file.
    count, rate : samples that its decoder announces, and Hz; a count of 0 is unknown.
    """
    with source.open() as file:
        promised, present = promised_bytes(file) or (0, 0)
        share = _unread_share(file)
    lacking = count * (promised - present) / max(1, present) / rate
    if lacking > LEAST_LACKING:
        yield (
            f"ends after {count / rate:.2f} s of the {count / rate + lacking:.2f} s its header "
            "promises: cut off"
        )
    elif not count and promised > present:
        yield f"{promised - present:,} bytes that its header promises are missing: cut off"
    if share > MUCH_UNREAD:
        yield (
            f"{share:.0%} of the file ".replace("%", " %")
            + "stand behind the sound that its header announces, and were not read"
        )


def _unread_share(file: BinaryIO) -> float:
    """Of a WAV, the share of the file behind its sound that is no chunk either, 0 to 1."""
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
        if at + 8 + length > size:  # the sound itself, of a size that its writer did not know
            return 0.0
    return max(0.0, 1 - end / size)
