"""Eyben, Böck, Schuller & Graves, "Universal Onset Detection with Bidirectional Long Short-Term
Memory Neural Networks", ISMIR 2010.

Two mel spectrograms with windows of 23 and 46 ms and their rise since the last frame, three
bidirectional LSTM layers of 20 units, one activation, a threshold that adapts to the recording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import Deriv, LogMelS, Stack
from lausch.system import Augment, Recipe, System
from lausch.tasks.onsets import OnsetDetection

if TYPE_CHECKING:
    from torch import nn

RATE, HOP = 44100, 441


def _part(window_samples: int) -> Deriv:
    spectrum = LogMelS(
        RATE, HOP, window_samples, window="hamming", low_hz=27.5, high_hz=16000.0, bands=40
    )
    return Deriv(spectrum, lag_frames=1)


REPRESENTATION = Stack((_part(1024), _part(2048)))


def network(dropout: float) -> nn.Module:
    """3 x 20 BLSTM on 160 columns."""
    from lausch.networks.recurrent import BLSTM

    return BLSTM(len(REPRESENTATION.columns), 1, units=20, layers=3, dropout=dropout)


SYSTEM = System(
    name="eyben2010",
    title="Universal Onset Detection with Bidirectional LSTM Networks",
    paper="Eyben2010",
    literature="eyben2010",
    representation=REPRESENTATION,
    task=OnsetDetection(),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("drums", "pop", "jazz"),
        excerpt_seconds=3.0,
        batch=32,
        excerpts_per_epoch=1600,
        epochs=10,
        patience=5,
        optimizer="adam",
        learning_rate=1e-2,
        loss="bce",
        widen_frames=1,
        augment=Augment(tempo=0.15, gain_db=12.0, tilt_db=6.0),
    ),
    chunk_frames=6000,
    context_frames=300,
    deviations=(
        "LSTM cells without peepholes; Adam with a cosine schedule instead of gradient descent.",
        "One sigmoid output instead of two softmax outputs, which is the same function.",
        "Trained on rendered audio, whose onsets are those of the score that can be heard; the "
        "paper used real recordings annotated by hand.",
        "Targets are 1 in the frame of an onset and .5 in the frames beside it.",
        "Window shape (Hamming), range (27.5 Hz to 16 kHz) and the scale of the logarithm, "
        "log10(x + 1) of magnitudes, are our choice; spectra are standardised before the first "
        "layer.",
        "The limits of the threshold are chosen on rendered validation tracks; onsets within "
        "30 ms of the one before are left out.",
        "At most 500 updates, from torch's own first weights; tempo, level and colour of the "
        "excerpts are varied.",
        "What ships is the running mean of the weights.",
    ),
)
