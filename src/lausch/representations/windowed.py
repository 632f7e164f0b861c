"""Parts with a row for each window of another part's frames, such as pooling by statistics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.part import Part


@dataclass(frozen=True)
class Windowed(Part):
    """Frame n is of `frames` frames of `of`, in whose middle its time is.

    Parameters
    ----------
    of : the part that has the frames.
    frames, step : of `of`: those of a window, and those from one to the next.
    """

    of: Part
    frames: int
    step: int

    def __post_init__(self) -> None:
        if self.frames < 1 or self.step < 1:
            raise OptionError(f"a window has at least 1 frame, not {self.frames} every {self.step}")

    @property
    def clock(self) -> Clock:
        return Clock(self.of.clock.rate, self.of.clock.hop * self.step)

    @property
    def reach_samples(self) -> int:
        return self.of.reach_samples + (self.frames + self.of.reach_frames) * self.of.clock.hop

    @property
    def label(self) -> str:
        return self.of.label

    def windows(self, samples: FloatArray) -> Iterator[tuple[int, FloatArray]]:
        """Of each window, its first frame inside the recording and all of these, (n, columns)."""
        values = self.of.finish(self.of.measure(samples))
        for frame in range(self.clock.count(len(samples))):
            first = frame * self.step - self.frames // 2
            yield max(-first, 0), values[max(first, 0) : first + self.frames]

    @property
    def unlearnt(self) -> Part | None:
        return self.of.unlearnt

    def learnt(self, rows: FloatArray) -> Self:
        settings: Any = self
        result: Self = replace(settings, of=self.of.learnt(rows))
        return result
