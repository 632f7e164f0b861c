"""Boundaries from two curves: a network's probabilities, and the change of sound.

A network is sure of boundaries such as those it learnt from. In other music its peaks are lower,
but still the highest. So peaks are compared with the others of the recording, and the novelty of
Foote (ICME 2000), which has learnt nothing, is added to the probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.decoding.boundaries import BoundaryPicker
from lausch.decoding.novelty import checkerboard_novelty
from lausch.frames import Clock, FloatArray

Floats = NDArray[np.float64]

HALF_SECONDS = 20.0
TAPER = 0.5
"""The kernel of `formulas/foote.py`."""


@dataclass(frozen=True)
class Blend:
    """How boundaries are picked from the sum of both curves.

    Parameters
    ----------
    picker : whose threshold is the least height of any boundary: below, the novelty is flat.
    share : least height over the mean of the highest peaks, one for each minute that began.
    """

    picker: BoundaryPicker
    share: float

    def pick(
        self, novelty: Floats, fps: float, *, count: int | None, sensitivity: float
    ) -> NDArray[np.int64]:
        """Frames of the boundaries, increasing; arguments as for `BoundaryPicker.pick`.

        With a sensitivity of -1 only the highest peak is one.
        """
        if count is not None:
            return self.picker.pick(novelty, fps, count=count)
        frames, height = self.picker.peaks(novelty, fps)
        if not frames.size:
            return frames
        highest = np.sort(height)[::-1]
        most = max(1, int(np.ceil(len(novelty) / fps / 60)))
        least = max(self.picker.threshold, self.share * float(highest[:most].mean()))
        if sensitivity >= 0:
            return frames[height >= least * (1 - sensitivity)]
        return frames[height >= least - sensitivity * max(float(highest[0]) - least, 0.0)]


COARSE = Blend(BoundaryPicker(threshold=0.1), share=0.6)
FINE = Blend(
    BoundaryPicker(threshold=0.1, apart_seconds=2.5, before_seconds=6.0, after_seconds=3.0),
    share=0.5,
)
"""Chosen on validation tracks by `studies/form_blend.py`, with the probabilities of grill2015b."""


def change_of_sound(cepstra: FloatArray, fps: float, clock: Clock, count: int) -> Floats:
    """x / (1 + x) of Foote's novelty x, at `count` frames of another clock.

    Cepstra (frames, columns) are balanced, `fps` frames a second.
    """
    half = max(1, round(HALF_SECONDS * fps))
    novelty = checkerboard_novelty(cepstra, half, TAPER)
    at = clock.seconds(np.arange(count)) * fps
    if not len(novelty):
        return np.zeros(count)
    change: Floats = np.interp(at, np.arange(len(novelty)), novelty / (1 + novelty))
    return change
