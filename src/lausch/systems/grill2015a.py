"""Grill and Schlüter, EUSIPCO 2015: a log-mel spectrogram beside a self-similarity lag matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.networks.patch import PatchShape
from lausch.representations import Lags, LogMelS, Pooled, Stack
from lausch.system import Augment, Published, Recipe, System
from lausch.tasks.sections import SectionFinding

if TYPE_CHECKING:
    from torch import nn

MEL = LogMelS(44100, 1024, 2048, low_hz=80.0, high_hz=16000.0, bands=80, factor=10.0)
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
    recipe=Recipe(
        corpora=("popform", "jazzform", "chartform"),
        excerpt_seconds=8.0,
        batch=16,
        excerpts_per_epoch=3200,
        epochs=12,
        patience=6,
        learning_rate=1e-3,
        gradient_clip=5.0,
        dropout=0.5,
        widen_frames=0,
        precision="bfloat16",
        near_events=0.5,
        validation_seconds=60.0,
        augment=Augment(gain_db=12.0, tilt_db=9.0, noise_db=-30.0),
    ),
    chunk_frames=4000,
    context_frames=60,
    margin_frames=SHAPE.margin,
    int4=True,
    published=(
        Published(
            "SALAMI 2.0, MLS + SSLM near, single level",
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
        "Batch normalisation without parameters stands before every nonlinearity; the ablation in "
        "reports/structure.md has a network without.",
        "Trained on rendered music with the form of its score, not on SALAMI.",
    ),
)
