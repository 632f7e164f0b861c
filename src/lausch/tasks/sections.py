"""Boundary detection (Ullrich, Schlüter and Grill, ISMIR 2014)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Form, Sections
from lausch.decoding.blending import COARSE, FINE, Blend, change_of_sound
from lausch.decoding.boundaries import BoundaryPicker
from lausch.decoding.scaling import balanced
from lausch.frames import Clock, FloatArray, Frames
from lausch.metrics import sections
from lausch.representations.structure import CEPSTRA, CHROMA
from lausch.tasks.options import SectionOptions
from lausch.tasks.task import Annotated, Task


@dataclass(frozen=True)
class SectionFinding(Task):
    """One output for each scale of form: the probability of a boundary.

    Parameters
    ----------
    two_scales : outputs are "coarse" and "fine" (Grill and Schlüter, ISMIR 2015), or "boundary".
    scale : scale of form for a network with one output.
    width_seconds : width of the target around a boundary (section 3.2).
    weighted : frames beside a boundary have less weight, by a Gaussian as wide as the target.
    tolerance_seconds : tolerance for calibration.
    decoder, fine_decoder : settings of the picker; the second is for the scale "fine".
    """

    kind: ClassVar[str] = "sections"
    layers: ClassVar[tuple[str, ...]] = ("sections",)
    reads: ClassVar[str] = "sections"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "threshold": tuple(round(0.02 * n, 2) for n in range(1, 31)),
    }

    two_scales: bool = False
    scale: str = "coarse"
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
        return ("coarse", "fine") if self.two_scales else ("boundary",)

    @property
    def output_summary(self) -> str:
        return "sections, two scales" if self.two_scales else "sections"

    def moved(
        self, truth: Form, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Form:
        scales = truth.scales.values()
        return Form(*(_inside((scale.inner - start) / rate, seconds) for scale in scales))

    def encode(self, truth: Form, clock: Clock, count: int) -> Frames:
        """Targets (count, outputs): 1 within half the width of a boundary, at least in its frame.

        The start and the end of the piece are no boundaries.
        """
        half = self._half_frames(clock)
        values = np.zeros((count, len(self.outputs)), dtype=np.float32)
        for column, away in enumerate(self._distances(truth, clock, count)):
            values[:, column] = away <= half
        return Frames(values, clock, self.outputs)

    def weights(self, truth: Form, clock: Clock, count: int) -> FloatArray:
        """Weights (count, outputs): exp(-2 (d / h)^2) at d < h frames from a boundary, else 1.

        h is half the width of the target in frames.
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
        """The boundaries in seconds."""
        times = [scale.inner for scale in self._scales(truth).values()]
        return np.unique(np.concatenate([np.zeros(0), *times]))

    def decode(
        self,
        activations: Frames,
        *,
        sections: int | None = None,
        sensitivity: float = 0.0,
        features: Frames | None = None,
    ) -> Form:
        """Boundaries with their activation as confidence, without labels.

        There are at most `sections` coarse sections, whatever the threshold; for `sensitivity`
        see `BoundaryPicker.pick`. With the `features` of the recording, by
        `lausch.representations.structure`, a network of two scales is followed together with the
        change of sound, see `decoding.blending`. Raises OptionError for values outside their range.
        """
        SectionOptions(sections, sensitivity)  # which says what is wrong
        count = None if sections is None else sections - 1
        if not len(activations):
            return Form(Sections(), Sections() if self.two_scales else None)
        fps, curves = activations.clock.fps, activations.values.T.astype(np.float64)
        coarse_picker: BoundaryPicker | Blend = self.decoder
        fine_picker: BoundaryPicker | Blend = self.fine_decoder
        if self.two_scales and features is not None and len(features):
            curves = curves + _change(features, activations)
            coarse_picker, fine_picker = COARSE, FINE
        coarse = coarse_picker.pick(curves[0], fps, count=count, sensitivity=sensitivity)
        if not self.two_scales:
            return Form(_sections(activations, 0, coarse))
        fine = fine_picker.pick(curves[1], fps, count=None, sensitivity=sensitivity)
        nested = _nested(coarse, fine, round(1.5 * fps))
        return Form(_sections(activations, 0, coarse), _sections(activations, 1, nested))

    def score(self, reference: Form, estimate: Form) -> dict[str, float]:
        """The measures of `metrics.sections` on every scale; needs the extra `eval`."""
        return {
            f"{name} {measure}": value
            for name, scale in self._scales(reference).items()
            for measure, value in sections.score_scale(scale, _scale(estimate, name)).items()
        }

    def assess(self, track: Annotated, estimate: Form) -> dict[str, float]:
        """The scores of the network's scales, and of every scale that both sides have."""
        reference: Form = self.read(track)
        return self.score(reference, estimate) | sections.score(reference, estimate)

    def judge(self, reference: Form, estimate: Form) -> dict[str, float]:
        """F of the boundaries on each scale."""
        tolerance = self.tolerance_seconds
        return {
            f"{name} F {tolerance:g} s": sections.boundary_f(
                scale, _scale(estimate, name), tolerance
            )
            for name, scale in self._scales(reference).items()
        }

    @property
    def _names(self) -> tuple[str, ...]:
        return ("coarse", "fine") if self.two_scales else (self.scale,)

    def _scales(self, form: Form) -> dict[str, Sections]:
        """The scales of a form for which the network has an output."""
        return {name: form.scales[name] for name in self._names if name in form.scales}

    def _half_frames(self, clock: Clock) -> float:
        return self.width_seconds / 2 * clock.fps

    def _distances(self, truth: Form, clock: Clock, count: int) -> list[NDArray[np.int64]]:
        """For each output the distance of every frame to the nearest boundary, in frames."""
        scales = self._scales(truth)
        times = [scales.get(name, Sections()).inner for name in self._names]
        return [_distances(clock.frames(each), count) for each in times]


def _change(features: Frames, activations: Frames) -> NDArray[np.float64]:
    """The change of sound at the frames of activations."""
    cepstra = balanced(features.values, CHROMA, CEPSTRA, (0.0, 1.0))
    return change_of_sound(cepstra, features.clock.fps, activations.clock, len(activations))


def _scale(form: Form, name: str) -> Sections:
    """A scale of an estimated form; by default the coarse one."""
    return form.fine if name == "fine" and form.fine is not None else form.coarse


def _inside(times: NDArray[np.float64], seconds: float) -> Sections:
    """Sections of an excerpt of this length, with those boundaries that are inside."""
    return Sections([0.0, *times[(times > 0) & (times < seconds)], seconds])


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
    """The coarse boundaries, and the fine ones that are not near one of them."""
    distant = [frame for frame in fine if not (np.abs(coarse - frame) <= near).any()]
    return np.unique(np.concatenate([coarse, np.array(distant, dtype=np.int64)]))


def _sections(activations: Frames, column: int, frames: NDArray[np.int64]) -> Sections:
    """Sections from the first frame to the end of the last, with boundaries at frames."""
    inner = frames[(frames > 0) & (frames < len(activations))]
    times = activations.clock.seconds(np.array([0, *inner, len(activations)]))
    confidence = np.clip(activations.values[inner, column].astype(np.float64), 0, 1)
    return Sections(times, confidence=[1.0, *confidence, 1.0])
