"""The result of a decoder: facts about the file, and its samples piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from lausch.frames import FloatArray

PIECE_SAMPLES = 1 << 15
QUALITY = "HQ"
"""Of resampling by soxr."""


class UndecodableError(Exception):
    """A decoder cannot read a file; `decode` tries the next one, or raises AudioError."""


class HeaderOnlyError(UndecodableError):
    """The header of a known format says that there are no samples."""


@dataclass
class Stream:
    """An opened recording.

    Parameters
    ----------
    decoder, version, codec : see `Provenance`.
    rate : Hz.
    channels : number of channels.
    promised : samples per channel by the header; None if unknown.
    pieces : float32 arrays (n, channels); reading them may raise UndecodableError.
    close : closes a stream before its pieces are read to the end.
    notes : complete at the end of the pieces.
    encoder_delay : see `Provenance`.
    """

    decoder: str
    version: str
    codec: str
    rate: int
    channels: int
    promised: int | None
    pieces: Iterator[FloatArray]
    close: Callable[[], None] = lambda: None
    notes: list[str] = field(default_factory=list)
    encoder_delay: float = 0.0


def recut(arrays: Iterable[FloatArray], count: int) -> Iterator[FloatArray]:
    """The same samples in pieces of exactly `count` along the first axis; the last may be shorter.

    At most one piece and one incoming array are in memory.
    """
    parts: list[FloatArray] = []
    size = 0
    for array in arrays:
        start = 0
        while size + len(array) - start >= count:
            end = start + count - size
            parts.append(array[start:end])
            yield parts[0] if len(parts) == 1 else np.concatenate(parts)
            parts, size, start = [], 0, end
        if start < len(array):
            parts.append(array[start:])
            size += len(array) - start
    if parts:
        yield parts[0] if len(parts) == 1 else np.concatenate(parts)


def resampled(stream: Stream, pieces: Iterable[FloatArray], rate: int) -> Iterator[FloatArray]:
    """Pieces (n, channels) of a stream at another rate in Hz."""
    if rate == stream.rate:
        yield from pieces
        return
    import soxr

    convert = soxr.ResampleStream(stream.rate, rate, stream.channels, quality=QUALITY)
    for piece in pieces:
        yield convert.resample_chunk(piece).reshape(-1, stream.channels)
    rest = np.zeros((0, stream.channels), dtype=np.float32)
    yield convert.resample_chunk(rest, last=True).reshape(-1, stream.channels)
