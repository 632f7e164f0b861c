"""The chroma of many recordings in one array, so that one pass matches them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray
from lausch.retrieval.chroma import BINS, normalised

WALL_FRAMES = 2


@dataclass(frozen=True, eq=False)
class ChromaBatch:
    """Normalised chroma of recordings, one after the other, with NaN between them.

    Frames are float32 (frames, 12); each recording is followed by two rows of NaN. `starts` and
    `lengths` are in frames.
    """

    names: tuple[str, ...]
    frames: FloatArray
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, recordings: Mapping[str, FloatArray]) -> ChromaBatch:
        """Join recordings.

        `recordings` maps names to chroma, (frames, 12), not yet normalised.
        """
        wall = np.full((WALL_FRAMES, BINS), np.nan, np.float32)
        parts: list[FloatArray] = []
        for chroma in recordings.values():
            parts += [normalised(chroma.astype(np.float32, copy=False)), wall]
        lengths = np.array([len(chroma) for chroma in recordings.values()], dtype=np.int64)
        starts = np.cumsum(lengths + WALL_FRAMES) - lengths - WALL_FRAMES
        frames = np.concatenate(parts) if parts else np.zeros((0, BINS), np.float32)
        return cls(tuple(recordings), frames, starts, lengths)

    def __len__(self) -> int:
        return len(self.names)

    @property
    def owners(self) -> NDArray[np.int64]:
        """The number of each frame's recording; rows of NaN belong to the one before."""
        return np.repeat(np.arange(len(self)), self.lengths + WALL_FRAMES)

    def part(self, number: int) -> FloatArray:
        """The frames of one recording."""
        start = self.starts[number]
        frames: FloatArray = self.frames[start : start + self.lengths[number]]
        return frames

    def select(self, numbers: NDArray[np.int64]) -> ChromaBatch:
        """A batch of the recordings with these numbers, in this order."""
        ends = self.starts[numbers] + self.lengths[numbers] + WALL_FRAMES
        spans = [np.arange(a, b) for a, b in zip(self.starts[numbers], ends, strict=True)]
        rows = np.concatenate(spans) if spans else np.zeros(0, np.int64)
        lengths = self.lengths[numbers]
        starts = np.cumsum(lengths + WALL_FRAMES) - lengths - WALL_FRAMES
        names = tuple(self.names[number] for number in numbers)
        return ChromaBatch(names, self.frames[rows], starts, lengths)
