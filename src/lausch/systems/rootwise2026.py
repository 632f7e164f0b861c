"""Chords with their sevenths from a network that treats the twelve roots alike.

Twelve pitch classes do not tell a sixth chord from the minor seventh on its sixth, nor one
diminished seventh from another. Beside the tones of the chord, the network learns its class. It
sees two spectra in quarter tones: a longer one tells bass notes apart, a shorter one when they
change. It has a quarter of the weights of `chords2026`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.annotation.vocabulary import QUALITIES
from lausch.representations import InTune, Stack
from lausch.system import Augment, Recipe, System
from lausch.tasks.deepchroma import DeepChroma

if TYPE_CHECKING:
    from torch import nn

SHORT, LONG = (
    InTune(44100, 4410, samples, "hann", 30.0, 5500.0, 24, tuning_seconds=30.0)
    for samples in (8192, 16384)
)
REPRESENTATION = Stack((SHORT, LONG))
LOWEST = 23.5
"""The MIDI pitch of the first column, a quarter tone under C1."""


def network(dropout: float) -> nn.Module:
    """48 channels of each root, from all bands and then from frames up to 1.5 s away."""
    from lausch.networks.rootwise import RootwiseChords

    return RootwiseChords(
        len(REPRESENTATION.parts), SHORT.width, LOWEST, len(QUALITIES), dropout=dropout
    )


SYSTEM = System(
    name="rootwise2026",
    title="Chords with sevenths by a network that treats all roots alike",
    paper="",
    representation=REPRESENTATION,
    task=DeepChroma(classes="classes", classifier=1.0),
    network=network,
    head="chroma_chords",
    recipe=Recipe(
        corpora=("jazz", "pop", "charts", "drums"),
        excerpt_seconds=8.0,
        batch=8,
        excerpts_per_epoch=1024,
        epochs=40,
        patience=12,
        optimizer="adam",
        learning_rate=4e-3,
        dropout=0.1,
        loss="chroma_chords",
        widen_frames=0,
        validation_seconds=60.0,
        average=0.995,
        augment=Augment(tempo=0.15, transpose_semitones=4, gain_db=10.0, tilt_db=6.0),
    ),
    chunk_frames=3000,
    context_frames=20,
    deviations=(
        "Its training tracks are those of a rendering of 3.3 h of jazz, 3 of pop, 3 of charts and "
        "1.8 of drums, without tracks for validation and test; those of validation are of another "
        "rendering.",
    ),
)
"""A system of our own: there is no paper to deviate from."""
