"""Several spectra side by side, in two stages.

`measure` turns samples into spectra, which training caches and augments. `finish` computes the
steps from those spectra, so the derivative or norm of an augmented spectrogram is its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lausch.annotation import Times
from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.part import Part
from lausch.representations.spectra import MEASURED, Measured


@dataclass(frozen=True)
class Stack:
    """Several spectra with the same clock side by side, each with or without a step."""

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        clocks = {part.clock for part in self.parts}
        if len(clocks) != 1:
            raise OptionError(f"stacked spectra have the same clock, but these have {clocks}")

    @property
    def spectra(self) -> tuple[Part, ...]:
        """The parts without their steps, which `measure` computes."""
        return tuple(part.spectrum for part in self.parts)

    @property
    def clock(self) -> Clock:
        return self.parts[0].clock

    @property
    def rate(self) -> int:
        return self.clock.rate

    @property
    def reach_samples(self) -> int:
        return max(part.reach_samples for part in self.parts)

    @property
    def reach_frames(self) -> int:
        """Number of earlier frames, and at most of later ones, that `finish` needs."""
        return max(part.reach_frames for part in self.parts)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(
            f"{part.label or place}: {name}"
            for place, part in enumerate(self.parts)
            for name in part.columns
        )

    @property
    def splits(self) -> tuple[slice, ...]:
        """The columns of each spectrum in the result of `measure`."""
        edges = np.cumsum([0, *(part.width for part in self.parts)])
        return tuple(slice(int(a), int(b)) for a, b in pairwise(edges))

    @property
    def tuning(self) -> float:
        """Distance of the columns from the tuning A4 = 440 Hz, in semitones."""
        return next((part.tuning for part in self.parts if part.tuning), 0.0)

    @property
    def tuning_samples(self) -> int:
        """Number of first samples of a recording that `tuned` needs; 0 without tuning."""
        return max(part.tuning_samples for part in self.parts)

    def tuned(self, samples: FloatArray) -> Stack:
        """The stack at the tuning of a recording that begins with these samples."""
        return Stack(tuple(part.tuned(samples) for part in self.parts))

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to all spectra side by side (ceil(n / hop), sum of widths).

        A spectrum that several parts share is computed once.
        """
        token = MEASURED.set(Measured(samples))
        try:
            return np.concatenate([part.measure(samples) for part in self.parts], axis=1)
        finally:
            MEASURED.reset(token)

    @property
    def framewise(self) -> Stack | None:
        """Of a stack with a row for each beat, the frames that these are cut from; else None."""
        inner = [part.framewise for part in self.parts]
        return Stack(tuple(part for part in inner if part)) if all(inner) else None

    @property
    def struck(self) -> bool:
        """Whether rows are cut from strokes of drums."""
        return all(part.struck for part in self.parts)

    def on_beats(self, frames: FloatArray, times: Times) -> FloatArray:
        """Finished frames of `framewise` and the times of beats (s) to rows (beats, columns)."""
        edges = np.cumsum(
            [0, *(len(part.framewise.columns) for part in self.parts if part.framewise)]
        )
        pairs = zip(self.parts, pairwise(edges.tolist()), strict=True)
        return np.concatenate(
            [part.on_beats(frames[:, a:b], times) for part, (a, b) in pairs], axis=1
        )

    def finish(self, values: FloatArray) -> FloatArray:
        """The result of `measure` with the step of each part applied."""
        parts = zip(self.parts, self.splits, strict=True)
        return np.concatenate([part.finish(values[:, split]) for part, split in parts], axis=1)
