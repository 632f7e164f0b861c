"""Balke, Dittmar, Abeßer and Müller, ICASSP 2017: data-driven solo voice enhancement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import PitchS, Stack, Unit
from lausch.system import Augment, Recipe, System
from lausch.tasks.solo import SoloTracking

if TYPE_CHECKING:
    from torch import nn

SHARED_DEVIATIONS = (
    "The columns are MIDI 4 to 123; the paper leaves open which 120 semitones it means.",
    "Windows are shorter for higher pitches, 8192 to 1024 samples.",
    "Targets are the share of a frame in which the solo sounds, not 0 and 1.",
    "Trained on rendered solos of the Weimar Jazz Database and pop melodies, varied in pitch, "
    "tempo and colour; the paper had the recordings themselves.",
)
LATER_DEVIATIONS = (
    "Features are standardised before the first layer, after they were brought to unit norm.",
    "What ships is the running mean of the weights.",
    "The line is decoded by a Viterbi search over the activations, with settings chosen on "
    "validation tracks.",
)
"""The control `balke2017e` has both, too."""
PITCHES = PitchS(22050, 2205, 8192, shortest_samples=1024, low_midi=4, semitones=120)
REPRESENTATION = Stack((Unit(PITCHES),))


def network(dropout: float) -> nn.Module:
    """Five hidden layers of 120 ReLU units on single frames."""
    from lausch.networks.fnn import FNN

    return FNN(PITCHES.width, PITCHES.width, layers=5, dropout=dropout)


SYSTEM = System(
    name="balke2017",
    title="Solo voice enhancement: a layer-wise trained network, semitone by semitone",
    paper="Balke2017",
    literature="balke2017",
    representation=REPRESENTATION,
    task=SoloTracking(),
    network=network,
    head="shares",
    recipe=Recipe(
        corpora=("jazz", "solos", "pop"),
        excerpt_seconds=10.0,
        batch=16,
        excerpts_per_epoch=4000,
        epochs=25,
        patience=25,
        optimizer="adam",
        learning_rate=1e-3,
        schedule="constant",
        loss="mse",
        widen_frames=0,
        layer_epochs=5,
        augment=Augment(
            tempo=0.1, transpose_semitones=4, gain_db=10.0, tilt_db=10.0, noise_db=-20.0
        ),
    ),
    chunk_frames=3000,
    context_frames=10,
    deviations=(
        *SHARED_DEVIATIONS,
        "5 epochs of 4,000 excerpts for each depth, not 600 of the paper's data.",
        "The least-squares map of a new layer is a ridge regression on 32 batches.",
        *LATER_DEVIATIONS,
    ),
)
