"""Pooling by statistics: the mean, the deviation, extremes and moments of frames in a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.windowed import Windowed


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
class Moments(Windowed):
    """Statistics of the frames in a window (Hamel, Lemieux, Bengio and Eck, ISMIR 2011).

    Frames beyond the recording do not count.

    Parameters
    ----------
    functions : names of `FUNCTIONS` with blanks between them.
    """

    functions: str = "mean deviation max min"

    def __post_init__(self) -> None:
        super().__post_init__()
        unknown = sorted(set(self.names) - set(FUNCTIONS))
        if unknown or not self.names:
            raise OptionError(f"pooling is by some of {', '.join(FUNCTIONS)}, not {unknown}")

    @property
    def names(self) -> tuple[str, ...]:
        """The functions."""
        return tuple(self.functions.split())

    @property
    def width(self) -> int:
        return len(self.names) * len(self.of.columns)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{function} of {name}" for function in self.names for name in self.of.columns)

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), functions * columns), all columns of a function first."""
        out = np.empty((self.clock.count(len(samples)), self.width), dtype=np.float32)
        for frame, (_, rows) in enumerate(self.windows(samples)):
            out[frame] = np.concatenate([FUNCTIONS[name](rows) for name in self.names])
        return out
