"""Grill and Schlüter, EUSIPCO 2015: a log-mel spectrogram and a self-similarity lag matrix."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lausch.networks.patch import PatchShape
from lausch.representations import Lags, Pooled, Stack
from lausch.system import Published, System
from lausch.systems.ullrich2014 import LATER_DEVIATIONS, MEL, RECIPE, SHARED_DEVIATIONS, STEPS
from lausch.tasks.sections import SectionFinding

if TYPE_CHECKING:
    from torch import nn

SHAPE = PatchShape(planes=2)


def network(dropout: float) -> nn.Module:
    """A first convolution for each of the two planes, joined before the second."""
    from lausch.networks.boundaries import Boundaries

    return Boundaries(SHAPE, dropout)


SYSTEM = System(
    name="grill2015a",
    title="Boundaries from a log-mel spectrogram and a lag matrix of 14 s",
    paper="Grill, Schlüter: Music boundary detection using neural networks on spectrograms and "
    "self-similarity lag matrices. EUSIPCO 2015",
    literature="grill2015a",
    representation=Stack((Pooled(MEL, 6), Lags(Pooled(MEL, 2), 14.0, frames=3))),
    task=SectionFinding(),
    network=network,
    head="sigmoids",
    recipe=replace(RECIPE, epochs=12),
    chunk_frames=4000,
    context_frames=60,
    margin_frames=SHAPE.margin,
    int4=True,
    published=(
        Published(
            "SALAMI 2.0, MLS + SSLM near, single scale",
            "F at 0.5 s",
            0.469,
            "printed in the tutorial, for the same inputs",
        ),
    ),
    deviations=(
        "Both inputs have 80 columns, so their maps are joined before the second convolution; it "
        "has 32 maps, and the dense layer stays as small as that of ullrich2014.",
        "The lag matrix is scaled by the mean of two quantiles where the paper takes one of both "
        "rows together, and its 301 lags are reduced to 80 by their largest values.",
        *SHARED_DEVIATIONS,
        *LATER_DEVIATIONS,
        "The convolutions have 16 and 32 maps; the paper has 32 and 64, as far as that is known.",
        "One network, not a bag; Adam with a cosine schedule.",
        STEPS.format(2400),
    ),
)
