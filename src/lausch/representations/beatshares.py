"""Beat-synchronous frames that move with the beats: no frame jumps from one part to another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Times
from lausch.frames import FloatArray
from lausch.representations.beatwise import Beatwise

_SHORTEST = 1e-3
"""Length of a part in frames, even of an empty one."""


@dataclass(frozen=True)
class BeatShares(Beatwise):
    """`Beatwise` in which a frame that lies in two parts counts in each by its share.

    The attack of a drum is one or two frames. Where whole frames are counted, beats that are moved
    by 2 ms can move all of it into the part before, and with it the downbeats of a whole song.
    """

    def between(self, frames: FloatArray, bounds: Times) -> FloatArray:
        """Means of frames between neighbouring bounds (s); frame n is half a frame around n."""
        clock = self.of.clock
        places = np.asarray(bounds, dtype=np.float64) * clock.rate / clock.hop + 0.5
        begin = np.clip(places[:-1], 0.0, len(frames) - _SHORTEST)
        end = np.clip(places[1:], begin + _SHORTEST, len(frames))
        first, last = int(begin.min()), int(np.ceil(end.max()))
        sums = np.zeros((last - first + 1, frames.shape[1]))
        np.cumsum(frames[first:last], axis=0, out=sums[1:])
        spans = _at(sums, end - first) - _at(sums, begin - first)
        means: FloatArray = (spans / (end - begin)[:, None]).astype(np.float32)
        return means


def _at(sums: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of `sums` at fractional places, on straight lines between whole ones."""
    whole = np.minimum(places.astype(np.int64), len(sums) - 2)
    rows: NDArray[np.float64] = sums[whole]
    rows += (places - whole)[:, None] * (sums[whole + 1] - rows)
    return rows
