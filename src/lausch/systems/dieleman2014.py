"""Dieleman and Schrauwen, ICASSP 2014: end-to-end learning of tags from samples.

Strided filters of samples stand where a spectrogram would; two convolutions in time, a dense layer
and a sigmoid for each tag follow. Windows of three seconds are averaged over a recording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import Raw, Stack
from lausch.system import Augment, Published, Recipe, System
from lausch.tasks.tags import Tagging

if TYPE_CHECKING:
    from torch import nn

FRAME = 16384
FRAMES = 3
SAMPLES = Raw(16000, FRAME)
FILTERS, WINDOW, HOP = 128, 256, 256
TASK = Tagging(reach_seconds=FRAMES * FRAME / SAMPLES.rate / 2)
RECIPE = Recipe(
    corpora=("jazz", "pop", "charts", "drums", "bands"),
    excerpt_seconds=3.1,
    batch=16,
    excerpts_per_epoch=1280,
    epochs=20,
    patience=20,
    optimizer="adam",
    learning_rate=5e-3,
    loss="bce",
    widen_frames=0,
    average=0.99,
    augment=Augment(gain_db=10.0),
)


def network(dropout: float) -> nn.Module:
    """128 filters of 256 samples, 2 x 32 filters of 8 steps, 100 units."""
    from lausch.networks.endtoend import EndToEnd
    from lausch.networks.samples import Strided

    front = Strided(FILTERS, WINDOW, HOP)
    return EndToEnd(
        front, FILTERS, HOP, len(TASK.outputs), frame=FRAME, frames=FRAMES, dropout=dropout
    )


SYSTEM = System(
    name="dieleman2014",
    title="End-to-End Learning for Music Audio",
    paper="Dieleman2014",
    literature="dieleman2014",
    representation=Stack((SAMPLES,)),
    task=TASK,
    network=network,
    head="sigmoids",
    recipe=RECIPE,
    chunk_frames=60,
    context_frames=4,
    published=(
        Published("MagnaTagATune", "AUC from samples, 256/256", 0.8487, "from memory, high"),
        Published("MagnaTagATune", "AUC from mel bands, 256/256", 0.8815, "from memory, high"),
    ),
    deviations=(
        "The tags are those that are known of rendered music; the paper had the 50 most frequent "
        "of MagnaTagATune.",
        "The number of strided filters, 128, is our choice.",
        "A window is of 49,152 samples, 3.07 s, in steps of 1.02 s. The convolutions run over a "
        "whole recording once, so they see what is beside a window.",
        "Samples are divided by the deviation of all training samples, and the level of an excerpt "
        "is varied by up to 10 dB.",
        "Tags of a recording are means over windows, and of an instrument the mean over those in "
        "which it is clearest; the log-odds are fitted on validation tracks.",
        "Trained on rendered audio, for at most 1,600 updates of 16 excerpts.",
        "Each layer is normalised over the batch before its nonlinearity, which so few updates "
        "need.",
        "Adam with a cosine schedule; what ships is the running mean of the weights.",
    ),
)
