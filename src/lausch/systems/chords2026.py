"""Chords with their sevenths from a recurrent network on bands that are in tune.

Twelve pitch classes do not tell a sixth chord from the minor seventh on its sixth, nor one
diminished seventh from another. Beside the tones of the chord, two BLSTM layers learn its class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import InTune, Stack
from lausch.system import Augment, Recipe, System
from lausch.tasks.deepchroma import DeepChroma

if TYPE_CHECKING:
    from torch import nn

BANDS = InTune(44100, 4410, 8192, "hann", 30.0, 5500.0, 24, tuning_seconds=30.0)
TASK = DeepChroma(classes="classes", classifier=1.0)


def network(dropout: float) -> nn.Module:
    """96 ReLU on 178 bands, 2 x 64 BLSTM, 12 pitch classes and 121 chords."""
    from lausch.networks.chordlstm import ChordBLSTM

    return ChordBLSTM(BANDS.width, len(TASK.outputs), front=96, units=64, dropout=dropout)


SYSTEM = System(
    name="chords2026",
    title="Chords with sevenths by a BLSTM, trained on rendered music",
    paper="",
    representation=Stack((BANDS,)),
    task=TASK,
    network=network,
    head="chroma_chords",
    recipe=Recipe(
        corpora=("jazz", "pop", "charts", "drums"),
        excerpt_seconds=20.0,
        batch=16,
        excerpts_per_epoch=2048,
        epochs=5,
        patience=5,
        optimizer="adam",
        learning_rate=1e-3,
        dropout=0.2,
        loss="chroma_chords",
        widen_frames=0,
        validation_seconds=60.0,
        augment=Augment(tempo=0.1, transpose_semitones=6, gain_db=10.0, tilt_db=6.0),
    ),
    chunk_frames=3000,
    context_frames=200,
    deviations=(
        "Its weights come from two runs: 26 epochs at a learning rate of .005 on the same bands "
        "where A4 is 440 Hz in every recording, then those of this recipe with bands in tune. So "
        "the same commands give other weights today.",
    ),
)
"""A system of our own: there is no paper to deviate from."""
