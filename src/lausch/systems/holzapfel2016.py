"""Holzapfel and Grill, ISMIR 2016: a Bayesian meter tracker on learned activations.

A convolutional network on one log-frequency spectrogram with standardised bands says how probable
a beat and a downbeat are in each frame. A bar pointer that keeps bars of two to seven beats alive,
and lets one metre follow another at a bar line, finds beats, downbeats and metre at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import LogLogS, Stack, Standardized
from lausch.system import Augment, Recipe, System
from lausch.tasks.beats import MeterTracking

if TYPE_CHECKING:
    from torch import nn

SPECTRUM = LogLogS(44100, 882, 2048, low_hz=30.0, high_hz=17000.0, bands_per_octave=12, factor=4.0)
REPRESENTATION = Stack((Standardized(SPECTRUM),))


def network(dropout: float) -> nn.Module:
    """Two convolutions over frames and bands, four over frames; 6.8 s on either side."""
    from lausch.networks.spectral import SpectralCNN

    return SpectralCNN(len(REPRESENTATION.columns), 2, dropout=dropout)


SYSTEM = System(
    name="holzapfel2016",
    title="Bayesian Meter Tracking on Learned Signal Representations",
    paper="Holzapfel2016",
    literature="holzapfel2016",
    representation=REPRESENTATION,
    task=MeterTracking(),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("meters", "bands", "charts", "drums"),
        excerpt_seconds=16.0,
        batch=16,
        excerpts_per_epoch=1280,
        epochs=14,
        patience=14,
        optimizer="adam",
        learning_rate=2e-3,
        dropout=0.1,
        loss="bce",
        widen_frames=1,
        augment=Augment(
            tempo=0.25,
            transpose_semitones=4,
            gain_db=10.0,
            tilt_db=10.0,
            noise_db=-20.0,
            mask_bands=10,
        ),
    ),
    chunk_frames=8192,
    context_frames=400,
    deviations=(
        "STDF is read as standardised bands, over 1.5 s on either side: the survey does not say "
        "what the letters mean, and the paper could not be read.",
        "Sizes and context of the network are our choice; it is trained on rendered audio, and "
        "the paper's on recordings of Turkish, Carnatic and Cretan music.",
        "The tracker is the exact hidden Markov model of beats in bars, with a choice of tempo at "
        "each beat and of metre at each bar line; the paper's bar pointer runs in frames of the "
        "bar.",
        "Probabilities of downbeats are divided by their share among beats, which validation "
        "tracks chose; without it, this network's uncertain downbeats gave bars of seven nearly "
        "everywhere.",
        "Frames of 20 ms instead of 10 ms.",
        "1,120 updates with Adam and a cosine schedule; what ships is the running mean of the "
        "weights.",
    ),
)
