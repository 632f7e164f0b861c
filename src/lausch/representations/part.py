"""The parts of a stack: spectra, computed from samples, and steps, computed from spectra."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Times
from lausch.frames import Clock, FloatArray


class Part(ABC):
    """One part of a stack; the defaults are those of a plain spectrum."""

    @property
    @abstractmethod
    def clock(self) -> Clock:
        """The time of the frames."""

    @property
    @abstractmethod
    def reach_samples(self) -> int:
        """Largest distance of a sample that a frame depends on from the frame's time."""

    @property
    @abstractmethod
    def width(self) -> int:
        """Number of columns that `measure` returns."""

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that `finish` returns."""

    @abstractmethod
    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), width); training caches and augments the result."""

    def finish(self, values: FloatArray) -> FloatArray:
        """Measured values (frames, width) to values after the step (frames, columns)."""
        return values

    @property
    def spectrum(self) -> Part:
        """The part without its step."""
        return self

    @property
    def framewise(self) -> Part | None:
        """Of a part with a row for each beat, the frames that these are cut from; else None."""
        return None

    @property
    def struck(self) -> bool:
        """Whether frames of `framewise` may be strokes of drums instead (`patterns.strokes_in`)."""
        return False

    def transposed_after(self, values: FloatArray, semitones: int) -> FloatArray:
        """`transposed` of values after the step (frames, columns), such as rows of beats have."""
        return self.spectrum.transposed(values, semitones)

    def on_beats(self, frames: FloatArray, times: Times) -> FloatArray:
        """Frames of `framewise` and the times of beats (s) to rows (beats, columns)."""
        raise TypeError(f"{type(self).__name__} has no rows of beats")

    @property
    def unlearnt(self) -> Part | None:
        """The part from whose frames this one is yet to be learnt, as components are; or None."""
        return None

    def learnt(self, rows: FloatArray) -> Self:
        """The part after it was learnt from frames of `unlearnt`, shape (n, columns)."""
        raise TypeError(f"{type(self).__name__} is not learnt from frames")

    @property
    def factor(self) -> float | None:
        """The factor in log10(factor * x + 1), the last operation of `measure`.

        0 for plain magnitudes; None where training must not vary the sound level.
        """
        return None

    @property
    def alike(self) -> bool:
        """Whether all columns are of one kind, such as samples: they get one mean and deviation."""
        return False

    @property
    def bands_per_octave(self) -> int:
        """Columns per octave; 0 where a transposition is no shift of columns."""
        return 0

    def transposed(self, values: FloatArray, semitones: int) -> FloatArray:
        """Measured values (frames, width) of the sound as it were `semitones` higher, nearly.

        Columns on a pitch axis move, and 0 comes after them; others stay.
        """
        return moved(values, round(semitones * self.bands_per_octave / 12))

    @property
    def label(self) -> str:
        """Prefix of the column names in a stack; "" for the number of the part."""
        return ""

    @property
    def reach_frames(self) -> int:
        """Number of earlier frames, and at most of later ones, that `finish` needs."""
        return 0

    @property
    def tuning(self) -> float:
        """Distance of all pitches of the columns from the tuning A4 = 440 Hz, in semitones."""
        return 0.0

    @property
    def tuning_samples(self) -> int:
        """Number of first samples of a recording that `tuned` needs; 0 without tuning."""
        return 0

    def tuned(self, samples: FloatArray) -> Self:
        """The part with its columns at the tuning of a recording that begins with these samples."""
        return self


def moved(values: FloatArray, columns: int) -> FloatArray:
    """Values (frames, width) whose columns are moved to the right, or left, with 0 after them."""
    if columns == 0:
        return values
    out = np.zeros_like(values)
    if columns > 0:
        out[:, columns:] = values[:, :-columns]
    else:
        out[:, :columns] = values[:, -columns:]
    return out


def warped(values: FloatArray, hz: NDArray[np.float64], semitones: float) -> FloatArray:
    """Bands (frames, bands) moved up by semitones, from their increasing centres in Hz.

    A band takes what stood at its own frequency divided by the interval: between two centres the
    linear interpolation of both on a logarithmic axis, and 0 beyond the first and the last.
    """
    if not semitones or len(hz) < 2:
        return values
    octaves = np.log2(hz)
    source = octaves - semitones / 12
    place = np.interp(source, octaves, np.arange(len(hz)))
    left = np.floor(place).astype(np.int64).clip(0, len(hz) - 2)
    share = np.where((source < octaves[0]) | (source > octaves[-1]), np.nan, place - left)
    weights = np.nan_to_num(np.stack([1 - share, share])).astype(np.float32)
    result: FloatArray = values[:, left] * weights[0] + values[:, left + 1] * weights[1]
    return result


class Step(Part):
    """A step after the part `of`; subclasses are dataclasses with that field."""

    of: Part

    @property
    def spectrum(self) -> Part:
        return self.of

    @property
    def clock(self) -> Clock:
        return self.of.clock

    @property
    def reach_samples(self) -> int:
        return self.of.reach_samples

    @property
    def width(self) -> int:
        return self.of.width

    @property
    def label(self) -> str:
        return self.of.label

    @property
    def tuning(self) -> float:
        return self.of.tuning

    @property
    def tuning_samples(self) -> int:
        return self.of.tuning_samples

    def measure(self, samples: FloatArray) -> FloatArray:
        return self.of.measure(samples)

    def tuned(self, samples: FloatArray) -> Self:
        settings: Any = self
        result: Self = replace(settings, of=self.of.tuned(samples))
        return result
