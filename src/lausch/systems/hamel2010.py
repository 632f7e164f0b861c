"""Philippe Hamel and Douglas Eck: "Learning features from music audio with deep belief networks",
ISMIR 2010.

Three layers of 50 units over the magnitudes of one short frame. Each layer is first a restricted
Boltzmann machine, trained by contrastive divergence on frames without labels; then all learn tags.
What the layers answer to is a feature for other classifiers: see studies/deepbelief.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import LinS, Stack
from lausch.system import Pretraining, Published, Recipe, System
from lausch.tasks.tags import Tagging

if TYPE_CHECKING:
    from torch import nn

RATE, WINDOW = 22050, 1024
"""46 ms; windows do not overlap."""
SPECTRUM = LinS(RATE, WINDOW, WINDOW)
REPRESENTATION = Stack((SPECTRUM,))
UNITS = (50, 50, 50)
TASK = Tagging(reach_seconds=0.25)


def network(dropout: float) -> nn.Module:
    """Three machines of 50 units on 513 bins, and an output for every tag."""
    from lausch.networks.dbn import DBN

    return DBN(
        len(REPRESENTATION.columns),
        len(TASK.outputs),
        before=0,
        units=UNITS,
        saturating=True,
        levelled=True,
        dropout=dropout,
    )


SYSTEM = System(
    name="hamel2010",
    title="Learning Features from Music Audio with Deep Belief Networks",
    paper="Hamel2010",
    literature="hamel2010",
    representation=REPRESENTATION,
    task=TASK,
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("jazz", "pop", "charts", "drums", "bands", "voices"),
        excerpt_seconds=2.0,
        validation_seconds=60.0,
        batch=32,
        excerpts_per_epoch=6400,
        epochs=16,
        patience=16,
        learning_rate=1e-2,
        widen_frames=0,
        pretraining=Pretraining(epochs=5, rows=100_000),
    ),
    chunk_frames=4096,
    context_frames=1,
    published=(Published("GTZAN", "accuracy of genres", 0.843, "abstract"),),
    deviations=(
        "Tags are those of rendered music; the paper has the genres of GTZAN, and tags.",
        "Visible units are chances: a magnitude x becomes x / (x + l m), with m the mean of its "
        "bin over the training frames and l the level of the frame, the mean of x / m. How the "
        "paper scales magnitudes could not be read.",
        "Windows do not overlap. Each machine has five epochs of CD-1 on 100,000 random frames.",
        "Fine-tuning is by Adam, of all tags at once, for at most 3,200 updates; what ships is the "
        "running mean of the weights.",
        "In lausch, tags come from the network's own outputs, averaged over frames; the paper's "
        "support vector machine on its hidden units is in the study.",
    ),
)
