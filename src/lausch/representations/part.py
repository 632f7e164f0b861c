"""What a stack asks of its parts: spectra that are measured, and steps that finish them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any, Self

from lausch.frames import Clock, FloatArray


class Part(ABC):
    """One part of a stack; the base class says what is true of a plain spectrum."""

    @property
    @abstractmethod
    def clock(self) -> Clock:
        """When the frames are."""

    @property
    @abstractmethod
    def reach_samples(self) -> int:
        """How far from its time a frame looks at samples."""

    @property
    @abstractmethod
    def width(self) -> int:
        """Columns of what `measure` returns."""

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of what `finish` returns."""

    @abstractmethod
    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), width); training caches and varies the result."""

    def finish(self, values: FloatArray) -> FloatArray:
        """What follows from measured values alone: (frames, width) to (frames, columns)."""
        return values

    @property
    def spectrum(self) -> Part:
        """What is measured: the part without its step."""
        return self

    @property
    def factor(self) -> float | None:
        """That of log10(factor * x + 1), which ends `measure`; 0 for plain magnitudes.

        None where training must not vary the level.
        """
        return None

    @property
    def bands_per_octave(self) -> int:
        """Columns to the octave; 0 where a shift in pitch is no shift in columns."""
        return 0

    @property
    def label(self) -> str:
        """What tells the part's columns from those of others; "" for its place in the stack."""
        return ""

    @property
    def reach_frames(self) -> int:
        """How many earlier frames, and at most as many later ones, `finish` looks at."""
        return 0

    @property
    def tuning_samples(self) -> int:
        """How many first samples of a recording `tuned` needs; 0 if tuning plays no part."""
        return 0

    def tuned(self, samples: FloatArray) -> Self:
        """The part for a recording that begins with these samples."""
        return self


class Step(Part):
    """A part that measures another one, `of`, and finishes it; a dataclass with that field."""

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
    def tuning_samples(self) -> int:
        return self.of.tuning_samples

    def measure(self, samples: FloatArray) -> FloatArray:
        return self.of.measure(samples)

    def tuned(self, samples: FloatArray) -> Self:
        settings: Any = self
        result: Self = replace(settings, of=self.of.tuned(samples))
        return result
