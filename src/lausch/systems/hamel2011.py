"""Philippe Hamel, Simon Lemieux, Yoshua Bengio and Douglas Eck: "Temporal pooling and multiscale
learning for automatic annotation and ranking of music audio", ISMIR 2011.

Mel spectra become principal components of variance 1; several statistics of these over windows of
three seconds, and how fast they change, are what a network with one hidden layer sees, which has
an output for every tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import MelS, Modulations, Moments, Stack, Whitened
from lausch.system import Recipe, System
from lausch.tasks.tags import Tagging

if TYPE_CHECKING:
    from torch import nn

MEL = MelS(22050, 512, 1024, low_hz=20.0, high_hz=7600.0, bands=200)
"""Recordings at 16 kHz, too, have all bands."""
WINDOW_FRAMES, STEP_FRAMES = 128, 32
"""2.97 s, every 0.74 s."""
POOLED = Moments(
    Whitened(MEL, 40), WINDOW_FRAMES, STEP_FRAMES, "mean deviation max min third fourth"
)
CHANGES = Modulations(Whitened(MEL, 16), 4 * WINDOW_FRAMES, STEP_FRAMES, bands=16)
"""In windows of 11.9 s."""
REPRESENTATION = Stack((POOLED, CHANGES))
UNITS = 400


def network(dropout: float) -> nn.Module:
    """One hidden layer of 400 units on six statistics, and the changes, of components."""
    from lausch.networks.fnn import Perceptron

    return Perceptron(
        len(REPRESENTATION.columns), len(SYSTEM.task.outputs), units=UNITS, dropout=dropout
    )


SYSTEM = System(
    name="hamel2011",
    title="Principal mel-spectrum components, pooled, with one hidden layer",
    paper="Hamel, Lemieux, Bengio, Eck, Temporal pooling and multiscale learning for automatic "
    "annotation and ranking of music audio, ISMIR 2011",
    representation=REPRESENTATION,
    task=Tagging(),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("jazz", "pop", "charts", "drums", "bands", "voices", "sung"),
        excerpt_seconds=6.0,
        validation_seconds=60.0,
        batch=64,
        excerpts_per_epoch=38400,
        epochs=1,
        patience=1,
        learning_rate=2e-3,
        weight_decay=1e-4,
        dropout=0.5,
        widen_frames=0,
        average=0.995,
    ),
    chunk_frames=400,
    context_frames=1,
    int4=True,
    deviations=(
        "Tags are those of rendered music; the paper has those of MagnaTagATune.",
        "Central moments have their root, so that all statistics have one unit.",
        "The window is three seconds; the size of the hidden layer is ours. There are 40 "
        "components in place of 120, and the modulation spectrum of the first 16 is ours.",
        "Bands end at 7.6 kHz, so that recordings at 16 kHz do not stand out.",
        "There is one long epoch: the validation loss rises after a fifth of it, while recordings "
        "are ranked better up to its end.",
        "Large weights are stored in 4 bits; what ships is the running mean of the weights.",
    ),
    literature="hamel2011",
)
