"""Grill and Schlüter, ISMIR 2015: all features, with coarse and fine annotations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lausch.networks.patch import PatchShape
from lausch.representations import Hpss, Lags, Pooled, Stack
from lausch.system import Published, System
from lausch.systems.ullrich2014 import LATER_DEVIATIONS, MEL, RECIPE, SHARED_DEVIATIONS, STEPS
from lausch.tasks.sections import SectionFinding

if TYPE_CHECKING:
    from torch import nn

SHAPE = PatchShape(planes=5, outputs=2)
DATA = "SALAMI 2.0, all features, multi + fine annotations"


def network(dropout: float) -> nn.Module:
    """A first convolution for each of five planes, joined before the second; two outputs."""
    from lausch.networks.boundaries import Boundaries

    return Boundaries(SHAPE, dropout)


SYSTEM = System(
    name="grill2015b",
    title="Boundaries on two scales from log-mel, lag matrices of 14 s and 88 s, and HPSS",
    paper="Grill, Schlüter: Music boundary detection using neural networks on combined features "
    "and two-level annotations. ISMIR 2015",
    literature="grill2015b",
    representation=Stack(
        (
            Pooled(MEL, 6),
            Lags(Pooled(MEL, 2), 14.0, frames=3),
            Lags(Pooled(MEL, 6), 88.0),
            Pooled(Hpss(MEL), 6),
        )
    ),
    task=SectionFinding(two_scales=True),
    network=network,
    head="sigmoids",
    recipe=replace(RECIPE, epochs=30),
    chunk_frames=4000,
    context_frames=60,
    margin_frames=SHAPE.margin,
    int4=True,
    published=(
        Published(DATA, "F at 0.5 s", 0.508, "printed in the tutorial"),
        Published(DATA, "F.58 at 0.5 s", 0.529, "printed in the tutorial"),
    ),
    deviations=(
        "All inputs have 80 columns, so their maps are joined before the second convolution; it "
        "has 32 maps, and the dense layer stays as small as that of ullrich2014.",
        "Lag matrices are scaled by the mean of two quantiles where the paper takes one of both "
        "rows together, and their lags are reduced to 80 by their largest values.",
        "Harmonic and percussive parts are taken of the mel bands, not of the linear spectrum.",
        *SHARED_DEVIATIONS,
        *LATER_DEVIATIONS,
        "The convolutions have 16 and 32 maps; the paper has 32 and 64, as far as that is known.",
        "One network, not a bag; Adam with a cosine schedule.",
        STEPS.format(6000),
    ),
)
