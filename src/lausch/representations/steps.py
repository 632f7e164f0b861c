"""Steps of a stack: values that follow from a spectrum, frame by frame or from its neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.part import Part, Step

SMALLEST = 1e-6
"""Frames of zeros take this value in every column before they are divided by their norm."""
SILENT_NORM = 1e-3
"""`Unit` treats frames with a smaller norm as silence."""


def positive_difference(values: FloatArray, lag: int) -> FloatArray:
    """max(0, S(n) - S(n - lag)) over frames, 0 in the first `lag`; shape as `values`."""
    out = np.zeros_like(values)
    np.maximum(values[lag:] - values[:-lag], 0, out=out[lag:])
    return out


def median_difference(values: FloatArray, lag: int) -> FloatArray:
    """max(0, S(n) - median(S(n - lag) ... S(n))), the start repeated (Böck & Schedl 2011, sec. 2).

    The median of an even number of values is the lower of the two middle ones.
    """
    if not len(values):
        return values.copy()
    padded = np.concatenate([np.repeat(values[:1], lag, axis=0), values])
    windows = np.lib.stride_tricks.sliding_window_view(padded, lag + 1, axis=0)
    middle = np.partition(windows, lag // 2, axis=-1)[..., lag // 2]
    difference: FloatArray = np.maximum(values - middle, 0)
    return difference


_METHODS = {"difference": positive_difference, "median": median_difference}


@dataclass(frozen=True)
class Deriv(Step):
    """DERIV: the columns of `of`, then its positive first-order difference.

    The difference is that to the frame `lag_frames` earlier, or, with the method 'median', to the
    median since then.
    """

    of: Part
    lag_frames: int
    method: str = "difference"

    def __post_init__(self) -> None:
        if self.method not in _METHODS:
            raise OptionError(f"DERIV's method is one of {list(_METHODS)}, not {self.method!r}")
        if self.lag_frames < 1:
            raise OptionError(f"the lag of DERIV is at least 1 frame, not {self.lag_frames}")

    @property
    def reach_frames(self) -> int:
        return self.lag_frames

    @property
    def columns(self) -> tuple[str, ...]:
        return self.of.columns + tuple(f"rise of {name}" for name in self.of.columns)

    def finish(self, values: FloatArray) -> FloatArray:
        """Spectrum (frames, n) to spectrum and difference (frames, 2 n)."""
        return np.concatenate([values, _METHODS[self.method](values, self.lag_frames)], axis=1)


@dataclass(frozen=True)
class Rise(Step):
    """The spectral flux by bands: the positive difference to `lag_frames` earlier alone."""

    of: Part
    lag_frames: int = 1

    def __post_init__(self) -> None:
        if self.lag_frames < 1:
            raise OptionError(f"the lag of a rise is at least 1 frame, not {self.lag_frames}")

    @property
    def reach_frames(self) -> int:
        return self.lag_frames

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"rise of {name}" for name in self.of.columns)

    def finish(self, values: FloatArray) -> FloatArray:
        """Spectrum (frames, n) to its difference, of the same shape."""
        return positive_difference(values, self.lag_frames)


@dataclass(frozen=True)
class Unit(Step):
    """UNIT: the columns of `of`, every frame divided by its Euclidean norm.

    A silent frame becomes the constant vector of norm 1 (as in Müller, Fundamentals of Music
    Processing, section 3.1.2.1).
    """

    of: Part

    @property
    def columns(self) -> tuple[str, ...]:
        return self.of.columns

    def finish(self, values: FloatArray) -> FloatArray:
        """Spectrum (frames, n) to unit frames of the same shape."""
        norms = np.sqrt(np.einsum("nc,nc->n", values, values))[:, None]
        even = np.float32(1 / np.sqrt(max(values.shape[1], 1)))
        unit: FloatArray = np.where(
            norms < SILENT_NORM, even, values / np.maximum(norms, SILENT_NORM)
        )
        return unit.astype(np.float32, copy=False)


@dataclass(frozen=True)
class Standardized(Step):
    """STDF, as we read it: each band less its mean, divided by its deviation, over frames around.

    The tutorial (Müller, Weiß, Balke, 2017) has the four letters and does not spell them out. The
    mean is over `reach` frames on either side, so that chunks are as the whole; bands that hardly
    vary are divided by `smallest`.
    """

    of: Part
    reach: int = 75
    smallest: float = 0.1

    def __post_init__(self) -> None:
        if self.reach < 1 or self.smallest <= 0:
            raise OptionError(
                "STDF needs a frame on each side and a deviation above 0, not "
                f"{self.reach} and {self.smallest:g}"
            )

    @property
    def reach_frames(self) -> int:
        return self.reach

    @property
    def columns(self) -> tuple[str, ...]:
        return self.of.columns

    def finish(self, values: FloatArray) -> FloatArray:
        """Spectrum (frames, n) to standardised bands of the same shape."""
        count = len(values)
        at = np.arange(count)
        first, last = np.maximum(at - self.reach, 0), np.minimum(at + self.reach + 1, count)
        size = (last - first)[:, None]
        wide = values.astype(np.float64)

        def mean(rows: FloatArray | np.ndarray) -> np.ndarray:
            sums = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0)])
            return np.asarray((sums[last] - sums[first]) / size)

        middle = mean(wide)
        deviation = np.sqrt(np.maximum(mean(wide**2) - middle**2, 0))
        standard: FloatArray = ((wide - middle) / np.maximum(deviation, self.smallest)).astype(
            np.float32
        )
        return standard


@dataclass(frozen=True)
class Around(Step):
    """AROUND: the columns of the 2 `lag_frames` + 1 frames around each, as one unit vector.

    The earliest frame comes first. Beyond the ends the first and the last frame are repeated.
    (Abeßer et al., AES Semantic Audio 2017; the authors' program has random numbers there.)
    """

    of: Part
    lag_frames: int = 2

    def __post_init__(self) -> None:
        if self.lag_frames < 1:
            raise OptionError(f"AROUND takes at least 1 frame on each side, not {self.lag_frames}")

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
        around = np.empty((count, 2 * lag + 1, values.shape[1]), dtype=np.float32)
        for place in range(2 * lag + 1):
            around[:, place] = values[np.clip(np.arange(count) + place - lag, 0, count - 1)]
        stacked = around.reshape(count, -1)
        # The squares of the smallest floats are 0, like those of silence.
        stacked[np.einsum("nc,nc->n", stacked, stacked) == 0] = SMALLEST
        norms = np.sqrt(np.einsum("nc,nc->n", stacked, stacked))[:, None]
        unit: FloatArray = (stacked / norms).astype(np.float32, copy=False)
        return unit
