"""What formulas that find sections share: features, a method, and forms of what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Form, Sections
from lausch.decoding.boundaries import BoundaryPicker
from lausch.errors import OptionError
from lausch.formulas.formula import Formula
from lausch.frames import Clock, FloatArray, Frames
from lausch.representations import Stack
from lausch.representations.structure import STRUCTURE, structure
from lausch.tasks import SectionFinding, Task

EVEN = 0.5
"""The strength at which a boundary is as good as none."""
APART_SECONDS = 2.0
"""Of boundaries nearer to each other only one is meant."""


class Method(Protocol):
    """A frozen dataclass of settings that finds boundaries on two levels.

    `novelty` makes of features a curve for each level, 0 to 1, in columns "coarse" and "fine", and
    whatever else `form` needs, which makes a form of it; so it is picked again without features.
    """

    def novelty(self, features: Frames) -> Frames: ...
    def form(self, novelty: Frames, *, sections: int | None, sensitivity: float) -> Form: ...


_TASK = SectionFinding(two_levels=True)


@dataclass(frozen=True, kw_only=True)
class SectionFormula(Formula):
    """Boundaries by the novelty of chroma and cepstra.

    Parameters
    ----------
    name : name of the model.
    title : what it is, for lists.
    finds : the method, which says where sections begin.
    """

    finds: Method
    spectrum: Stack = STRUCTURE

    @property
    def task(self) -> Task:
        return _TASK

    @property
    def method(self) -> dict[str, Any]:
        settings: Any = self.finds
        return {"method": {"kind": type(settings).__name__, **asdict(settings)}}

    def run(self, blocks: Iterable[FloatArray]) -> Frames:
        """The novelty of a whole recording, columns "coarse" and "fine" first."""
        return self.finds.novelty(structure(blocks))

    def decode(
        self,
        activations: Frames,
        *,
        sections: int | None = None,
        sensitivity: float = 0.0,
        **_: Any,
    ) -> Form:
        """The form, from 0 to the end of the last frame.

        Parameters
        ----------
        activations : the novelty.
        sections : at most N coarse sections, whatever the threshold.
        sensitivity : -1 (few boundaries) to 1 (many).

        Raises
        ------
        OptionError : fewer than one section, or a sensitivity outside its range.
        """
        if sections is not None and sections < 1:
            raise OptionError(f"a piece has at least 1 section, not {sections}")
        BoundaryPicker().raised(sensitivity)  # which complains
        if not len(activations):
            return Form(Sections(), Sections())
        return self.finds.form(activations, sections=sections, sensitivity=sensitivity)


def novelty_of(features: Frames, frames: int, **levels: ArrayLike) -> Frames:
    """Curves of one value for every `frames` frames of features, each named."""
    clock = Clock(features.clock.rate, features.clock.hop * frames)
    columns = [np.asarray(values, dtype=np.float32) for values in levels.values()]
    return Frames(np.stack(columns, axis=1), clock, tuple(levels))


def strongest(strengths: ArrayLike, *, count: int | None, sensitivity: float) -> NDArray[np.int64]:
    """Frames of boundaries that stand alone in their frame, increasing.

    Parameters
    ----------
    strengths : 0 where there is no boundary, else up to 1, shape (frames,).
    count : take the N strongest, else those of `EVEN` or more, moved by the sensitivity.
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
    """The strengths without those of boundaries that have a stronger one beside them.

    Parameters
    ----------
    strengths : shape (frames,).
    apart : what is fewer frames away is beside.
    beside : frames of boundaries that are there in any case.
    """
    values = np.array(strengths, dtype=np.float64)
    occupied = np.zeros(
        len(values) + 2 * apart, dtype=bool
    )  # what lies beyond the ends counts as well
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
    """The form of strengths that stand alone; every coarse boundary is a fine one, too."""
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


def sections_at(novelty: Frames, level: str, frames: NDArray[np.int64]) -> Sections:
    """Sections from 0 to the end, cut at frames, as sure as the level's curve is high."""
    ends = novelty.clock.seconds(np.array([0, len(novelty)]))
    sure = np.clip(novelty.column(level)[frames].astype(np.float64), 0, 1)
    return Sections(
        [ends[0], *novelty.clock.seconds(frames), ends[1]], confidence=[1.0, *sure, 1.0]
    )
