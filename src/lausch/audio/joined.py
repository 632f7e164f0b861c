"""Several recordings in one file, read as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from lausch.audio.portions import Portion
from lausch.audio.stream import Stream, resampled
from lausch.errors import AudioError
from lausch.frames import FloatArray


def joined(several: Sequence[Portion], opened: Callable[[Portion], Stream]) -> Stream:
    """All portions, at the rate and with the channels of the first that can be opened.

    Those that cannot be opened are left out, with a note. Raises the first AudioError when there is
    no other.
    """
    failures: list[AudioError] = []
    for number, portion in enumerate(several):
        try:
            first = opened(portion)
        except AudioError as error:
            failures.append(error)
            continue
        first.notes.append(f"{len(several)} recordings stand one after another in this file")
        first.notes.extend(f"one of them cannot be read: {error}" for error in failures)
        first.promised = None
        first.pieces = _pieces(first, first.pieces, several[number + 1 :], opened)
        return first
    raise failures[0]


def _pieces(
    first: Stream,
    pieces: Iterator[FloatArray],
    rest: Sequence[Portion],
    opened: Callable[[Portion], Stream],
) -> Iterator[FloatArray]:
    count = 0
    for piece in pieces:
        count += len(piece)
        yield piece
    for portion in rest:
        begin = count / first.rate
        try:
            stream = opened(portion)
            if (stream.rate, stream.channels) != (first.rate, first.channels):
                first.notes.append(
                    f"from {begin:.2f} s on, {stream.rate} Hz (channels: {stream.channels}) became "
                    f"{first.rate} Hz (channels: {first.channels})"
                )
            for piece in resampled(stream, stream.pieces, first.rate):
                fitted = _fitted(piece, first.channels)
                count += len(fitted)
                yield fitted
        except AudioError as error:
            first.notes.append(f"what begins at {begin:.2f} s cannot be read: {error}")
            continue
        first.notes.extend(note for note in stream.notes if note not in first.notes)


def _fitted(piece: FloatArray, channels: int) -> FloatArray:
    """Samples with this many channels; each is the mean of all if the number differs."""
    if piece.shape[1] == channels:
        return piece
    mean: FloatArray = piece.mean(axis=1, keepdims=True, dtype=np.float32)
    return np.repeat(mean, channels, axis=1)
