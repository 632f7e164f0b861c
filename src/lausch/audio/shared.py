"""Samples for several readers of one recording: decoded once, and resampled once for each rate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lausch.audio.provenance import Provenance
from lausch.frames import FloatArray

STORED_SAMPLES = 1 << 25
"""128 MiB, or 12 minutes at 44.1 kHz; longer recordings are decoded again for every reader."""


@dataclass
class Samples:
    """Read-only mono samples by their rate; `room` is the number of samples still to store."""

    room: int = STORED_SAMPLES
    entries: dict[int, tuple[list[FloatArray], Provenance]] = field(default_factory=dict)

    def original(self) -> tuple[list[FloatArray], Provenance] | None:
        """The samples at the recording's own rate, if they are stored."""
        entries = self.entries.values()
        return next((entry for entry in entries if entry[1].rate == entry[1].original_rate), None)

    def store(
        self,
        pieces: Iterator[FloatArray],
        provenance: Callable[[], Provenance],
        *,
        expected: float = 0.0,
    ) -> Iterator[FloatArray]:
        """The same pieces of one rate, stored once they are read to the end, if there is room.

        Their provenance is complete at the end. Nothing is stored if so many samples as `expected`
        have no room.
        """
        parts: list[FloatArray] | None = [] if expected <= self.room else None
        count = 0
        for piece in pieces:
            count += len(piece)
            if parts is not None and count <= self.room:
                piece.flags.writeable = False
                parts.append(piece)
            else:
                parts = None
            yield piece
        origin = provenance()
        if parts is not None and origin.rate not in self.entries:
            self.room -= count
            self.entries[origin.rate] = parts, origin
