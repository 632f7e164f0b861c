"""Battenberg and Wessel, ISMIR 2012: the bar from drum patterns by a conditional deep belief net.

A beat is a pattern: how hard kick, snare and hi-hat are struck in each part of it. A restricted
Boltzmann machine of patterns, given those of the beats before, and another one on its hidden units
are trained by contrastive divergence, then to tell the number of the beat in its bar. A hidden
Markov model counts on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import LogMelS, Patterns, Rise, Stack
from lausch.system import Pretraining, Recipe, System
from lausch.tasks.positions import BarPositions

if TYPE_CHECKING:
    from torch import nn

DIVISIONS = 6
BEATS_BEFORE = 8
UNITS = (128, 64)
REGISTERS = Rise(LogMelS(44100, 441, 1024, low_hz=30.0, high_hz=16000.0, bands=3))
REPRESENTATION = Stack((Patterns(REGISTERS, DIVISIONS),))
TASK = BarPositions()


def network(dropout: float) -> nn.Module:
    """Two machines; the first one is given the patterns of eight beats before."""
    from lausch.networks.dbn import DBN

    return DBN(
        len(REPRESENTATION.columns),
        len(TASK.outputs),
        before=BEATS_BEFORE,
        units=UNITS,
        dropout=dropout,
    )


SYSTEM = System(
    name="battenberg2012",
    title="Analyzing Drum Patterns Using Conditional Deep Belief Networks",
    paper="Battenberg2012",
    literature="battenberg2012",
    representation=REPRESENTATION,
    task=TASK,
    network=network,
    head="classes",
    recipe=Recipe(
        corpora=("groove",),
        excerpt_seconds=16.0,
        batch=16,
        excerpts_per_epoch=3200,
        epochs=8,
        patience=6,
        optimizer="adam",
        learning_rate=3e-3,
        dropout=0.3,
        loss="classes",
        widen_frames=0,
        pretraining=Pretraining(epochs=5),
    ),
    chunk_frames=1200,
    context_frames=16,
    deviations=(
        "The paper could not be read in full: the six parts of a beat, the eight beats before it "
        "and the 128 and 64 units are our choice, and so are five epochs of CD-1 for each machine, "
        "with the velocities as chances of visible units.",
        "Trained on Groove MIDI, on four of its drummers; strokes have the drummer's drift against "
        "the click taken out, and takes begin on a drawn beat.",
        "Beats are known: those of the click in training, and on MIDI those of its tempo map; on "
        "recordings lausch2026 finds them, and drums2026 the strokes.",
        "Fine-tuning has a dropout of .3 and Adam; what ships is the running mean of the weights.",
        "Bars have four beats unless others are asked for: of other metres there are seven takes.",
    ),
)
