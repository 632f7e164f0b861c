"""The result of every decoder: facts about the file, and its samples piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lausch.frames import FloatArray

PIECE_SAMPLES = 1 << 15


class UndecodableError(Exception):
    """A decoder gives up; the ladder tries the next one and words the error for the user."""


class HeaderOnlyError(UndecodableError):
    """A known format with a header that promises no samples."""


@dataclass
class Stream:
    """An opened recording.

    Parameters
    ----------
    decoder, version, codec : see `Provenance`.
    rate : Hz.
    channels : number of channels.
    promised : samples per channel according to the header; None if it has no number.
    pieces : float32 arrays (n, channels); reading them may raise UndecodableError.
    close : closes a stream whose pieces are not read; at their end they close it themselves.
    notes : filled while the pieces are read.
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
