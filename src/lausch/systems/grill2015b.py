"""Grill and Schlüter, ISMIR 2015: all features, and both levels of annotation at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.networks.patch import PatchShape
from lausch.representations import Hpss, Lags, LogMelS, Pooled, Stack
from lausch.system import Augment, Published, Recipe, System
from lausch.tasks.sections import SectionFinding

if TYPE_CHECKING:
    from torch import nn

MEL = LogMelS(44100, 1024, 2048, low_hz=80.0, high_hz=16000.0, bands=80, factor=10.0)
SHAPE = PatchShape(planes=5, outputs=2)
DATA = "SALAMI 2.0, all features, multi + fine annotations"


def network(dropout: float) -> nn.Module:
    """A first convolution for each of five planes, joined before the second; two outputs."""
    from lausch.networks.boundaries import Boundaries

    return Boundaries(SHAPE, dropout)


SYSTEM = System(
    name="grill2015b",
    title="Boundaries on two levels from log-mel, lag matrices of 14 s and 88 s, and HPSS",
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
    task=SectionFinding(two_levels=True),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("popform", "jazzform", "chartform"),
        excerpt_seconds=8.0,
        batch=16,
        excerpts_per_epoch=3200,
        epochs=30,
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
    members=1,
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
        "Batch normalisation without parameters stands before every nonlinearity; the ablation in "
        "reports/structure.md has a network without.",
        "Trained on rendered music with the form of its score, not on SALAMI.",
    ),
)
