"""Boundary detection (Ullrich, Schlüter and Grill, ISMIR 2014): where sections start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Form, Sections
from lausch.decoding.boundaries import BoundaryPicker
from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray, Frames
from lausch.metrics import sections
from lausch.tasks.task import Annotated, Task


@dataclass(frozen=True)
class SectionFinding(Task):
    """One output for each level: the probability of a boundary.

    Parameters
    ----------
    two_levels : outputs are "coarse" and "fine" (Grill and Schlüter, ISMIR 2015), else "boundary".
    level : level for a network of one output.
    width_seconds : width of the target around a boundary (section 3.2).
    weighted : frames beside a boundary count less, by a bell as wide as the target.
    tolerance_seconds : tolerance for calibration.
    decoder, fine_decoder : settings of the picker; the second is for the level "fine".
    """

    kind: ClassVar[str] = "sections"
    layers: ClassVar[tuple[str, ...]] = ("sections",)
    reads: ClassVar[str] = "sections"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "threshold": tuple(round(0.02 * n, 2) for n in range(1, 31)),
    }

    two_levels: bool = False
    level: str = "coarse"
    width_seconds: float = 1.5
    weighted: bool = True
    tolerance_seconds: float = 0.5
    decoder: BoundaryPicker = field(default_factory=BoundaryPicker)
    fine_decoder: BoundaryPicker = field(
        default_factory=lambda: BoundaryPicker(
            apart_seconds=2.5, before_seconds=6.0, after_seconds=3.0
        )
    )

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("coarse", "fine") if self.two_levels else ("boundary",)

    @property
    def hears(self) -> str:
        """The outputs in a few words."""
        return "sections, two levels" if self.two_levels else "sections"

    def moved(
        self, truth: Form, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Form:
        """The form of an excerpt, played `rate` times as fast; `semitones` has no effect."""
        return Form(
            *(_inside((level.inner - start) / rate, seconds) for level in truth.levels.values())
        )

    def encode(self, truth: Form, clock: Clock, count: int) -> Frames:
        """Targets: 1 within half the width of a boundary, at least in its frame; 0 elsewhere.

        The start and the end of the piece are no boundaries.

        Returns
        -------
        shape (count, outputs).
        """
        half = self._half_frames(clock)
        values = np.zeros((count, len(self.outputs)), dtype=np.float32)
        for column, away in enumerate(self._distances(truth, clock, count)):
            values[:, column] = away <= half
        return Frames(values, clock, self.outputs)

    def weights(self, truth: Form, clock: Clock, count: int) -> FloatArray:
        """Weights of the targets: exp(-2 (d / h)^2) at d frames from a boundary, else 1.

        h is half the width of the target in frames; shape (count, outputs).
        """
        values = np.ones((count, len(self.outputs)), dtype=np.float32)
        if not self.weighted:
            return values
        half = self._half_frames(clock)
        for column, away in enumerate(self._distances(truth, clock, count)):
            near = away <= half
            values[near, column] = np.exp(-2 * (away[near] / max(half, 1)) ** 2)
        return values

    def events(self, truth: Form) -> NDArray[np.float64]:
        """The boundaries in seconds, near which training draws more excerpts."""
        times = [level.inner for _, level in self._taught(truth)]
        return np.unique(np.concatenate([np.zeros(0), *times]))

    def decode(
        self, activations: Frames, *, sections: int | None = None, sensitivity: float = 0.0
    ) -> Form:
        """Boundaries with their activation as confidence, without labels.

        Parameters
        ----------
        activations : the novelty, one column for each level.
        sections : at most N coarse sections, whatever the threshold.
        sensitivity : -1 to 1, see `BoundaryPicker.pick`.

        Raises
        ------
        OptionError : fewer than one section, or a sensitivity outside its range.
        """
        if sections is not None and sections < 1:
            raise OptionError(f"a piece has at least 1 section, not {sections}")
        count = None if sections is None else sections - 1
        if not len(activations):
            return Form(Sections(), Sections() if self.two_levels else None)
        coarse = self.decoder.pick(
            activations.values[:, 0], activations.clock.fps, count=count, sensitivity=sensitivity
        )
        if not self.two_levels:
            return Form(_sections(activations, 0, coarse))
        fine = self.fine_decoder.pick(
            activations.values[:, 1], activations.clock.fps, sensitivity=sensitivity
        )
        nested = _nested(coarse, fine, round(1.5 * activations.clock.fps))
        return Form(_sections(activations, 0, coarse), _sections(activations, 1, nested))

    def score(self, reference: Form, estimate: Form) -> dict[str, float]:
        """The measures of `metrics.sections` on every level; needs the extra `eval`."""
        return {
            f"{name} {measure}": value
            for name, level in self._taught(reference)
            for measure, value in sections.score_level(level, _level(estimate, name)).items()
        }

    def assess(self, track: Annotated, estimate: Form) -> dict[str, float]:
        """F of the boundaries, and the measures of every level that both sides have."""
        reference: Form = self.read(track)
        return self.score(reference, estimate) | sections.score(reference, estimate)

    def judge(self, reference: Form, estimate: Form) -> dict[str, float]:
        """The measures for calibration, which takes their mean."""
        tolerance = self.tolerance_seconds
        return {
            f"{name} F {tolerance:g} s": sections.boundary_f(
                level, _level(estimate, name), tolerance
            )
            for name, level in self._taught(reference)
        }

    def _taught(self, form: Form) -> list[tuple[str, Sections]]:
        levels = form.levels
        wanted = ("coarse", "fine") if self.two_levels else (self.level,)
        return [(name, levels[name]) for name in wanted if name in levels]

    def _half_frames(self, clock: Clock) -> float:
        return self.width_seconds / 2 * clock.fps

    def _distances(self, truth: Form, clock: Clock, count: int) -> list[NDArray[np.int64]]:
        """For each output the distance of every frame to the nearest boundary, in frames."""
        found = dict(self._taught(truth))
        wanted = ("coarse", "fine") if self.two_levels else (self.level,)
        times = [found[name].inner if name in found else np.zeros(0) for name in wanted]
        return [_distances(clock.frames(each), count) for each in times]


def _level(form: Form, name: str) -> Sections:
    """The level that a network finds; by default the coarse one."""
    return form.fine if name == "fine" and form.fine is not None else form.coarse


def _inside(times: NDArray[np.float64], seconds: float) -> Sections:
    """The part of a level inside an excerpt; its edges are no boundaries."""
    kept = times[(times > 0) & (times < seconds)]
    return Sections([0.0, *kept, seconds])


def _distances(frames: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Distance in frames to the nearest of some frames, shape (count,)."""
    if not frames.size:
        return np.full(count, np.iinfo(np.int64).max)
    index = np.arange(count)
    after = np.searchsorted(frames, index)
    right = frames[np.minimum(after, frames.size - 1)]
    left = frames[np.maximum(after - 1, 0)]
    nearest: NDArray[np.int64] = np.minimum(np.abs(index - left), np.abs(index - right))
    return nearest


def _nested(coarse: NDArray[np.int64], fine: NDArray[np.int64], near: int) -> NDArray[np.int64]:
    """The fine boundaries with all coarse ones, which replace fine ones close to them."""
    alone = [frame for frame in fine if not (np.abs(coarse - frame) <= near).any()]
    return np.unique(np.concatenate([coarse, np.array(alone, dtype=np.int64)]))


def _sections(activations: Frames, column: int, frames: NDArray[np.int64]) -> Sections:
    """Sections from the first frame to the end of the last, cut at frames."""
    inner = frames[(frames > 0) & (frames < len(activations))]
    ends = activations.clock.seconds(np.array([0, len(activations)]))
    times = activations.clock.seconds(inner)
    sure = np.clip(activations.values[inner, column].astype(np.float64), 0, 1)
    return Sections(
        np.concatenate([ends[:1], times, ends[1:]]), confidence=np.concatenate([[1.0], sure, [1.0]])
    )
