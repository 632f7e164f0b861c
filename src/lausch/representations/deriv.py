"""DERIV, the step that appends what grew since a moment ago."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.part import Part, Step


def positive_difference(values: FloatArray, lag: int) -> FloatArray:
    """max(0, S(n) - S(n - lag)) over frames, 0 in the first `lag`; shape as `values`."""
    out = np.zeros_like(values)
    np.maximum(values[lag:] - values[:-lag], 0, out=out[lag:])
    return out


def median_difference(values: FloatArray, lag: int) -> FloatArray:
    """max(0, S(n) - median(S(n - lag) ... S(n))), the start repeated (Böck & Schedl 2011, sec. 2).

    An even number of values has the lower of its two middle ones as its median.
    """
    padded = np.concatenate([np.repeat(values[:1], lag, axis=0), values]) if len(values) else values
    if not len(values):
        return values.copy()
    windows = np.lib.stride_tricks.sliding_window_view(padded, lag + 1, axis=0)
    middle = np.partition(windows, lag // 2, axis=-1)[..., lag // 2]
    difference: FloatArray = np.maximum(values - middle, 0)
    return difference


_METHODS = {"difference": positive_difference, "median": median_difference}


@dataclass(frozen=True)
class Deriv(Step):
    """The columns of `of`, then as many columns of its positive first-order difference.

    Parameters
    ----------
    of : a spectrum.
    lag_frames : how far back the difference looks.
    method : 'difference' (to one frame) or 'median' (to the median since then).
    """

    of: Part
    lag_frames: int
    method: str = "difference"

    def __post_init__(self) -> None:
        if self.method not in _METHODS:
            raise OptionError(f"DERIV's method is one of {list(_METHODS)}, not {self.method!r}")
        if self.lag_frames < 1:
            raise OptionError(f"DERIV looks back at least 1 frame, not {self.lag_frames}")

    @property
    def reach_frames(self) -> int:
        return self.lag_frames

    @property
    def columns(self) -> tuple[str, ...]:
        return self.of.columns + tuple(f"rise of {name}" for name in self.of.columns)

    def finish(self, values: FloatArray) -> FloatArray:
        """Spectrum (frames, n) to spectrum and difference (frames, 2 n)."""
        return np.concatenate([values, _METHODS[self.method](values, self.lag_frames)], axis=1)
