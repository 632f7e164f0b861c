"""Krebs, Böck, Dorfer and Widmer, ISMIR 2016: downbeats from beat-synchronous features.

A percussive feature, the rise of 45 bands in quarters of a beat, and a harmonic one, a compressed
chroma in halves of a beat, each with a network of two bidirectional layers of 25 gated recurrent
units; the mean of both, and a hidden Markov model over bars of three and four beats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import BeatShares, Folded, LogLogS, Rise, Stack
from lausch.system import Augment, Recipe, System
from lausch.tasks.bars import BarTracking

if TYPE_CHECKING:
    from torch import nn

RATE, HOP = 44100, 882
PERCUSSIVE = Rise(LogLogS(RATE, HOP, 2048, low_hz=30.0, high_hz=17000.0, bands_per_octave=6))
SEMITONES = LogLogS(RATE, HOP, 4096, low_hz=40.0, high_hz=2000.0, bands_per_octave=12, factor=4.0)
HARMONIC = Folded(SEMITONES)
REPRESENTATION = Stack((BeatShares(PERCUSSIVE, 4), BeatShares(HARMONIC, 2)))


def network(dropout: float) -> nn.Module:
    """2 x 25 BGRU on 180 columns, and another on 24: 61,902 parameters."""
    from lausch.networks.branches import Branches
    from lausch.networks.recurrent import BGRU

    widths = [part.width for part in REPRESENTATION.parts]
    return Branches(widths, [BGRU(width, 1, layers=2, dropout=dropout) for width in widths])


SYSTEM = System(
    name="krebs2016",
    title="Downbeats from beat-synchronous features",
    paper="Krebs2016",
    literature="krebs2016",
    representation=REPRESENTATION,
    task=BarTracking(),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("jazz", "pop", "charts", "drums"),
        excerpt_seconds=32.0,
        batch=32,
        excerpts_per_epoch=1600,
        epochs=10,
        patience=5,
        optimizer="adam",
        learning_rate=5e-3,
        dropout=0.4,
        loss="bce",
        widen_frames=0,
        augment=Augment(transpose_semitones=5, mask_bands=30),
    ),
    chunk_frames=1200,
    context_frames=64,
    deviations=(
        "Beats at inference are those of lausch2026, the paper's are of a network of its own; in "
        "training they are those of the score, moved by 10 ms at random.",
        "A row has half a second on the clock of training: an excerpt of 32 s has 64 beats.",
        "Frames of 20 ms instead of 10 ms; a frame in two parts of a beat counts in each by its "
        "share.",
        "One network for each feature instead of six.",
        "Features are standardised before the first layer; excerpts are transposed, and bands "
        "masked; dropout is .4.",
        "Trained on rendered audio; the paper used real recordings that cannot be had.",
        "At most 500 updates, with Adam and a cosine schedule, from torch's own first weights.",
        "What ships is the running mean of the weights.",
    ),
)
