"""ConstantQ: the linear magnitude of each semitone in the bass register.

The transform of Brown (JASA 89(1), 1991): the atoms of all pitches have the same number of periods.
Lengths and scaling are those of `librosa.cqt(scale=True)`, on which the network of Abeßer et al.
(AES Semantic Audio 2017) was trained. Basses are low, so the samples are decimated first. The atoms
are then short, and the transform is one product of matrices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from lausch.annotation.melody import hertz
from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.spectra import LinS
from lausch.representations.tuning import tuning_of

_ROWS = 512
_TAPS = 96
_KAISER_BETA = 9.0


_STEP = 2.0 ** (2 / 12)
QUALITY = (_STEP + 1) / (_STEP - 1)
"""Periods of an atom: the mean frequency of two neighbouring bins over their distance."""


@lru_cache(maxsize=8)
def low_pass(thinning: int) -> FloatArray:
    """The low-pass filter before keeping one of `thinning` samples: a windowed sinc.

    The Kaiser window has 90 dB; the shape is (_TAPS * thinning // 8 + 1,), the sum 1.
    """
    reach = _TAPS * thinning // 16
    place = np.arange(-reach, reach + 1)
    taps = np.sinc(place / thinning) * np.kaiser(2 * reach + 1, _KAISER_BETA)
    normalised: FloatArray = (taps / taps.sum()).astype(np.float32)
    return normalised


@lru_cache(maxsize=8)
def atoms(rate: float, hz: tuple[float, ...], thinning: int, size: int) -> FloatArray:
    """Windowed complex tones around the middle of `size` samples, shape (size, 2 * pitches).

    Real parts come before imaginary ones. A tone of amplitude 1 gives half the square root of
    its atom's length at the full rate, which is `thinning` times the length here.
    """
    place = np.arange(size) - size // 2
    columns: list[NDArray[np.complex128]] = []
    response = low_pass(thinning).astype(np.float64)
    offsets = np.arange(len(response)) - len(response) // 2
    for pitch_hz in hz:
        length = QUALITY * rate / pitch_hz
        inside = np.abs(place) <= length / 2
        window = np.where(inside, 0.5 + 0.5 * np.cos(2 * np.pi * place / length), 0.0)
        # Compensates the attenuation of this pitch by the low-pass filter.
        gain = (response * np.cos(2 * np.pi * pitch_hz / (rate * thinning) * offsets)).sum()
        atom = window / window.sum() * np.sqrt(length * thinning) / gain
        columns.append(atom * np.exp(-2j * np.pi * pitch_hz / rate * place))
    table = np.stack(columns, axis=1)
    joined: FloatArray = np.concatenate([table.real, table.imag], axis=1).astype(np.float32)
    joined.setflags(write=False)
    return joined


@dataclass(frozen=True)
class ConstantQ(LinS):
    """Magnitude of each semitone, linear: shape (frames, semitones).

    Parameters
    ----------
    window_samples : at least as long as the longest atom, that of the lowest pitch.
    low_midi, semitones : the lowest column, and the number of columns; by default E1 to G4.
    thinning : factor of decimation; divides hop and window.
    tuning_semitones : distance of all columns from the tuning A4 = 440 Hz.
    tuning_seconds : length of the beginning from which the tuning is estimated; 0 for none.
    """

    low_midi: int = 28
    semitones: int = 40
    thinning: int = 8
    tuning_semitones: float = 0.0
    tuning_seconds: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.hop_samples % self.thinning or self.window_samples % (2 * self.thinning):
            raise OptionError(
                f"thinning by {self.thinning} needs a hop ({self.hop_samples}) and half a window "
                f"({self.window_samples}) that it divides"
            )
        lowest = self.hz[0] * 2.0 ** (-1 / 24 if self.tuning_seconds else 0)
        longest = QUALITY * self.rate / lowest
        if longest > self.window_samples:
            raise OptionError(
                f"the atom of {lowest:.1f} Hz has {longest:.0f} samples, more than the window "
                f"of {self.window_samples}: take a longer window or a higher lowest pitch"
            )
        if self.hz[-1] * 3 > self.rate / self.thinning:
            raise OptionError(
                f"pitches up to {self.hz[-1]:.0f} Hz need thinning by less than {self.thinning}"
            )

    @property
    def factor(self) -> float:
        return 0.0

    @property
    def bands_per_octave(self) -> int:
        return 12

    @property
    def hz(self) -> NDArray[np.float64]:
        """Frequencies of the columns, shape (columns,)."""
        midi = self.low_midi + np.arange(self.semitones)
        return hertz(midi + self.tuning_semitones)

    @property
    def width(self) -> int:
        return self.semitones

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"midi {self.low_midi + n}" for n in range(self.semitones))

    @property
    def reach_samples(self) -> int:
        return self.window_samples // 2 + len(low_pass(self.thinning)) // 2

    @property
    def tuning(self) -> float:
        return self.tuning_semitones

    @property
    def tuning_samples(self) -> int:
        return int(self.tuning_seconds * self.rate)

    def tuned(self, samples: FloatArray) -> ConstantQ:
        if not self.tuning_samples:
            return self
        semitones = tuning_of(samples[: self.tuning_samples], self.rate)
        return replace(self, tuning_semitones=semitones, tuning_seconds=0.0)

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) of a whole recording to magnitudes (ceil(n / hop), semitones)."""
        if self.tuning_samples:
            return self.tuned(samples).measure(samples)
        count = self.clock.count(len(samples))
        if count == 0:
            return np.empty((0, self.width), dtype=np.float32)
        hop, size = self.hop_samples // self.thinning, self.window_samples // self.thinning
        table = atoms(self.rate / self.thinning, tuple(self.hz.tolist()), self.thinning, size)
        thin = self._thinned(samples, (count - 1) * hop + size)
        views = sliding_window_view(thin, size)[::hop]
        out = np.empty((count, self.width), dtype=np.float32)
        for start in range(0, count, _ROWS):
            rows = slice(start, min(start + _ROWS, count))
            both = np.ascontiguousarray(views[rows]) @ table
            out[rows] = np.hypot(both[:, : self.width], both[:, self.width :])
        return out

    def _thinned(self, samples: FloatArray, count: int) -> FloatArray:
        """`count` samples at the low rate, from half a window before the recording on."""
        taps = low_pass(self.thinning)
        before = self.reach_samples
        padded = np.zeros((count - 1) * self.thinning + len(taps), dtype=np.float32)
        inside = samples[: len(padded) - before]
        padded[before : before + len(inside)] = inside
        views = sliding_window_view(padded, len(taps))[:: self.thinning]
        thin: FloatArray = np.empty(count, dtype=np.float32)
        for start in range(0, count, 16 * _ROWS):
            rows = slice(start, min(start + 16 * _ROWS, count))
            thin[rows] = np.ascontiguousarray(views[rows]) @ taps
        return thin
