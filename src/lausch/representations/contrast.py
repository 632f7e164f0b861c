"""LCN: local contrast normalisation over frames and columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.part import Part, Step

Floats = NDArray[np.float64]

SPREAD = 0.5
"""Standard deviation of the Gaussian weights, as a share of the reach."""


@dataclass(frozen=True)
class LocalContrast(Step):
    """LCN: each value less the weighted mean around it, divided by the deviation around it.

    Jarrett, Kavukcuoglu, Ranzato and LeCun (ICCV 2009, sec. 2). Weights are Gaussian over `reach`
    frames and `columns_around` columns on either side, and sum to one also at the edges. The paper
    divides by no less than the mean deviation of the whole map; here that is `smallest`, so that
    chunks are as the whole.
    """

    of: Part
    reach: int = 4
    columns_around: int = 4
    smallest: float = 0.1

    def __post_init__(self) -> None:
        if self.reach < 1 or self.columns_around < 1 or self.smallest <= 0:
            raise OptionError(
                "LCN needs a frame and a column on each side and a deviation above 0, not "
                f"{self.reach}, {self.columns_around} and {self.smallest:g}"
            )

    @property
    def reach_frames(self) -> int:
        """Deviations around are those from means around."""
        return 2 * self.reach

    @property
    def columns(self) -> tuple[str, ...]:
        return self.of.columns

    def finish(self, values: FloatArray) -> FloatArray:
        """Spectrum (frames, n) to contrasts of the same shape."""
        if not len(values):
            return values.copy()
        inside = self._sums(np.ones(values.shape))
        wide = values.astype(np.float64)
        centred = wide - self._sums(wide) / inside
        deviation = np.sqrt(self._sums(centred**2) / inside)
        contrast: FloatArray = (centred / np.maximum(deviation, self.smallest)).astype(np.float32)
        return contrast

    def _sums(self, values: Floats) -> Floats:
        """Weighted sums around each value, 0 beyond the edges."""
        from scipy.ndimage import correlate1d

        for axis, reach in enumerate((self.reach, self.columns_around)):
            weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / (SPREAD * reach)) ** 2)
            values = correlate1d(values, weights, axis=axis, mode="constant")
        return values
