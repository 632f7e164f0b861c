"""Philippe Hamel, Yoshua Bengio and Douglas Eck: "Building musically-relevant audio features
through multiple timescale representations", ISMIR 2012.

Spectra with windows of five lengths become principal components of variance 1. At each length a
network of its own sees their statistics, and the networks are trained together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import LogMelS, Moments, Stack, Whitened
from lausch.system import Recipe, System
from lausch.tasks.tags import Tagging

if TYPE_CHECKING:
    from torch import nn

WINDOWS = (1024, 2048, 4096, 8192, 16384)
"""46 ms to 743 ms at 22.05 kHz; frames are half a window apart."""
STEP_SAMPLES = 16384
POOLED_STEPS = 4
"""Frames of 2.97 s are pooled, every 743 ms."""
UNITS = 200


def scale(window: int) -> Moments:
    """Statistics of the components of spectra with one length of window."""
    hop = window // 2
    mel = LogMelS(22050, hop, window, low_hz=20.0, high_hz=11000.0, bands=200, factor=10.0)
    step = STEP_SAMPLES // hop
    return Moments(Whitened(mel, 120), POOLED_STEPS * step, step, "mean deviation max min")


REPRESENTATION = Stack(tuple(scale(window) for window in WINDOWS))


def network(dropout: float) -> nn.Module:
    """For each length of window one hidden layer of 200 units; the mean of their logits."""
    from lausch.networks.fnn import Scales

    return Scales(
        len(REPRESENTATION.columns),
        len(SYSTEM.task.outputs),
        scales=len(WINDOWS),
        units=UNITS,
        dropout=dropout,
    )


SYSTEM = System(
    name="hamel2012",
    title="Principal components of spectra at five lengths of window, a network for each",
    paper="Hamel, Bengio, Eck, Building musically-relevant audio features through multiple "
    "timescale representations, ISMIR 2012",
    representation=REPRESENTATION,
    task=Tagging(),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("jazz", "pop", "charts", "drums", "bands"),
        excerpt_seconds=6.0,
        validation_seconds=60.0,
        batch=32,
        excerpts_per_epoch=2048,
        epochs=12,
        patience=4,
        learning_rate=5e-4,
        weight_decay=1e-4,
        dropout=0.5,
        widen_frames=0,
    ),
    chunk_frames=400,
    context_frames=1,
    int4=True,
    deviations=(
        "Tags are those of rendered music; the paper has those of MagnaTagATune.",
        "Lengths of windows, sizes of layers and the factor inside the logarithm are ours.",
        "The networks of all lengths are trained on the mean of their logits.",
        "Large weights are stored in 4 bits; what ships is the running mean of the weights.",
    ),
    literature="hamel2012",
)
