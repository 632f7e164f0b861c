"""Böck, Krebs & Widmer, "A Multi-Model Approach to Beat Tracking Considering Heterogeneous Music
Styles", ISMIR 2014.

Three log-frequency spectrograms with 3 bands per octave at windows of 23, 46 and 93 ms and their
positive differences, and networks of three bidirectional LSTM layers of 25 units: a reference
trained on all music, and specialists that are trained further on one kind of it. The specialist
whose activation is nearest to the reference's is decoded by a DBN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import Deriv, LogLogS, Stack
from lausch.system import Augment, Recipe, Specialists, System
from lausch.tasks.beats import SpecialistBeats

if TYPE_CHECKING:
    from torch import nn

RATE, HOP = 44100, 441
KINDS = ("jazz", "pop", "charts", "drums", "bands")


def _part(window_samples: int, lag_frames: int) -> Deriv:
    return Deriv(LogLogS(RATE, HOP, window_samples, "hann", 30.0, 17000.0, 3), lag_frames)


REPRESENTATION = Stack((_part(1024, 1), _part(2048, 1), _part(4096, 2)))


def network(dropout: float) -> nn.Module:
    """Six times 3 x 25 BLSTM on 138 columns."""
    from lausch.networks.branches import Beside
    from lausch.networks.recurrent import BLSTM

    columns = len(REPRESENTATION.columns)
    members = [BLSTM(columns, 1, units=25, layers=3, dropout=dropout) for _ in ("all", *KINDS)]
    return Beside(members)


SYSTEM = System(
    name="boeck2014",
    title="A reference for beats and five specialists, of which the one that agrees best is taken",
    paper="Boeck2014",
    literature="boeck2014",
    representation=REPRESENTATION,
    task=SpecialistBeats(KINDS),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("jazz", "solos", "pop", "charts", "drums", "bands"),
        excerpt_seconds=10.0,
        batch=32,
        excerpts_per_epoch=2048,
        epochs=8,
        patience=8,
        optimizer="adam",
        learning_rate=5e-3,
        loss="bce",
        widen_frames=2,
        precision="bfloat16",
        augment=Augment(tempo=0.25, gain_db=12.0, tilt_db=9.0, noise_db=-20.0, mask_bands=4),
        specialists=Specialists(KINDS, excerpts_per_epoch=1024, epochs=2, learning_rate=1e-3),
    ),
    chunk_frames=6000,
    context_frames=600,
    deviations=(
        "Kinds of music are kinds of rendering: jazz, pop, charts, drums and bands; the paper has "
        "data sets of real recordings, which cannot be had.",
        "All of it is rendered audio.",
        "The tutorial's table prints no difference of the spectrograms; the networks that the "
        "authors released have it.",
        "LSTM cells without peepholes; Adam with a cosine schedule.",
        "At most 512 updates for the reference and 64 for each specialist, from torch's own first "
        "weights; steps multiply in bfloat16.",
        "The reference learnt in two such runs, the second from the weights of the first.",
        "Features are standardised before the first layer; targets fall off linearly to two frames "
        "beside a beat; tempo, level, colour, noise and bands are varied.",
        "The decoder is that of the later papers: 30 to 340 bpm in 80 tempi with a preference for "
        "120 bpm, and odds calibrated on validation tracks.",
        "What ships is the running mean of the weights.",
    ),
)
