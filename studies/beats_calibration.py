"""Whether a peak of height .7 is a beat in seven of ten cases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Times
from lausch.decoding.peaks import pick_peaks
from lausch.frames import Frames

BINS = 10
LOWEST = 0.05
"""Lower peaks are no claim that there is a beat, and there are thousands of them."""
WINDOW_SECONDS = 0.07
"""As far as the F-measure lets a beat be off."""

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """Peaks of an activation by height.

    Parameters
    ----------
    peaks : how many, shape (BINS,); bin n holds heights from n / BINS on.
    hits : how many of them lie within 70 ms of an annotated event.
    heights : the sum of their heights.
    """

    peaks: tuple[float, ...] = (0.0,) * BINS
    hits: tuple[float, ...] = (0.0,) * BINS
    heights: tuple[float, ...] = (0.0,) * BINS

    def __add__(self, other: Calibration) -> Calibration:
        return Calibration(
            *(
                tuple(a + b for a, b in zip(mine, theirs, strict=True))
                for mine, theirs in (
                    (self.peaks, other.peaks),
                    (self.hits, other.hits),
                    (self.heights, other.heights),
                )
            )
        )

    @property
    def error(self) -> float:
        """Expected calibration error: mean distance of height and share of hits, by peaks.

        Guo et al., ICML 2017, eq. 3. NaN without a peak.
        """
        total = sum(self.peaks)
        if not total:
            return float("nan")
        return sum(abs(a - b) for a, b in zip(self.heights, self.hits, strict=True)) / total


def calibration(activations: Frames, column: str, reference: Times) -> Calibration:
    """Count the peaks of one column against annotated times (s)."""
    values = activations.column(column)
    apart = max(1, round(WINDOW_SECONDS * activations.clock.fps))
    frames = pick_peaks(values, LOWEST, apart_frames=apart)
    height = values[frames].astype(np.float64)
    if reference.size:
        times = activations.clock.seconds(frames)
        near = np.abs(times[:, None] - reference[None, :]).min(axis=1, initial=np.inf)
        hit = near <= WINDOW_SECONDS
    else:
        hit = np.zeros(len(frames), dtype=bool)
    index = np.clip((height * BINS).astype(int), 0, BINS - 1)

    def by_bin(weights: Counts) -> tuple[float, ...]:
        return tuple(np.bincount(index, weights, minlength=BINS).tolist())

    return Calibration(by_bin(np.ones_like(height)), by_bin(hit.astype(float)), by_bin(height))


def pooled(parts: list[Calibration]) -> Calibration:
    """All peaks of many tracks together."""
    return reduce(Calibration.__add__, parts, Calibration())
