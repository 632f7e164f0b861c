"""Onsets from an activation: local maxima above a threshold that adapts to the recording."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.decoding.peaks import apart

Frames = NDArray[np.int64]


@dataclass(frozen=True)
class OnsetPicker:
    """Settings of the picker.

    The threshold is `factor` times the median of the whole activation, but at least `threshold`
    and at most `highest` (Eyben et al., ISMIR 2010, section 3.3, as we recall it). A frame is an
    onset if its value is the largest around it and reaches the threshold above the mean around it
    (Böck, Krebs and Schedl, ISMIR 2012, section 2.2).

    Parameters
    ----------
    threshold, highest, factor : see above; a factor of 0 leaves `threshold` alone.
    before_seconds, after_seconds : reach of the maximum.
    mean_before_seconds, mean_after_seconds : reach of the mean; both 0 for no mean.
    apart_seconds : an onset no later than this after the previous one is left out.
    """

    threshold: float = 0.1
    highest: float = 0.3
    factor: float = 50.0
    before_seconds: float = 0.01
    after_seconds: float = 0.01
    mean_before_seconds: float = 0.0
    mean_after_seconds: float = 0.0
    apart_seconds: float = 0.03

    def pick(self, activation: ArrayLike, fps: float) -> Frames:
        """The frames of the onsets, increasing.

        Parameters
        ----------
        activation : shape (frames,).
        fps : frames a second.
        """
        values = np.asarray(activation, dtype=np.float64)
        if not values.size:
            return np.zeros(0, dtype=np.int64)
        lowest = self.threshold
        if self.factor:
            lowest = float(np.clip(self.factor * np.median(values), lowest, self.highest))
        floor = np.full(len(values), lowest)
        before, after = (
            round(seconds * fps) for seconds in (self.mean_before_seconds, self.mean_after_seconds)
        )
        if before or after:
            sums = np.concatenate([np.zeros(before + 1), np.cumsum(values)])
            sums = np.pad(sums, (0, after), mode="edge")
            floor += (sums[before + after + 1 :] - sums[: len(values)]) / (before + after + 1)
        before, after = (round(each * fps) for each in (self.before_seconds, self.after_seconds))
        padded = np.pad(values, (before, after))
        highest = np.max(
            [padded[at : at + len(values)] for at in range(before + after + 1)], axis=0
        )
        peaks = np.flatnonzero((values == highest) & (values >= floor) & (values > 0))
        return apart(peaks, self.apart_seconds * fps)
