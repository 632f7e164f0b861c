"""Durand, Bello, David and Richard, TASLP 25(1), 2017: an ensemble of convolutional networks.

Four features on a grid of tatums, each of one musical cue for a downbeat: rhythm (rise of bands),
harmony (chroma), melody (bands from 196 Hz to 2 kHz) and bass (bands below 150 Hz). Each has a
convolutional network; the outputs are averaged, and a hidden Markov model counts bars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import Bands, Beatwise, Stack
from lausch.system import Augment, Recipe, System
from lausch.systems.krebs2016 import HARMONIC, PERCUSSIVE, SEMITONES
from lausch.tasks.bars import BarTracking

if TYPE_CHECKING:
    from torch import nn

FEATURES = ("rhythm", "harmony", "melody", "bass")
TATUMS = 4
MELODY = Bands(SEMITONES, 196.0, 2000.0)
BASS = Bands(SEMITONES, 40.0, 150.0)
REPRESENTATION = Stack(
    tuple(Beatwise(part, TATUMS) for part in (PERCUSSIVE, HARMONIC, MELODY, BASS))
)


def network(dropout: float) -> nn.Module:
    """Four networks with convolutions over tatums and over nine beats."""
    from lausch.networks.branches import Branches
    from lausch.networks.tatums import TatumCNN

    widths = [part.width for part in REPRESENTATION.parts]
    return Branches(
        widths, [TatumCNN(width, 1, divisions=TATUMS, dropout=dropout) for width in widths]
    )


SYSTEM = System(
    name="durand2017",
    title="Robust Downbeat Tracking Using an Ensemble of Convolutional Networks",
    paper="Durand2017",
    literature="durand2017",
    representation=REPRESENTATION,
    task=BarTracking(FEATURES),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("jazz", "pop", "charts", "drums"),
        excerpt_seconds=32.0,
        batch=32,
        excerpts_per_epoch=1600,
        epochs=12,
        patience=6,
        optimizer="adam",
        learning_rate=3e-3,
        dropout=0.3,
        loss="bce",
        widen_frames=0,
        augment=Augment(transpose_semitones=5, mask_bands=40),
    ),
    chunk_frames=1200,
    context_frames=64,
    deviations=(
        "Tatums are quarters of the beats of lausch2026, and downbeats are looked for at beats; "
        "the paper finds tatums of its own. In training beats are those of the score, moved by "
        "10 ms at random.",
        "A row has half a second on the clock of training: an excerpt of 32 s has 64 beats.",
        "Features, and the sizes of the networks, are our choice: the paper's were not recovered.",
        "All four networks see nine beats around; in the paper they differ by feature.",
        "Features are standardised before the first layer; excerpts are transposed, and bands "
        "masked; dropout is .3.",
        "Trained on rendered audio; the paper used real recordings that cannot be had.",
        "At most 600 updates, with Adam and a cosine schedule, from torch's own first weights.",
        "What ships is the running mean of the weights.",
    ),
)
