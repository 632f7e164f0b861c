"""Cohen-Hadria and Peeters, AES 2017: self-similarity as additional depth of the input."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lausch.networks.patch import PatchShape
from lausch.representations import Lags, LogS, Pooled, Stack
from lausch.system import System
from lausch.systems.ullrich2014 import LATER_DEVIATIONS, MEL, RECIPE, SHARED_DEVIATIONS, STEPS
from lausch.tasks.sections import SectionFinding

if TYPE_CHECKING:
    from torch import nn

TONES = LogS(44100, 6144, 8192, low_hz=100.0, high_hz=2000.0, bands_per_octave=12)
SHAPE = PatchShape(planes=3, joined=True)


def network(dropout: float) -> nn.Module:
    """One first convolution over the depth of all three planes."""
    from lausch.networks.boundaries import Boundaries

    return Boundaries(SHAPE, dropout)


def _around(of: Pooled | LogS) -> Lags:
    """Similarity of each frame to the 8 s before and after."""
    return Lags(of, 8.0, stack=1, ahead=True, quantile=0.0)


SYSTEM = System(
    name="cohenhadria2017",
    title="Boundaries from a log-mel spectrogram with self-similarities of timbre and chroma",
    paper="Cohen-Hadria, Peeters: Music structure boundaries estimation using multiple "
    "self-similarity matrices as input depth of convolutional neural networks. AES 2017",
    literature="cohenhadria2017",
    representation=Stack((Pooled(MEL, 6), _around(Pooled(MEL, 6)), _around(TONES))),
    task=SectionFinding(),
    network=network,
    head="sigmoids",
    recipe=replace(RECIPE, epochs=12),
    chunk_frames=4000,
    context_frames=60,
    margin_frames=SHAPE.margin,
    int4=True,
    deviations=(
        "The square of self-similarity around a frame is given as its diagonals, one column a lag, "
        "from 8 s behind to 8 s ahead: the same numbers, but a shift in time is a shift in rows.",
        *SHARED_DEVIATIONS,
        *LATER_DEVIATIONS,
        "One network, not a bag; Adam with a cosine schedule.",
        STEPS.format(2400),
    ),
)
