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
    deviations=(
        "The shipped weights come from three runs. The first had 22 epochs of 3,000 excerpts of "
        "an earlier rendering of jazz, pop, drums and bands, at a learning rate of .002, and a "
        "network without the spectrogram of harmony; of the second only its 9 epochs are on "
        "record. The last one alone has this recipe, so the same commands give other weights "
        "today.",
    ),
    runs=(
        "lausch train lausch2026 --corpora RENDERED --seed 0 --epochs 22 --out first.onnx",
        "lausch train lausch2026 --corpora RENDERED --seed 0 --epochs 9 --start first.onnx",
        "lausch train lausch2026 --corpora RENDERED --seed 0 --start new.onnx",
    ),
)
