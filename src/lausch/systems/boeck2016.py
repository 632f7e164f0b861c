"""Böck, Krebs, Widmer, "Joint Beat and Downbeat Tracking with Recurrent Neural Networks", 2016.

Three log-frequency spectrograms with 3, 6 and 12 bands per octave at windows of 1024, 2048 and
4096 samples, with their positive differences (sec. 2.1), three bidirectional LSTM layers of 25
units, a softmax over none, beat and downbeat (sec. 2.2), and a DBN over bars (sec. 2.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import Deriv, LogLogS, Stack
from lausch.system import Augment, Published, Recipe, System
from lausch.tasks.beats import DownbeatTracking

if TYPE_CHECKING:
    from torch import nn

RATE, HOP = 44100, 441


def _part(window_samples: int, bands: int, lag_frames: int) -> Deriv:
    return Deriv(LogLogS(RATE, HOP, window_samples, "hann", 30.0, 17000.0, bands), lag_frames)


REPRESENTATION = Stack((_part(1024, 3, 1), _part(2048, 6, 1), _part(4096, 12, 2)))


def network(dropout: float) -> nn.Module:
    """3 x 25 BLSTM on 314 columns, 99,153 parameters."""
    from lausch.networks.recurrent import BLSTM

    return BLSTM(len(REPRESENTATION.columns), 3, units=25, layers=3, dropout=dropout)


SYSTEM = System(
    name="boeck2016",
    title="Joint Beat and Downbeat Tracking with Recurrent Neural Networks",
    paper="Boeck2016",
    literature="boeck2016",
    representation=REPRESENTATION,
    task=DownbeatTracking(),
    network=network,
    head="beat_classes",
    recipe=Recipe(
        corpora=("jazz", "solos", "pop", "charts", "drums", "bands"),
        excerpt_seconds=15.0,
        batch=32,
        excerpts_per_epoch=2048,
        epochs=3,
        patience=3,
        optimizer="adam",
        learning_rate=2e-3,
        loss="beat_classes",
        widen_frames=2,
        precision="bfloat16",
        augment=Augment(tempo=0.25, gain_db=12.0, tilt_db=9.0, noise_db=-20.0, mask_bands=12),
    ),
    chunk_frames=6000,
    context_frames=600,
    published=(
        Published("GTZAN", "beat F", 0.856, "from memory, medium"),
        Published("GTZAN", "downbeat F", 0.640, "from memory, medium"),
    ),
    deviations=(
        "LSTM cells without peepholes; Adam with a cosine schedule.",
        "One network instead of the mean of eight.",
        "Trained on rendered audio; the paper used real recordings that cannot be had.",
        "Features are standardised before the first layer; targets fall off linearly to two frames "
        "beside a beat; tempo, level, colour, noise and bands are varied.",
        "The decoder is not the paper's: 30 to 340 bpm in 80 tempi with a preference for 120 bpm, "
        "beats that last 30 ms at least, and odds calibrated on validation tracks.",
        "What ships is the running mean of the weights.",
        "The shipped weights come from two runs. The first had 13 epochs of 4,096 excerpts of an "
        "earlier rendering of jazz, pop, drums and bands, at a learning rate of .003; it took no "
        "notice of changes of tempo in pop. The last one alone has this recipe, whose steps "
        "multiply in bfloat16, and 2.5 h of each of six kinds; so the same commands give other "
        "weights today.",
    ),
    runs=(
        "lausch train boeck2016 --corpora RENDERED --seed 0 --epochs 13 --out first.onnx",
        "lausch train boeck2016 --corpora RENDERED --seed 0 --start first.onnx",
    ),
)
