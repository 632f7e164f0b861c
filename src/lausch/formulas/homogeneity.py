"""Homogeneity: similar neighbouring segments are merged until the cost is too high.

Settings were chosen by `studies/form_settings.py` on 10 validation and training tracks of each
rendered corpus of forms.
"""

from __future__ import annotations

from dataclasses import dataclass

from lausch.annotation import Form
from lausch.decoding.homogeneity import costs_of_joining
from lausch.decoding.scaling import averaged, balanced, step
from lausch.formulas.sections import SectionFormula, form_of, novelty_of
from lausch.frames import Frames
from lausch.representations.structure import CEPSTRA, CHROMA

_MOST_FRAMES = 6000
"""The time for merging grows with the square of this number."""


@dataclass(frozen=True)
class Homogeneity:
    """The settings.

    Parameters
    ----------
    harmony : weight of chroma relative to MFCC.
    fps : rate to which features are averaged; lower for very long recordings.
    coarse_price, fine_price : cost of a merger at which a boundary is as good as none: seconds
        times the variance of features.
    """

    harmony: float = 0.0
    fps: float = 2.0
    coarse_price: float = 6.0
    fine_price: float = 3.0

    def novelty(self, features: Frames) -> Frames:
        """cost / (cost + price) of merging the sections on both sides of a boundary."""
        fps = features.clock.fps
        frames = step(len(features), fps, wanted_fps=self.fps, most=_MOST_FRAMES)
        weights = (self.harmony, 1.0)
        values = balanced(averaged(features.values, frames), CHROMA, CEPSTRA, weights)
        costs = costs_of_joining(values) * frames / fps
        return novelty_of(
            features,
            frames,
            coarse=costs / (costs + self.coarse_price),
            fine=costs / (costs + self.fine_price),
        )

    def form(self, novelty: Frames, *, sections: int | None, sensitivity: float) -> Form:
        """The sections between boundaries that are worth their price."""
        return form_of(novelty, sections=sections, sensitivity=sensitivity)


FORMULA = SectionFormula(
    name="homogeneity",
    title="Homogeneity: clustering of neighbours in time by their sound",
    method=Homogeneity(),
)
