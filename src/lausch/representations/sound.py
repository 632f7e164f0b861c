"""What representations are measured of: anything that yields samples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lausch.errors import ModelError
from lausch.frames import FloatArray

BLOCK_SAMPLES = 1 << 20


class Sound(Protocol):
    """Anything that yields mono samples at a given rate: a recording on disk or in memory."""

    @property
    def rate(self) -> int:
        """Samples per second of what `blocks` yields."""
        ...

    def blocks(self, block_samples: int) -> Iterator[FloatArray]:
        """The samples in order, in pieces."""
        ...


def blocks_at(rate: int, sound: Sound, *, name: str) -> Iterator[FloatArray]:
    """The samples of a sound in blocks; raises ModelError when they are not at this rate.

    Parameters
    ----------
    rate : what the model or formula `name` listens at (Hz).
    """
    if sound.rate != rate:
        raise ModelError(
            f"{name} listens at {rate} Hz, but the sound is at {sound.rate} Hz: "
            f"open it with rate={rate}"
        )
    return sound.blocks(BLOCK_SAMPLES)
