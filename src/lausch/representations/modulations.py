"""The modulation spectrum: how strongly, and how fast, the columns of a spectrum swell and fade."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.part import Part


@dataclass(frozen=True)
class Modulations(Part):
    """log(1 + x) of the magnitudes at which columns change at some rates, in windows of frames.

    (After McKinney and Breebaart, ISMIR 2003, whose rates are those of beats, syllables and
    roughness.) Each column of a window loses its mean and is multiplied by a Hann window; its
    Fourier magnitudes are averaged in bands of rates, whose edges are evenly spaced on a
    logarithmic axis. Frame n is in the middle of its window; beyond the recording nothing changes.

    Parameters
    ----------
    of : whose columns change.
    frames, step : of `of`: those of a window, and those from one to the next.
    bands : of rates; each has a Fourier coefficient at least.
    low_hz, high_hz : the lowest and the highest rate.
    """

    of: Part
    frames: int
    step: int
    bands: int = 8
    low_hz: float = 0.5
    high_hz: float = 14.0

    def __post_init__(self) -> None:
        if self.frames < 1 or self.step < 1:
            raise OptionError(f"a window has at least 1 frame, not {self.frames} every {self.step}")
        fps = self.of.clock.fps
        if not 0 < self.low_hz < self.high_hz <= fps / 2:
            raise OptionError(
                f"rates increase from above 0 to at most {fps / 2:.2f} Hz, half the frames a "
                f"second, but these are {self.low_hz:g} to {self.high_hz:g} Hz"
            )
        if self.bands < 1 or not self._bank.any(axis=0).all():
            raise OptionError(
                f"{self.frames} frames have a coefficient every {fps / self.frames:.3f} Hz: "
                f"{self.bands} bands from {self.low_hz:g} Hz are too narrow; take longer windows "
                "or fewer bands"
            )

    @property
    def clock(self) -> Clock:
        return Clock(self.of.clock.rate, self.of.clock.hop * self.step)

    @property
    def reach_samples(self) -> int:
        return self.of.reach_samples + (self.frames + self.of.reach_frames) * self.of.clock.hop

    @property
    def width(self) -> int:
        return self.bands * len(self.of.columns)

    @property
    def label(self) -> str:
        seconds = self.frames / self.of.clock.fps
        return f"{self.of.label} in {seconds:.1f} s".strip()

    @property
    def columns(self) -> tuple[str, ...]:
        edges = self._edges
        return tuple(
            f"{low:.2f} to {high:.2f} Hz of {name}"
            for low, high in pairwise(edges)
            for name in self.of.columns
        )

    @property
    def _edges(self) -> NDArray[np.float64]:
        return np.geomspace(self.low_hz, self.high_hz, self.bands + 1)

    @property
    def _bank(self) -> FloatArray:
        """The share of each coefficient in each band, (coefficients, bands)."""
        rates = np.fft.rfftfreq(self.frames, 1 / self.of.clock.fps)[:, None]
        edges = self._edges
        inside = ((rates >= edges[:-1]) & (rates < edges[1:])).astype(np.float32)
        bank: FloatArray = inside / np.maximum(inside.sum(axis=0), 1)
        return bank

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), bands * columns), all columns of a band first."""
        values = self.of.finish(self.of.measure(samples))
        count = self.clock.count(len(samples))
        out = np.empty((count, self.width), dtype=np.float32)
        shape = np.hanning(self.frames).astype(np.float32)[:, None]
        bank = self._bank.T
        for frame in range(count):
            first = frame * self.step - self.frames // 2
            rows = values[max(first, 0) : first + self.frames]
            window = np.zeros((self.frames, values.shape[1]), dtype=np.float32)
            begin = max(-first, 0)
            window[begin : begin + len(rows)] = rows - rows.mean(axis=0)
            magnitudes = np.abs(np.fft.rfft(window * shape, axis=0)).astype(np.float32)
            out[frame] = np.log1p(bank @ magnitudes).ravel()
        return out

    @property
    def unlearnt(self) -> Part | None:
        return self.of.unlearnt

    def learnt(self, rows: FloatArray) -> Self:
        settings: Any = self
        result: Self = replace(settings, of=self.of.learnt(rows))
        return result
