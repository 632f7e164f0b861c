"""Dai et al., ICASSP 2017: very deep convolutional networks of samples.

A first convolution of 80 samples, then convolutions of 3 with batch normalisation, pooling by 4
between them, and the mean over four seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import Raw, Stack
from lausch.system import Augment, Published, Recipe, System
from lausch.tasks.tags import Tagging

if TYPE_CHECKING:
    from torch import nn

FRAME = 8192
FRAMES = 4
SAMPLES = Raw(8000, FRAME)
DEPTH, DIVIDED = "M18", 4
TASK = Tagging(reach_seconds=FRAMES * FRAME / SAMPLES.rate / 2)
RECIPE = Recipe(
    corpora=("jazz", "pop", "charts", "drums", "bands", "voices", "sung"),
    excerpt_seconds=4.1,
    batch=16,
    excerpts_per_epoch=3200,
    epochs=16,
    patience=16,
    optimizer="adam",
    learning_rate=3e-3,
    weight_decay=1e-4,
    initialisation="xavier",
    loss="bce",
    widen_frames=0,
    average=0.0,
    precision="bfloat16",
    augment=Augment(gain_db=10.0),
)


def network(dropout: float) -> nn.Module:
    """The network of 18 layers with weights, at a quarter of the widths."""
    from lausch.networks.verydeep import DEPTHS, VeryDeep

    return VeryDeep(
        DEPTHS[DEPTH].divided(DIVIDED),
        len(TASK.outputs),
        frame=FRAME,
        frames=FRAMES,
        dropout=dropout,
    )


SYSTEM = System(
    name="dai2017",
    title="Very Deep Convolutional Neural Networks for Raw Waveforms",
    paper="Dai2017",
    literature="dai2017",
    representation=Stack((SAMPLES,)),
    task=TASK,
    network=network,
    head="sigmoids",
    recipe=RECIPE,
    chunk_frames=60,
    context_frames=4,
    published=(
        Published("UrbanSound8K", "accuracy of M18", 0.7168, "from memory, high"),
        Published("UrbanSound8K", "accuracy of M34-res", 0.6347, "from memory, high"),
    ),
    deviations=(
        "Sigmoids for the tags of music in place of a softmax over ten kinds of city sounds.",
        "A window is of 32,768 samples, 4.1 s, in steps of 1.02 s, and shorter at the ends of a "
        "recording; the paper has 32,000. The convolutions run over a whole recording once, so "
        "they see what is beside a window.",
        "Samples are divided by the deviation of all training samples, and the level of an excerpt "
        "is varied by up to 10 dB.",
        "Weight decay is decoupled from Adam's steps; the rate follows a cosine.",
        "All widths are a quarter of the paper's, so that two cores can train it within an hour.",
        "Trained on rendered audio, for at most 3,200 updates of 16 excerpts, far fewer than the "
        "paper's.",
        "Training steps multiply in bfloat16.",
    ),
)
