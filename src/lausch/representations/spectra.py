"""LinS, LogS, LogLogS, MelS, LogMelS: spectrograms, one row for each frame.

Frames are centred: frame n has the samples around n * hop, with zeros beyond the recording.
Windows are symmetric and not normalised, so a full-scale sine of amplitude 1 has a magnitude of
about window_samples / 4 (Hann). Names are the tutorial's: the first part names the frequency axis;
LogLog and LogMel also take the logarithm of the magnitude.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.filterbank import (
    Blocks,
    bin_hz,
    blocks_of,
    gather,
    log_filterbank,
    mel_filterbank,
)
from lausch.representations.part import Part, warped

_ROWS = 256
"""Rows of a spectrogram that are computed at once."""
_SAMPLES = 1 << 17
"""Samples that are transformed at once: the working set of the FFT fits into the cache."""
LN_10 = np.float32(np.log(10))


@dataclass
class Measured:
    """Spectra of the same samples, for parts of a stack that share a spectrum."""

    samples: FloatArray
    values: dict[LinS, FloatArray] = field(default_factory=dict)


MEASURED: ContextVar[Measured | None] = ContextVar("MEASURED", default=None)


@lru_cache(maxsize=16)
def window_shape(shape: str, size: int) -> FloatArray:
    """A symmetric window by name, shape (size,)."""
    window: FloatArray = {"hann": np.hanning, "hamming": np.hamming}[shape](size).astype(np.float32)
    return window


@dataclass(frozen=True)
class LinS(Part):
    """Magnitude of the short-time Fourier transform: shape (frames, window_samples // 2 + 1)."""

    rate: int
    hop_samples: int
    window_samples: int
    window: str = "hann"

    def __post_init__(self) -> None:
        if self.window not in ("hann", "hamming"):
            raise OptionError(f"a window is 'hann' or 'hamming', not {self.window!r}")

    @property
    def clock(self) -> Clock:
        return Clock(self.rate, self.hop_samples)

    @property
    def reach_samples(self) -> int:
        return self.window_samples // 2

    @property
    def label(self) -> str:
        return str(self.window_samples)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{hz:.1f} Hz" for hz in bin_hz(self.rate, self.window_samples))

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to magnitudes (ceil(n / hop), columns)."""
        cache = MEASURED.get()
        if cache is None or cache.samples is not samples:
            return self._rows(samples)
        if self not in cache.values:
            cache.values[self] = self._rows(samples)
            cache.values[self].flags.writeable = False
        return cache.values[self]

    def _rows(self, samples: FloatArray) -> FloatArray:
        count = self.clock.count(len(samples))
        out = np.empty((count, self.width), dtype=np.float32)
        if count == 0:
            return out
        half = self.window_samples // 2
        for start in range(0, count, _ROWS):
            stop = min(start + _ROWS, count)
            first = start * self.hop_samples - half
            last = first + (stop - 1 - start) * self.hop_samples + self.window_samples
            cut = _within(samples, first, last)
            out[start:stop] = self._row(
                sliding_window_view(cut, self.window_samples)[:: self.hop_samples]
            )
        return out

    def _row(self, cut: FloatArray) -> FloatArray:
        """Samples (frames, window_samples) to (frames, columns)."""
        return self._gather(magnitudes_of(cut, window_shape(self.window, self.window_samples)))

    @property
    def width(self) -> int:
        return self.window_samples // 2 + 1

    def _gather(self, magnitudes: FloatArray) -> FloatArray:
        return magnitudes


@dataclass(frozen=True)
class _Banded(LinS):
    low_hz: float = 30.0
    high_hz: float = 17000.0

    @property
    def bank(self) -> FloatArray:
        raise TypeError(f"{type(self).__name__} has no filterbank")

    @property
    def width(self) -> int:
        return int(self.bank.shape[1])

    @property
    def centres(self) -> NDArray[np.float64]:
        """Frequency of the centre of each band in Hz: that of a bin."""
        return _centres(self)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{hz:.1f} Hz" for hz in self.centres)

    def _gather(self, magnitudes: FloatArray) -> FloatArray:
        return gather(magnitudes, _blocks(self))


@lru_cache(maxsize=32)
def _centres(spectrum: _Banded) -> NDArray[np.float64]:
    hz: NDArray[np.float64] = bin_hz(spectrum.rate, spectrum.window_samples)[
        spectrum.bank.argmax(axis=0)
    ]
    return hz


@lru_cache(maxsize=32)
def _blocks(spectrum: _Banded) -> Blocks:
    return blocks_of(spectrum.bank)


@dataclass(frozen=True)
class LogS(_Banded):
    """Log-frequency spectrogram: `bands_per_octave` triangular bands tuned to A4 = 440 Hz."""

    bands_per_octave: int = 12

    @property
    def bank(self) -> FloatArray:
        return log_filterbank(
            self.rate, self.window_samples, self.bands_per_octave, self.low_hz, self.high_hz
        )

    def transposed(self, values: FloatArray, semitones: int) -> FloatArray:
        """Bands of the sound as it were `semitones` higher; low ones are wider than their share."""
        return warped(values, self.centres, semitones)


@dataclass(frozen=True)
class LogLogS(LogS):
    """log10(factor * LogS + 1)."""

    factor: float = 1.0

    def _gather(self, magnitudes: FloatArray) -> FloatArray:
        return compress(super()._gather(magnitudes), self.factor)


@dataclass(frozen=True)
class MelS(_Banded):
    """Mel spectrogram: `bands` triangular bands equally spaced in mel."""

    bands: int = 80

    @property
    def bank(self) -> FloatArray:
        return mel_filterbank(self.rate, self.window_samples, self.bands, self.low_hz, self.high_hz)


@dataclass(frozen=True)
class LogMelS(MelS):
    """log10(factor * MelS + 1)."""

    factor: float = 1.0

    def _gather(self, magnitudes: FloatArray) -> FloatArray:
        return compress(super()._gather(magnitudes), self.factor)


def magnitudes_of(cut: FloatArray, window: FloatArray) -> FloatArray:
    """Samples (frames, size) to magnitudes of their real FFT, (frames, size // 2 + 1)."""
    size = len(window)
    step = min(max(1, _SAMPLES // size), len(cut))
    magnitudes = np.empty((len(cut), size // 2 + 1), dtype=np.float32)
    windowed = np.empty((step, size), dtype=np.float32)
    spectrum: NDArray[Any] = np.empty((step, size // 2 + 1), dtype=np.complex64)
    for start in range(0, len(cut), step):
        count = min(step, len(cut) - start)
        np.multiply(cut[start : start + count], window, out=windowed[:count])
        np.fft.rfft(windowed[:count], axis=1, out=spectrum[:count])
        np.abs(spectrum[:count], out=magnitudes[start : start + count])
    return magnitudes


def _within(samples: FloatArray, first: int, last: int) -> FloatArray:
    """Samples `first` to `last`, with zeros before and after the recording."""
    inside = samples[max(first, 0) : max(last, 0)]
    if len(inside) == last - first:
        return inside
    padded = np.zeros(last - first, dtype=np.float32)
    begin = max(-first, 0)
    padded[begin : begin + len(inside)] = inside
    return padded


def compress(magnitudes: FloatArray, factor: float) -> FloatArray:
    """log10(factor * magnitudes + 1), in float32."""
    # numpy has fast code for ln and exp of float32, and none for log10 and powers.
    compressed: FloatArray = np.log(np.float32(factor) * magnitudes + np.float32(1)) / LN_10
    return compressed


def expand(values: FloatArray, factor: float) -> FloatArray:
    """The inverse of `compress`."""
    expanded: FloatArray = (np.exp(values * LN_10) - np.float32(1)) / np.float32(factor)
    return expanded
