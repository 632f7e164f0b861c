"""DERIV, the step that appends what grew since a moment ago, and the stack of several spectra.

A representation here has two stages. `measure` turns samples into spectra, which training caches
and varies; `finish` adds what is computed from those spectra alone. So a varied spectrogram still
gets the derivative that belongs to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.spectra import LinS


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
class Deriv:
    """The columns of `of`, then as many columns of its positive first-order difference.

    Parameters
    ----------
    of : a spectrum.
    lag_frames : how far back the difference looks.
    method : 'difference' (to one frame) or 'median' (to the median since then).
    """

    of: LinS
    lag_frames: int
    method: str = "difference"

    def __post_init__(self) -> None:
        if self.method not in _METHODS:
            raise OptionError(f"DERIV's method is one of {list(_METHODS)}, not {self.method!r}")
        if self.lag_frames < 1:
            raise OptionError(f"DERIV looks back at least 1 frame, not {self.lag_frames}")

    @property
    def columns(self) -> tuple[str, ...]:
        return self.of.columns + tuple(f"rise of {name}" for name in self.of.columns)

    def finish(self, values: FloatArray) -> FloatArray:
        """Spectrum (frames, n) to spectrum and difference (frames, 2 n)."""
        return np.concatenate([values, _METHODS[self.method](values, self.lag_frames)], axis=1)


@dataclass(frozen=True)
class Stack:
    """Several spectra of one clock side by side, each with or without DERIV."""

    parts: tuple[LinS | Deriv, ...]

    def __post_init__(self) -> None:
        clocks = {spectrum.clock for spectrum in self.spectra}
        if len(clocks) != 1:
            raise OptionError(f"stacked spectra share one clock, but these have {clocks}")

    @property
    def spectra(self) -> tuple[LinS, ...]:
        return tuple(part.of if isinstance(part, Deriv) else part for part in self.parts)

    @property
    def clock(self) -> Clock:
        return self.spectra[0].clock

    @property
    def rate(self) -> int:
        return self.clock.rate

    @property
    def reach_samples(self) -> int:
        return max(spectrum.reach_samples for spectrum in self.spectra)

    @property
    def lag_frames(self) -> int:
        """How many earlier frames `finish` looks at."""
        return max((part.lag_frames for part in self.parts if isinstance(part, Deriv)), default=0)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(
            f"{spectrum.window_samples}: {name}"
            for part, spectrum in zip(self.parts, self.spectra, strict=True)
            for name in part.columns
        )

    @property
    def splits(self) -> tuple[slice, ...]:
        """Where each spectrum's columns lie in what `measure` returns."""
        edges = np.cumsum([0, *(spectrum.width for spectrum in self.spectra)])
        return tuple(slice(int(a), int(b)) for a, b in pairwise(edges))

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to all spectra side by side (ceil(n / hop), sum of widths)."""
        return np.concatenate([spectrum.measure(samples) for spectrum in self.spectra], axis=1)

    def finish(self, values: FloatArray) -> FloatArray:
        """What `measure` returned, with every DERIV appended to its spectrum."""
        return np.concatenate(
            [
                part.finish(values[:, split]) if isinstance(part, Deriv) else values[:, split]
                for part, split in zip(self.parts, self.splits, strict=True)
            ],
            axis=1,
        )
