"""The modulation spectrum: how strongly, and how fast, the columns of a spectrum swell and fade."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.windowed import Windowed


@dataclass(frozen=True)
class Modulations(Windowed):
    """log(1 + x) of the magnitudes at which columns change at some rates, in windows of frames.

    (After McKinney and Breebaart, ISMIR 2003, whose rates are those of beats, syllables and
    roughness.) Each column of a window loses its mean and is multiplied by a Hann window; its
    Fourier magnitudes are averaged in bands of rates, whose edges are evenly spaced on a
    logarithmic axis. Beyond the recording nothing changes.

    Parameters
    ----------
    bands : of rates; each has a Fourier coefficient at least.
    low_hz, high_hz : the lowest and the highest rate.
    """

    bands: int = 8
    low_hz: float = 0.5
    high_hz: float = 14.0

    def __post_init__(self) -> None:
        super().__post_init__()
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
        out = np.empty((self.clock.count(len(samples)), self.width), dtype=np.float32)
        shape = np.hanning(self.frames).astype(np.float32)[:, None]
        bank = self._bank.T
        for frame, (begin, rows) in enumerate(self.windows(samples)):
            window = np.zeros((self.frames, rows.shape[1]), dtype=np.float32)
            window[begin : begin + len(rows)] = rows - rows.mean(axis=0)
            magnitudes = np.abs(np.fft.rfft(window * shape, axis=0)).astype(np.float32)
            out[frame] = np.log1p(bank @ magnitudes).ravel()
        return out
