"""Novelty by a checkerboard kernel on MFCC: boundaries are where the timbre changes.

Foote (ICME 2000), as in the baseline of the Jazz Structure Dataset: MFCC without the first
coefficient, and a kernel with a Gaussian taper. That baseline has separate kernels for tolerances
of .5 s and 3 s; here one kernel and threshold were best for both. Settings were chosen by
`studies/form_settings.py` on 10 validation and training tracks of each rendered corpus of forms.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lausch.annotation import Form
from lausch.decoding.boundaries import BoundaryPicker
from lausch.decoding.novelty import checkerboard_novelty
from lausch.decoding.scaling import averaged, balanced, step
from lausch.formulas.sections import SectionFormula, novelty_of
from lausch.frames import Frames
from lausch.representations.structure import CEPSTRA, CHROMA
from lausch.tasks import SectionFinding


@dataclass(frozen=True)
class Foote:
    """The settings.

    Parameters
    ----------
    harmony : weight of chroma relative to MFCC.
    fps : rate to which features are averaged.
    half_seconds : half the side of the kernel.
    taper : standard deviation of the Gaussian, in halves of the side.
    coarse, fine : peak picking on either scale of form.
    """

    harmony: float = 0.0
    fps: float = 5.0
    half_seconds: float = 20.0
    taper: float = 0.5
    coarse: BoundaryPicker = field(default_factory=lambda: BoundaryPicker(threshold=0.07))
    fine: BoundaryPicker = field(
        default_factory=lambda: BoundaryPicker(
            threshold=0.1, apart_seconds=2.5, before_seconds=6.0, after_seconds=3.0
        )
    )

    def novelty(self, features: Frames) -> Frames:
        """x / (1 + x) of the sum x over the kernel, the same curve for both scales."""
        fps = features.clock.fps
        frames = step(len(features), fps, wanted_fps=self.fps, most=len(features) + 1)
        weights = (self.harmony, 1.0)
        values = balanced(averaged(features.values, frames), CHROMA, CEPSTRA, weights)
        half = max(1, round(self.half_seconds * fps / frames))
        new = checkerboard_novelty(values, half, self.taper)
        return novelty_of(features, frames, coarse=new / (1 + new), fine=new / (1 + new))

    def form(self, novelty: Frames, *, sections: int | None, sensitivity: float) -> Form:
        """Sections between the peaks that are picked."""
        task = SectionFinding(two_scales=True, decoder=self.coarse, fine_decoder=self.fine)
        return task.decode(novelty, sections=sections, sensitivity=sensitivity)


FORMULA = SectionFormula(
    name="foote",
    title="Novelty: a checkerboard kernel on cepstra",
    method=Foote(),
)
