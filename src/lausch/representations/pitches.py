"""PitchS and Chroma: spectrograms on MIDI pitches, with longer windows for lower pitches.

One window cannot both resolve the semitones of a bass and follow a fast melody above it. So each
pitch is measured with the shortest window that resolves it, as in a constant-Q transform (Brown,
JASA 89(1), 1991) with one Fourier transform per octave.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.melody import hertz
from lausch.annotation.pitch import NAMES
from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.filterbank import Blocks, bin_hz, blocks_of, gather
from lausch.representations.spectra import LinS, compress, window_shape

RESOLVED = 1.3
"""A window resolves a pitch if it lasts this many periods of the distance to the next semitone."""

_SAMPLES_PER_BIN = 64
"""Where fewer bins than one per this many samples are needed, they are computed one by one."""


@lru_cache(maxsize=32)
def pitch_filterbank(
    rate: int, window_samples: int, bands_per_semitone: int, pitches: tuple[float, ...]
) -> FloatArray:
    """Triangles on the pitch axis around each pitch, each of area 1, shape (bins, len(pitches)).

    A triangle falls to 0 at the neighbouring pitch, but not before the neighbouring bin: where
    bins are farther apart than pitches, it interpolates between bins.
    """
    grid = bin_hz(rate, window_samples)
    bank = np.zeros((len(grid), len(pitches)), dtype=np.float32)
    for column, hz in enumerate(hertz(pitches).tolist()):
        up = hz * (2.0 ** (1 / (12 * bands_per_semitone)) - 1)
        distance = (grid - hz) / max(up, float(grid[1]))
        bank[:, column] = np.maximum(0.0, 1.0 - np.abs(distance))
    bank /= bank.sum(axis=0)
    bank.setflags(write=False)
    return bank


@lru_cache(maxsize=8)
def _waves(window: str, size: int, first: int, count: int) -> FloatArray:
    """Windowed cosines and sines of some bins of a transform, shape (size, 2 * count)."""
    turns = np.outer(np.arange(size), np.arange(first, first + count)) % size / size
    both = np.stack([np.cos(2 * np.pi * turns), np.sin(2 * np.pi * turns)], axis=2)
    waves: FloatArray = both.reshape(size, -1).astype(np.float32)
    waves *= window_shape(window, size)[:, None]
    waves.setflags(write=False)
    return waves


@dataclass(frozen=True)
class _Octaves(LinS):
    """The pitches that share a window; a full-scale sine has a magnitude of about 1."""

    bands_per_semitone: int = 1
    pitches: tuple[float, ...] = ()

    @property
    def width(self) -> int:
        return len(self.pitches)

    def _row(self, cut: FloatArray) -> FloatArray:
        bins, _ = _blocks(self)
        count = bins.stop - bins.start
        if count > self.window_samples // _SAMPLES_PER_BIN:
            return super()._row(cut)
        waves = _waves(self.window, self.window_samples, bins.start, count)
        both = (cut @ waves).reshape(len(cut), count, 2)
        return self._summed(np.hypot(both[..., 0], both[..., 1]))

    def _gather(self, magnitudes: FloatArray) -> FloatArray:
        return self._summed(magnitudes[:, _blocks(self)[0]])

    def _summed(self, magnitudes: FloatArray) -> FloatArray:
        return gather(magnitudes, _blocks(self)[1])


@lru_cache(maxsize=32)
def _blocks(octaves: _Octaves) -> tuple[slice, Blocks]:
    """The bins that the pitches need, and their weights; 1 for a full-scale sine."""
    bank = pitch_filterbank(
        octaves.rate, octaves.window_samples, octaves.bands_per_semitone, octaves.pitches
    ) / np.float32(octaves.window_samples / 4)
    used = np.flatnonzero(bank.any(axis=1))
    bins = slice(int(used[0]), int(used[-1]) + 1)
    return bins, blocks_of(bank[bins])


class PitchAxis:
    """Columns on a pitch axis: `low_midi` + n / `bands_per_semitone`, for `semitones` semitones."""

    low_midi: int
    semitones: int
    bands_per_semitone: int

    @property
    def pitches(self) -> NDArray[np.float64]:
        """MIDI numbers of the columns, shape (columns,)."""
        count = self.semitones * self.bands_per_semitone
        return self.low_midi + np.arange(count) / self.bands_per_semitone

    @property
    def width(self) -> int:
        return self.semitones * self.bands_per_semitone

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"midi {pitch:g}" for pitch in self.pitches.round(3))


@dataclass(frozen=True)
class PitchS(PitchAxis, LinS):
    """log10(factor * magnitude + 1) of each MIDI pitch: shape (frames, columns).

    Parameters
    ----------
    window_samples, shortest_samples : the longest window, for the lowest pitches, and the
        shortest one; powers of two.
    low_midi, semitones, bands_per_semitone : see `PitchAxis`.
    factor : factor of the compression; a full-scale sine has a magnitude of about 1.
    """

    shortest_samples: int = 1024
    low_midi: int = 4
    semitones: int = 120
    bands_per_semitone: int = 1
    factor: float = 1000.0

    def __post_init__(self) -> None:
        super().__post_init__()
        for size in (self.window_samples, self.shortest_samples):
            if size < 2 or size & (size - 1):
                raise OptionError(f"the windows of PitchS are powers of two, not {size} samples")
        if self.shortest_samples > self.window_samples:
            raise OptionError(
                f"the shortest window of PitchS ({self.shortest_samples} samples) is longer than "
                f"the longest ({self.window_samples})"
            )
        if (highest := self.hz[-1]) > self.rate / 2:
            raise OptionError(
                f"pitches up to {highest:.0f} Hz need more than {self.rate} samples per second"
            )

    @property
    def hz(self) -> NDArray[np.float64]:
        """Frequencies of the columns, shape (columns,)."""
        return hertz(self.pitches)

    @property
    def bands_per_octave(self) -> int:
        return 12 * self.bands_per_semitone

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to compressed magnitudes (ceil(n / hop), columns)."""
        parts = [part.measure(samples) for part in self._parts()]
        return compress(np.concatenate(parts, axis=1), self.factor)

    def _parts(self) -> list[_Octaves]:
        needed = RESOLVED * self.rate / (self.hz * (2.0 ** (1 / 12) - 1))
        exponents = np.ceil(np.log2(needed) - 1e-9).astype(int)
        sizes = np.clip(2**exponents, self.shortest_samples, self.window_samples)
        return [
            _Octaves(
                self.rate,
                self.hop_samples,
                int(size),
                self.window,
                self.bands_per_semitone,
                tuple(self.pitches[sizes == size].tolist()),
            )
            for size in sorted(set(sizes.tolist()), reverse=True)
        ]


@dataclass(frozen=True)
class Chroma(PitchS):
    """PitchS folded to 12 pitch classes: the mean over octaves, shape (frames, 12), C first.

    (Müller, Fundamentals of Music Processing, section 3.1.2, with the compression of 3.1.2.2.)
    """

    @property
    def width(self) -> int:
        return 12

    @property
    def columns(self) -> tuple[str, ...]:
        return NAMES

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), 12)."""
        classes = np.floor(self.pitches + 0.5).astype(int) % 12
        fold = np.zeros((len(classes), 12), dtype=np.float32)
        fold[np.arange(len(classes)), classes] = 1
        folded: FloatArray = super().measure(samples) @ (fold / np.maximum(fold.sum(axis=0), 1))
        return folded
