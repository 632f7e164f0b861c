"""Pooling by statistics: the mean, the deviation, extremes and moments of frames in a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.part import Part


def _third(rows: FloatArray) -> FloatArray:
    moment: FloatArray = np.cbrt(((rows - rows.mean(axis=0)) ** 3).mean(axis=0))
    return moment


def _fourth(rows: FloatArray) -> FloatArray:
    moment: FloatArray = ((rows - rows.mean(axis=0)) ** 4).mean(axis=0) ** np.float32(0.25)
    return moment


FUNCTIONS: dict[str, Callable[[FloatArray], FloatArray]] = {
    "mean": lambda rows: rows.mean(axis=0),
    "deviation": lambda rows: rows.std(axis=0),
    "max": lambda rows: rows.max(axis=0),
    "min": lambda rows: rows.min(axis=0),
    "third": _third,
    "fourth": _fourth,
}
"""Central moments have their root, so that all are as large as the frames are."""


@dataclass(frozen=True)
class Moments(Part):
    """Statistics of the frames in a window (Hamel, Lemieux, Bengio and Eck, ISMIR 2011).

    Frame n pools `frames` frames of `of`, in whose middle its time is; beyond the recording there
    is none.

    Parameters
    ----------
    of : what is pooled.
    frames, step : of `of`: those of a window, and those from one to the next.
    functions : names of `FUNCTIONS` with blanks between them.
    """

    of: Part
    frames: int
    step: int
    functions: str = "mean deviation max min"

    def __post_init__(self) -> None:
        if self.frames < 1 or self.step < 1:
            raise OptionError(f"a window has at least 1 frame, not {self.frames} every {self.step}")
        unknown = sorted(set(self.names) - set(FUNCTIONS))
        if unknown or not self.names:
            raise OptionError(f"pooling is by some of {', '.join(FUNCTIONS)}, not {unknown}")

    @property
    def names(self) -> tuple[str, ...]:
        """The functions."""
        return tuple(self.functions.split())

    @property
    def clock(self) -> Clock:
        return Clock(self.of.clock.rate, self.of.clock.hop * self.step)

    @property
    def reach_samples(self) -> int:
        return self.of.reach_samples + (self.frames + self.of.reach_frames) * self.of.clock.hop

    @property
    def width(self) -> int:
        return len(self.names) * len(self.of.columns)

    @property
    def label(self) -> str:
        return self.of.label

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{function} of {name}" for function in self.names for name in self.of.columns)

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), functions * columns), all columns of a function first."""
        values = self.of.finish(self.of.measure(samples))
        count = self.clock.count(len(samples))
        out = np.empty((count, self.width), dtype=np.float32)
        for frame in range(count):
            first = frame * self.step - self.frames // 2
            rows = values[max(first, 0) : first + self.frames]
            out[frame] = np.concatenate([FUNCTIONS[name](rows) for name in self.names])
        return out

    @property
    def unlearnt(self) -> Part | None:
        return self.of.unlearnt

    def learnt(self, rows: FloatArray) -> Self:
        settings: Any = self
        result: Self = replace(settings, of=self.of.learnt(rows))
        return result
