"""Philippe Hamel, Yoshua Bengio and Douglas Eck: "Building musically-relevant audio features
through multiple timescale representations", ISMIR 2012.

Spectra with windows of three lengths become principal components of variance 1. At each length a
network of its own sees their statistics, and at two still longer scales how fast they change. The
networks are trained together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import LogMelS, Modulations, Moments, Stack, Whitened
from lausch.system import Recipe, System
from lausch.tasks.tags import Tagging

if TYPE_CHECKING:
    from torch import nn

WINDOWS = (1024, 4096, 16384)
"""46 ms to 743 ms at 22.05 kHz; frames are half a window apart."""
HIGH_HZ = 7600.0
"""Recordings at 16 kHz, too, have all bands."""
COMPONENTS = 40
STEP_SAMPLES = 16384
POOLED_STEPS = 4
"""Frames of 2.97 s are pooled, every 743 ms."""
CHANGES = ((8, 8), (16, 16))
"""Components whose changes are seen, and steps of the windows in which they are: 5.9 and 11.9 s."""
UNITS = 400


def whitened(window: int, components: int) -> Whitened:
    """Components of spectra with one length of window."""
    mel = LogMelS(22050, window // 2, window, low_hz=20.0, high_hz=HIGH_HZ, bands=200, factor=10.0)
    return Whitened(mel, components)


def scale(window: int) -> Moments:
    """Mean and deviation of the components of spectra with one length of window."""
    step = 2 * STEP_SAMPLES // window
    return Moments(whitened(window, COMPONENTS), POOLED_STEPS * step, step, "mean deviation")


def changes(components: int, steps: int) -> Modulations:
    """How strongly the first components change at rates from one in two seconds to 14 a second."""
    step = 2 * STEP_SAMPLES // WINDOWS[0]
    return Modulations(whitened(WINDOWS[0], components), steps * step, step, bands=16)


PARTS = (*map(scale, WINDOWS), *(changes(*each) for each in CHANGES))
REPRESENTATION = Stack(PARTS)


def network(dropout: float) -> nn.Module:
    """For each scale of time one hidden layer of 400 units; the mean of their logits."""
    from lausch.networks.fnn import Scales

    sizes = [len(part.columns) for part in PARTS]
    return Scales(sizes, len(SYSTEM.task.outputs), units=UNITS, dropout=dropout)


SYSTEM = System(
    name="hamel2012",
    title="Principal components of spectra at several scales of time, a network for each",
    paper="Hamel, Bengio, Eck, Building musically-relevant audio features through multiple "
    "timescale representations, ISMIR 2012",
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
        "Lengths of windows, sizes of layers and the factor inside the logarithm are ours; so are "
        "the networks of changes, which see the modulation spectrum of components.",
        "Bands end at 7.6 kHz, so that recordings at 16 kHz do not stand out.",
        "The networks of all scales are trained on the mean of their logits.",
        "There is one long epoch: the validation loss rises after a fifth of it, while recordings "
        "are ranked better up to its end.",
        "Large weights are stored in 4 bits; what ships is the running mean of the weights.",
    ),
    literature="hamel2012",
)
