"""Formulas for sections: features, a method, and forms from its novelty curves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Form, Sections
from lausch.decoding.boundaries import BoundaryPicker
from lausch.formulas.formula import Formula
from lausch.frames import Clock, FloatArray, Frames
from lausch.representations import Stack
from lausch.representations.structure import STRUCTURE, structure
from lausch.tasks import SectionFinding, Task
from lausch.tasks.options import SectionOptions

EVEN = 0.5
"""The strength from which on a boundary is picked."""
APART_SECONDS = 2.0
"""Boundaries nearer to each other are the same one."""


class Method(Protocol):
    """A frozen dataclass of settings that finds boundaries on two scales of form.

    `novelty` computes a curve for each scale, 0 to 1, in columns "coarse" and "fine", and any
    further columns that `form` needs. Another form can then be picked without the features.
    """

    def novelty(self, features: Frames) -> Frames: ...
    def form(self, novelty: Frames, *, sections: int | None, sensitivity: float) -> Form: ...


TASK = SectionFinding(two_scales=True)


@dataclass(frozen=True, kw_only=True)
class SectionFormula(Formula):
    """Boundaries by a method on chroma and MFCC."""

    method: Method
    spectrum: Stack = STRUCTURE
    task: Task = TASK

    @property
    def method_settings(self) -> dict[str, Any]:
        settings: Any = self.method
        return {"method": {"kind": type(settings).__name__, **asdict(settings)}}

    def run(self, blocks: Iterable[FloatArray]) -> Frames:
        """The novelty of a whole recording, columns "coarse" and "fine" first."""
        return self.method.novelty(structure(blocks))

    def decode(
        self,
        activations: Frames,
        *,
        sections: int | None = None,
        sensitivity: float = 0.0,
        **_: Any,
    ) -> Form:
        """The form from 0 to the end of the last frame of novelty; see `SectionFinding.decode`."""
        SectionOptions(sections, sensitivity)  # which says what is wrong
        if not len(activations):
            return Form(Sections(), Sections())
        return self.method.form(activations, sections=sections, sensitivity=sensitivity)


def novelty_of(features: Frames, frames: int, **curves: ArrayLike) -> Frames:
    """Named curves with one value for every `frames` frames of features."""
    clock = Clock(features.clock.rate, features.clock.hop * frames)
    columns = [np.asarray(values, dtype=np.float32) for values in curves.values()]
    return Frames(np.stack(columns, axis=1), clock, tuple(curves))


def strongest(strengths: ArrayLike, *, count: int | None, sensitivity: float) -> NDArray[np.int64]:
    """Frames of the boundaries that are picked, increasing.

    Parameters
    ----------
    strengths : 0 where there is no boundary, otherwise up to 1, shape (frames,).
    count : number of the strongest boundaries; None for all with a strength of at least `EVEN`,
        changed by the sensitivity.
    sensitivity : -1 to 1, see `BoundaryPicker.raised`.
    """
    values = np.asarray(strengths, dtype=np.float64)
    frames = np.flatnonzero(values > 0)
    frames = frames[frames > 0]
    if count is not None:
        order = np.argsort(-values[frames], kind="stable")
        return np.asarray(np.sort(frames[order[:count]]), dtype=np.int64)
    least = BoundaryPicker(threshold=EVEN).raised(sensitivity)
    return np.asarray(frames[values[frames] >= least], dtype=np.int64)


def alone(strengths: ArrayLike, apart: int, beside: ArrayLike = ()) -> NDArray[np.float64]:
    """Strengths (frames,) with 0 for boundaries nearer than `apart` frames to a stronger one.

    The boundaries at the frames in `beside` are stronger than any.
    """
    values = np.array(strengths, dtype=np.float64)
    occupied = np.zeros(len(values) + 2 * apart, dtype=bool)  # with `apart` frames beyond each end
    for frame in np.asarray(beside, dtype=np.int64).tolist():
        occupied[frame + apart] = True
    for frame in np.argsort(-values, kind="stable").tolist():
        if values[frame] <= 0:
            break
        if occupied[frame + 1 : frame + 2 * apart].any():
            values[frame] = 0
        else:
            occupied[frame + apart] = True
    return values


def form_of(novelty: Frames, *, sections: int | None, sensitivity: float) -> Form:
    """The form picked from curves of strengths; every coarse boundary is also a fine one."""
    count = None if sections is None else sections - 1
    apart = round(APART_SECONDS * novelty.clock.fps)
    large = alone(novelty.column("coarse"), apart)
    coarse = strongest(large, count=count, sensitivity=sensitivity)
    small = alone(novelty.column("fine"), apart, beside=coarse)
    fine = strongest(small, count=None, sensitivity=sensitivity)
    return Form(
        sections_at(novelty, "coarse", coarse),
        sections_at(novelty, "fine", np.union1d(coarse, fine)),
    )


def sections_at(novelty: Frames, scale: str, frames: NDArray[np.int64]) -> Sections:
    """Sections from 0 to the end with boundaries at frames; their confidence is the curve."""
    ends = novelty.clock.seconds(np.array([0, len(novelty)]))
    confidence = np.clip(novelty.column(scale)[frames].astype(np.float64), 0, 1)
    return Sections(
        [ends[0], *novelty.clock.seconds(frames), ends[1]], confidence=[1.0, *confidence, 1.0]
    )
