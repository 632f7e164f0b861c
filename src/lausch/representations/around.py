"""AROUND, the step that shows every frame its neighbours, and gives the whole the norm 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.part import Part, Step

SILENCE = 1e-6
"""Frames that are 0 throughout take this value before they are divided by their norm."""


@dataclass(frozen=True)
class Around(Step):
    """The columns of `of` at each of 2 `lag_frames` + 1 frames, oldest first, as unit vectors.

    Beyond the ends the first and the last frame go on. (Abeßer et al., AES Semantic Audio 2017;
    the authors' program has random numbers there.)

    Parameters
    ----------
    of : a spectrum.
    lag_frames : how far it looks back, and ahead.
    """

    of: Part
    lag_frames: int = 2

    def __post_init__(self) -> None:
        if self.lag_frames < 1:
            raise OptionError(
                f"AROUND looks at 1 frame or more to each side, not {self.lag_frames}"
            )

    @property
    def reach_frames(self) -> int:
        return self.lag_frames

    @property
    def columns(self) -> tuple[str, ...]:
        reach = range(-self.lag_frames, self.lag_frames + 1)
        return tuple(f"{name} at {place:+d}" for place in reach for name in self.of.columns)

    def finish(self, values: FloatArray) -> FloatArray:
        """Spectrum (frames, n) to unit vectors (frames, (2 lag + 1) n)."""
        if not len(values):
            return np.zeros((0, len(self.columns)), dtype=np.float32)
        count, lag = len(values), self.lag_frames
        beside = np.empty((count, 2 * lag + 1, values.shape[1]), dtype=np.float32)
        for place in range(2 * lag + 1):
            beside[:, place] = values[np.clip(np.arange(count) + place - lag, 0, count - 1)]
        stacked = beside.reshape(count, -1)
        # Squares of the faintest floats are 0, as those of silence are.
        stacked[np.einsum("nc,nc->n", stacked, stacked) == 0] = SILENCE
        norms = np.sqrt(np.einsum("nc,nc->n", stacked, stacked))[:, None]
        unit: FloatArray = (stacked / norms).astype(np.float32, copy=False)
        return unit
