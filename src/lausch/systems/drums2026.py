"""Drum transcription of whole mixes, learnt from rendered bands.

Two mel spectrograms with windows of 23 and 46 ms and their rise since the last frame, the front end
of eyben2010, as four planes of 40 bands; three convolutions over them, then three over time; for
five instruments the probability of a stroke, and its velocity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.decoding.drums import DrumPicker
from lausch.system import Augment, Recipe, System
from lausch.systems.eyben2010 import REPRESENTATION
from lausch.tasks.drums import DrumTranscription

if TYPE_CHECKING:
    from torch import nn

TASK = DrumTranscription(DrumPicker(kick=0.25, snare=0.15, hihat=0.15, tom=0.05, cymbal=0.05))
"""Thresholds by rendered validation tracks with kits that are in no training data: on those a snare
is less sure than on the kits that the network knows."""


def network(dropout: float) -> nn.Module:
    """Convolutions over frames and bands, then over frames: .35 s in all."""
    from lausch.networks.strokes import Strokes

    planes = 2 * len(REPRESENTATION.parts)
    return Strokes(
        planes, len(REPRESENTATION.columns) // planes, len(TASK.outputs), dropout=dropout
    )


SYSTEM = System(
    name="drums2026",
    title="Kick, snare, hi-hat, toms and cymbals in mixes, trained on rendered music",
    paper="",
    representation=REPRESENTATION,
    task=TASK,
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("drums", "pop", "jazz", "charts", "bands"),
        excerpt_seconds=4.0,
        batch=16,
        excerpts_per_epoch=1600,
        epochs=16,
        patience=16,
        optimizer="adam",
        learning_rate=3e-3,
        dropout=0.1,
        loss="bce",
        widen_frames=1,
        augment=Augment(
            tempo=0.2, gain_db=15.0, tilt_db=15.0, noise_db=-15.0, mask_bands=6, mask_seconds=0.3
        ),
    ),
    chunk_frames=6000,
    context_frames=300,
    deviations=("Training was stopped after 12 of the 16 epochs over which its rate was to fall.",),
)
"""A system of our own: there is no paper to deviate from but its own recipe."""
