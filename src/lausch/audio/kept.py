"""Samples that several readers of one recording share: decoded once, and resampled once a rate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lausch.audio.provenance import Provenance
from lausch.frames import FloatArray

KEPT_SAMPLES = 1 << 25
"""128 MiB: 12 minutes at 44.1 kHz. What does not fit is decoded again for every reader."""


@dataclass
class Kept:
    """Mono samples by their rate, as pieces that nobody may write to.

    Parameters
    ----------
    room : how many samples may still be kept.
    """

    room: int = KEPT_SAMPLES
    entries: dict[int, tuple[list[FloatArray], Provenance]] = field(default_factory=dict)

    def original(self) -> tuple[list[FloatArray], Provenance] | None:
        """The samples as they were decoded, if they are kept."""
        known = self.entries.values()
        return next((entry for entry in known if entry[1].rate == entry[1].original_rate), None)

    def keeping(
        self, pieces: Iterator[FloatArray], provenance: Callable[[], Provenance]
    ) -> Iterator[FloatArray]:
        """The same pieces, which are kept once they are read to the end, if there is room.

        Parameters
        ----------
        pieces : samples of one rate.
        provenance : theirs; it is asked at the end.
        """
        held: list[FloatArray] | None = []
        count = 0
        for piece in pieces:
            count += len(piece)
            if held is not None and count <= self.room:
                piece.flags.writeable = False
                held.append(piece)
            else:
                held = None
            yield piece
        origin = provenance()
        if held is not None and origin.rate not in self.entries:
            self.room -= count
            self.entries[origin.rate] = held, origin
