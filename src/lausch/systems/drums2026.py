"""Drum transcription of whole mixes, learnt from rendered bands.

Two mel spectrograms with windows of 23 and 46 ms and their rise since the last frame, the front end
of eyben2010, and two BLSTM layers; for five instruments the probability of a stroke, and its
velocity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.decoding.drums import DrumPicker
from lausch.system import Augment, Recipe, System
from lausch.systems.eyben2010 import REPRESENTATION
from lausch.tasks.drums import DrumTranscription

if TYPE_CHECKING:
    from torch import nn

TASK = DrumTranscription(DrumPicker(kick=0.2, snare=0.1, hihat=0.25, tom=0.3, cymbal=0.3))
"""Thresholds by rendered validation tracks, most of them with kits that are in no training data:
on those a snare is less sure than on the kits that the network knows."""


def network(dropout: float) -> nn.Module:
    """2 x 25 BLSTM on 160 columns."""
    from lausch.networks.recurrent import BLSTM

    return BLSTM(
        len(REPRESENTATION.columns), len(TASK.outputs), units=25, layers=2, dropout=dropout
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
        batch=32,
        excerpts_per_epoch=1600,
        epochs=36,
        patience=20,
        optimizer="adam",
        learning_rate=1e-2,
        dropout=0.1,
        loss="bce",
        widen_frames=1,
        augment=Augment(
            tempo=0.2, gain_db=15.0, tilt_db=12.0, noise_db=-20.0, mask_bands=6, mask_seconds=0.3
        ),
    ),
    chunk_frames=6000,
    context_frames=300,
)
"""A system of our own: there is no paper to deviate from."""
