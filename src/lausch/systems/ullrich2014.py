"""Ullrich, Schlüter and Grill, ISMIR 2014: boundaries from 16 s of a log-mel spectrogram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.networks.patch import PatchShape
from lausch.networks.sizes import of_the_slide
from lausch.representations import LogMelS, Pooled, Stack
from lausch.system import Augment, Published, Recipe, System
from lausch.tasks.sections import SectionFinding

if TYPE_CHECKING:
    from torch import nn

MEL = LogMelS(44100, 1024, 2048, low_hz=80.0, high_hz=16000.0, bands=80, factor=10.0)
SHAPE = PatchShape()
SLIDE = of_the_slide(SHAPE)
"""The tutorial has a slide with the sizes of this network, and of no later one."""
RECIPE = Recipe(
    corpora=("popform", "jazzform", "chartform"),
    excerpt_seconds=8.0,
    batch=16,
    excerpts_per_epoch=3200,
    epochs=20,
    patience=6,
    learning_rate=1e-3,
    gradient_clip=5.0,
    dropout=0.5,
    widen_frames=0,
    precision="bfloat16",
    near_events=0.5,
    validation_seconds=60.0,
    augment=Augment(gain_db=12.0, tilt_db=9.0, noise_db=-30.0),
)
SHARED_DEVIATIONS = (
    "Batch normalisation without parameters stands before every nonlinearity; the ablation in "
    "reports/structure.md has a network without.",
    "Trained on rendered music with the form of its score, not on SALAMI.",
)
"""The later systems for sections have these, too, with `MEL` and `RECIPE`."""
LATER_DEVIATIONS = (
    "Large weights are stored in 4 bits; training steps multiply in bfloat16.",
    "Half of the excerpts hold a boundary; level, colour and noise are varied.",
    "No boundary is picked in the first or the last second of a recording.",
    "What ships is the running mean of the weights.",
)
"""All systems for sections have these."""
STEPS = "At most {:,} steps of 16 excerpts for each network, where Ullrich et al. took 40,000."
DEVIATIONS = (
    "Adam with a cosine schedule takes the place of momentum with a decay per epoch.",
    "The logarithm is log10(10 x + 1) instead of decibels; beyond the ends of a recording stands "
    "digital silence, which this logarithm can hardly tell from pink noise at -70 dB.",
    *SHARED_DEVIATIONS,
)


def network(dropout: float) -> nn.Module:
    """115 frames of 80 bands; 8 x 6 to 16 maps, pool 3 x 6, 6 x 3 to 32 maps, 128 units, 1."""
    from lausch.networks.boundaries import Boundaries

    return Boundaries(SHAPE, dropout)


SYSTEM = System(
    name="ullrich2014",
    title="Boundaries from 16 s of a log-mel spectrogram (16s_std_1.5s), a bag of five",
    paper="Ullrich, Schlüter, Grill: Boundary detection in music structure analysis using "
    "convolutional neural networks. ISMIR 2014",
    literature="ullrich2014",
    representation=Stack((Pooled(MEL, 6),)),
    task=SectionFinding(),
    network=network,
    head="sigmoids",
    recipe=RECIPE,
    chunk_frames=4000,
    context_frames=60,
    margin_frames=SHAPE.margin,
    members=5,
    int4=True,
    published=(
        Published("SALAMI 1.3, 487 test pieces", "F at 0.5 s", 0.4646, "printed in the tutorial"),
        Published("SALAMI 1.3, 487 test pieces", "F at 3 s", 0.5726, "printed in the tutorial"),
    ),
    deviations=(*DEVIATIONS, *LATER_DEVIATIONS, STEPS.format(4000)),
)
