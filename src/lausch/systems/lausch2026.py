"""A system of lausch: strided convolutions and a dilated TCN, at 50 frames per second.

After Davies & Böck 2019 and Böck & Davies 2020, but small and quick to train: strides instead of
pooling, eight blocks of paired dilations, and two outputs. A second spectrogram with a longer
window resolves the pitches of bass and chords, because harmony changes on downbeats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import LogLogS, Stack
from lausch.system import Augment, Recipe, System
from lausch.tasks.beats import DownbeatTracking

if TYPE_CHECKING:
    from torch import nn

RATE, HOP = 44100, 882
RHYTHM = LogLogS(RATE, HOP, 2048, low_hz=30.0, high_hz=17000.0, bands_per_octave=12, factor=4.0)
HARMONY = LogLogS(RATE, HOP, 4096, low_hz=40.0, high_hz=2000.0, bands_per_octave=12, factor=4.0)
REPRESENTATION = Stack((RHYTHM, HARMONY))


def network(dropout: float) -> nn.Module:
    """8 blocks of 32 channels; an output frame depends on 20 s on either side."""
    from lausch.networks.tcn import TCN

    return TCN(RHYTHM.width, HARMONY.width, 2, channels=32, blocks=8, dropout=dropout)


SYSTEM = System(
    name="lausch2026",
    title="Dilated convolutions for beats and downbeats, trained on rendered music",
    paper="",
    representation=REPRESENTATION,
    task=DownbeatTracking(),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("jazz", "solos", "pop", "charts", "drums", "bands"),
        excerpt_seconds=30.0,
        batch=8,
        excerpts_per_epoch=2000,
        epochs=10,
        patience=10,
        optimizer="radam",
        learning_rate=6e-4,
        dropout=0.1,
        loss="bce",
        widen_frames=1,
        beginnings=0.15,
        augment=Augment(
            tempo=0.3,
            transpose_semitones=5,
            gain_db=15.0,
            tilt_db=10.0,
            noise_db=-20.0,
            mask_bands=12,
            mask_seconds=2.0,
        ),
    ),
    chunk_frames=8192,
    context_frames=1024,
)
