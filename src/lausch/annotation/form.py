"""Sections of a piece, and its form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lausch.annotation.melody import Floats, shares
from lausch.annotation.times import Times, freeze, increasing
from lausch.errors import AnnotationError


@dataclass(frozen=True, eq=False)
class Sections:
    """Adjacent sections.

    Parameters
    ----------
    boundaries : seconds, shape (sections + 1,), increasing: the starts of the sections, and the end
        of the last. Empty if unknown, or if the recording has no length.
    labels : one for each section, equal for repetitions; "" if unknown.
    confidence : confidence of each boundary, shape (sections + 1,), 0 to 1; by default 1.
    """

    boundaries: Times
    labels: tuple[str, ...]
    confidence: Floats

    def __init__(
        self,
        boundaries: ArrayLike = (),
        labels: Sequence[str] | None = None,
        confidence: ArrayLike | None = None,
    ) -> None:
        times = increasing(boundaries, "boundary")
        if times.size == 1:
            raise AnnotationError(
                f"a section has a beginning and an end, but there is only one boundary, at "
                f"{times[0]:.3f} s; is the end of the recording missing?"
            )
        count = max(times.size - 1, 0)
        words = ("",) * count if labels is None else tuple(str(label) for label in labels)
        if len(words) != count:
            raise AnnotationError(
                f"{times.size} boundaries make {count} sections, which have as many labels, not "
                f"{len(words)}"
            )
        confidences = shares(confidence, times.size, "section edge")
        freeze(self, boundaries=times, labels=words, confidence=confidences)

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def intervals(self) -> Times:
        """Start and end of each section in seconds, shape (sections, 2), as in mir_eval."""
        return np.stack([self.boundaries[:-1], self.boundaries[1:]], axis=1)

    @property
    def inner(self) -> Times:
        """The boundaries between sections in seconds: all but the first and the last."""
        return self.boundaries[1:-1]


@dataclass(frozen=True, eq=False)
class Form:
    """Coarse sections, such as verses or the choruses of a solo, and the phrases within them.

    `fine` is None if only one scale of form is known.
    """

    coarse: Sections
    fine: Sections | None = None

    @property
    def scales(self) -> dict[str, Sections]:
        """The known scales of form by name, "coarse" first."""
        return {"coarse": self.coarse} | ({} if self.fine is None else {"fine": self.fine})
