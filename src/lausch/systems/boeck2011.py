"""Böck & Schedl, "Enhanced Beat Tracking with Context-Aware Neural Networks", DAFx 2011.

Three mel spectrograms with windows of 23, 46 and 93 ms and their positive differences to the
median of the last 10, 20 and 40 frames (sec. 2.1), three bidirectional LSTM layers of 25 units
(sec. 2.2), and one activation for beats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import Deriv, LogMelS, Stack
from lausch.system import Augment, Recipe, System
from lausch.tasks.beats import BeatTracking

if TYPE_CHECKING:
    from torch import nn

RATE, HOP = 44100, 441


def _part(window_samples: int) -> Deriv:
    spectrum = LogMelS(
        RATE, HOP, window_samples, window="hamming", low_hz=20.0, high_hz=17000.0, bands=20
    )
    return Deriv(spectrum, lag_frames=window_samples // 100, method="median")


REPRESENTATION = Stack(tuple(_part(size) for size in (1024, 2048, 4096)))


def network(dropout: float) -> nn.Module:
    """3 x 25 BLSTM on 120 columns."""
    from lausch.networks.recurrent import BLSTM

    return BLSTM(len(REPRESENTATION.columns), 1, units=25, layers=3, dropout=dropout)


SYSTEM = System(
    name="boeck2011",
    title="Enhanced Beat Tracking with Context-Aware Neural Networks",
    paper="Boeck2011",
    literature="boeck2011",
    representation=REPRESENTATION,
    task=BeatTracking(),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("jazz", "pop", "drums", "bands"),
        excerpt_seconds=12.0,
        batch=32,
        excerpts_per_epoch=4096,
        epochs=5,
        patience=5,
        optimizer="adam",
        learning_rate=3e-3,
        loss="bce",
        widen_frames=2,
        augment=Augment(tempo=0.25, gain_db=12.0, tilt_db=9.0, noise_db=-20.0, mask_bands=4),
    ),
    chunk_frames=6000,
    context_frames=600,
    deviations=(
        "LSTM cells without peepholes; Adam with a cosine schedule instead of gradient descent "
        "with learning rate 1e-5 and momentum .9.",
        "One network instead of the mean of several.",
        "Beats are decoded by the bar-pointer DBN of 2014/2015 instead of autocorrelation.",
        "Trained on rendered audio; the paper used real recordings that cannot be had.",
        "Spectra are magnitudes under log10(x + 1), where the paper takes powers and ln(x + 1); "
        "they are standardised before the first layer.",
        "Targets fall off linearly to two frames beside a beat.",
        "One sigmoid output instead of two softmax outputs, which is the same function.",
        "At most 640 updates, from torch's own first weights; tempo, level, colour, noise and "
        "bands are varied.",
        "What ships is the running mean of the weights.",
        "The shipped weights learnt from a rendering by an earlier lausch, of the same pieces but "
        "with other arrangements and mixes; so today's commands give other weights.",
    ),
    runs=("lausch train boeck2011 --corpora RENDERED --seed 0",),
)
