"""Clocks of two integers, and values on a clock: features and activations."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
PIECE_FRAMES = 8192
SPEED = "speed"
"""The column that says how fast beats are, and not where."""
_DIGITS = 6
"""Decimals of a frame that count: what a product of seconds is wrong by is less."""


@dataclass(frozen=True)
class Clock:
    """Frame n is at second n * hop / rate, with a sample rate in Hz and a hop in samples.

    Both are integers, so the frame rate is never rounded.
    """

    rate: int
    hop: int

    def __post_init__(self) -> None:
        for name in ("rate", "hop"):
            value = getattr(self, name)
            if not isinstance(value, int) or value < 1:
                raise ValueError(f"a clock's {name} is a whole number of at least 1, not {value!r}")

    @property
    def fps(self) -> float:
        """Frames per second, for display and ratios only."""
        return self.rate / self.hop

    def times(self, count: int) -> NDArray[np.float64]:
        """Seconds of the first `count` frames, shape (count,)."""
        return np.arange(count) * self.hop / self.rate

    def seconds(self, frame: NDArray[np.generic] | float) -> NDArray[np.float64]:
        """Seconds of (possibly fractional) frame numbers."""
        return np.asarray(frame, dtype=np.float64) * self.hop / self.rate

    def frames(self, seconds: NDArray[np.generic] | float) -> NDArray[np.int64]:
        """The frame nearest to each time; of two equally near ones the later."""
        exact = np.asarray(seconds, dtype=np.float64) * self.rate / self.hop
        return np.floor(np.round(exact + 0.5, _DIGITS)).astype(np.int64)

    def count(self, samples: int) -> int:
        """Number of frames that cover `samples` samples: one starts at every hop."""
        return -(-samples // self.hop)


@dataclass(frozen=True)
class Frames:
    """Values on a clock: features before a network, activations after it.

    Parameters
    ----------
    values : float32, shape (frames, columns), finite.
    clock : the time of the first axis.
    columns : one name for each column.
    tuning : distance of pitches in the columns from the tuning A4 = 440 Hz, in semitones.
    followed : the column that is decoded, where several networks estimate the same; else empty.
    """

    values: FloatArray
    clock: Clock
    columns: tuple[str, ...]
    tuning: float = 0.0
    followed: str = ""

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.columns):
            raise ValueError(
                f"frames are (frames, {len(self.columns)} columns), not {self.values.shape}"
            )
        if not -1 <= self.tuning <= 1:
            raise ValueError(f"a tuning lies within a semitone, not at {self.tuning}")
        if self.followed and self.followed not in self.columns:
            raise ValueError(f"there is no column {self.followed!r} to follow")
        if self.values.dtype != np.float32:
            raise ValueError(f"frames are float32, not {self.values.dtype}")

    def __len__(self) -> int:
        return int(self.values.shape[0])

    @property
    def times(self) -> NDArray[np.float64]:
        """Seconds of each frame, shape (frames,)."""
        return self.clock.times(len(self))

    @property
    def strongest(self) -> FloatArray:
        """The followed column, or each frame's largest value but its speed, shape (frames,)."""
        if self.followed:
            return self.column(self.followed)
        own = [column for column, name in enumerate(self.columns) if name != SPEED]
        return self._of_rows(lambda rows: rows[:, own].max(axis=1))

    def column(self, name: str) -> FloatArray:
        """One column by name, shape (frames,)."""
        at = self.columns.index(name)
        return self._of_rows(lambda rows: rows[:, at])

    def _of_rows(self, value: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """A value for each row, read piece by piece: rows of hours are in a file."""
        values = np.empty(len(self.values), self.values.dtype)
        for start, piece in pieces(self.values):
            values[start : start + len(piece)] = value(piece)
        return values


def pieces(values: FloatArray, frames: int = PIECE_FRAMES) -> Iterator[tuple[int, FloatArray]]:
    """Each piece of rows with the number of its first; one that is in a file leaves the memory."""
    for start in range(0, len(values), frames):
        yield start, values[start : start + frames]
        release(values)


def release(values: FloatArray) -> None:
    """Rows that are in a file leave the memory, until they are read again."""
    base: Any = values
    while isinstance(base, np.ndarray):
        base = base.base
    mapped = base.obj if isinstance(base, memoryview) else None
    advice = getattr(mmap, "MADV_DONTNEED", None)  # not every system has it
    if isinstance(mapped, mmap.mmap) and advice is not None:
        mapped.madvise(advice)
