"""Handcrafted features of a pulse: the flux of groups of bands, and the lags at which it repeats.

(Elowsson, ISMIR 2016, finds a period, the cepstroid, from such features and samples others by it.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.part import Part
from lausch.representations.spectra import LogLogS
from lausch.representations.steps import positive_difference

SILENT = 1e-4
"""Added to the energy of onsets, so that silence repeats itself after no lag."""


@dataclass(frozen=True)
class Periodicity(Part):
    """The flux of `groups` of neighbouring bands, then the self-similarity of its onsets by lag.

    Onsets are what a group's flux has above its mean over a second. Their products with those
    earlier by each lag are averaged around a frame and divided by their mean square. The lower and
    the upper half of the groups have such columns; lags are spaced evenly on a logarithmic axis.

    Parameters
    ----------
    of : the spectrum.
    groups : number of groups of bands, an even number.
    shortest_seconds : the shortest lag.
    octaves, lags_per_octave : range and spacing of the lags.
    window_seconds : what is averaged around each frame.
    """

    of: LogLogS
    groups: int = 6
    shortest_seconds: float = 0.175
    octaves: int = 4
    lags_per_octave: int = 16
    window_seconds: float = 8.0

    def __post_init__(self) -> None:
        if self.groups < 2 or self.groups % 2:
            raise OptionError(f"the groups of bands have two halves, so {self.groups} is no number")

    @property
    def clock(self) -> Clock:
        return self.of.clock

    @property
    def lags(self) -> NDArray[np.float64]:
        """Lags in frames, shape (octaves * lags_per_octave,), increasing."""
        count = self.octaves * self.lags_per_octave
        steps = np.arange(count) / self.lags_per_octave
        return self.shortest_seconds * self.clock.fps * 2.0**steps

    @property
    def reach_samples(self) -> int:
        frames = (self.window_seconds + 1) / 2 * self.clock.fps + self.lags[-1] + 4
        return self.of.reach_samples + int(frames + 1) * self.clock.hop

    @property
    def width(self) -> int:
        return self.groups + 2 * len(self.lags)

    @property
    def columns(self) -> tuple[str, ...]:
        seconds = self.lags / self.clock.fps
        flux = tuple(f"flux {group + 1} of {self.groups}" for group in range(self.groups))
        return flux + tuple(f"{half} after {lag:.3f} s" for half in HALVES for lag in seconds)

    @property
    def factor(self) -> None:
        """None: what is left has no level."""
        return None

    def transposed(self, values: FloatArray, semitones: int) -> FloatArray:
        """The values: a pulse has no pitch."""
        return values

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), width)."""
        if not len(samples):
            return np.zeros((0, self.width), dtype=np.float32)
        rise = positive_difference(self.of.measure(samples), 1)
        groups = np.array_split(rise, self.groups, axis=1)
        flux = np.stack([group.mean(axis=1) for group in groups], axis=1)
        onsets = np.maximum(flux - _average(flux, round(self.clock.fps)), 0)
        halves = np.stack([each.sum(axis=1) for each in np.split(onsets, 2, axis=1)], axis=1)
        return np.concatenate([flux, *(self._repeats(half) for half in halves.T)], axis=1)

    def _repeats(self, onsets: FloatArray) -> FloatArray:
        """Self-similarity of onsets (frames,) by lag, (frames, lags)."""
        window = round(self.window_seconds * self.clock.fps)
        energy = _average(onsets[:, None] ** 2, window) + SILENT
        last = np.arange(len(onsets))
        products = np.empty((len(onsets), len(self.lags)), dtype=np.float32)
        for column, lag in enumerate(self.lags.tolist()):
            products[:, column] = onsets * np.interp(last - lag, last, onsets, left=0.0)
        return _average(products, window) / energy


HALVES = ("low", "high")


def _average(values: FloatArray, window: int) -> FloatArray:
    """Means over `window` frames around each, with zeros beyond the ends; shape as `values`."""
    before = window // 2
    sums = np.zeros((len(values) + window, values.shape[1]))
    np.cumsum(np.pad(values, ((before, window - before - 1), (0, 0))), axis=0, out=sums[1:])
    means: FloatArray = ((sums[window:] - sums[:-window]) / window).astype(np.float32)
    return means
