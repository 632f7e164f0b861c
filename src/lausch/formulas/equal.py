"""Boundaries at equal distances, whatever the sound: the lowest baseline.

Lengths were chosen by `studies/form_settings.py` on 10 validation and training tracks of each
rendered corpus of forms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.annotation import Form, Sections, Times
from lausch.formulas.sections import SectionFormula, novelty_of
from lausch.frames import Frames


@dataclass(frozen=True)
class Equal:
    """The lengths of sections on both scales of form."""

    coarse_seconds: float = 12.0
    fine_seconds: float = 6.0

    def novelty(self, features: Frames) -> Frames:
        """1 in the frames in which sections begin."""
        curves = {}
        for name, seconds in (("coarse", self.coarse_seconds), ("fine", self.fine_seconds)):
            curves[name] = np.zeros(len(features))
            at = np.arange(seconds, len(features) / features.clock.fps, seconds)
            curves[name][features.clock.frames(at).clip(0, len(features) - 1)] = 1
        return novelty_of(features, 1, **curves)

    def form(self, novelty: Frames, *, sections: int | None, sensitivity: float) -> Form:
        """Sections of equal length, which a sensitivity of 1 halves and one of -1 doubles."""
        end = float(novelty.clock.seconds(len(novelty)))
        longer = 2.0**-sensitivity
        coarse = _every(self.coarse_seconds * longer, end)
        if sections is not None:
            coarse = np.linspace(0, end, sections + 1)
        return Form(Sections(coarse), Sections(_every(self.fine_seconds * longer, end)))


def _every(seconds: float, end: float) -> Times:
    return np.append(np.arange(0, end, seconds), end)


FORMULA = SectionFormula(
    name="equal",
    title="Sections of equal length: the baseline of baselines",
    method=Equal(),
)
