"""The small network of the chapter on networks: dense layers on the frames around each, for beats.

A dense layer on 25 frames side by side is a convolution over time with a kernel of 25. Nothing is
augmented and nothing averaged, so that what is varied shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import LogMelS, Rise, Stack
from lausch.system import Recipe, System
from lausch.tasks.beats import BeatTracking

if TYPE_CHECKING:
    from torch import nn

MEL = LogMelS(22050, 441, 1024, low_hz=30.0, high_hz=8000.0, bands=24)
REPRESENTATION = Stack((Rise(MEL),))


def network(
    dropout: float, columns: int = MEL.bands, units: int = 16, layers: int = 2, context: int = 12
) -> nn.Module:
    """`layers` of `units` ReLU, the first on `context` frames on either side."""
    from lausch.networks.overtime import OverTime  # torch is imported late, or not at all

    kernels = (2 * context + 1, *[1] * (layers - 1))
    return OverTime(
        columns, 1, units=units, kernels=kernels, dilations=[1] * layers, dropout=dropout
    )


SYSTEM = System(
    name="fnn",
    title="Dense layers on the frames around each, for beats",
    paper="",
    representation=REPRESENTATION,
    task=BeatTracking(),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("pop",),
        excerpt_seconds=4.0,
        batch=8,
        excerpts_per_epoch=128,
        epochs=6,
        patience=6,
        learning_rate=1e-2,
        schedule="constant",
        gradient_clip=5.0,
        widen_frames=1,
        validation_seconds=30.0,
        average=0.0,
    ),
    chunk_frames=3000,
    context_frames=200,
)
