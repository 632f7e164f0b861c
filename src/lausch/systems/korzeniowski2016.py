"""Korzeniowski & Widmer, "Feature Learning for Chord Recognition: The Deep Chroma Extractor",
ISMIR 2016.

A log-frequency spectrogram with 24 bands per octave at 10 frames per second, three dense layers of
512 units on 15 frames of it, and 12 pitch classes that learn to be those of the chord; a logistic
regression on these tells 24 major and minor chords and none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.annotation.vocabulary import TRIADS
from lausch.representations import EvenLogLogS, Stack
from lausch.system import Augment, Published, Recipe, System
from lausch.tasks.deepchroma import DeepChroma

if TYPE_CHECKING:
    from torch import nn

BANDS = EvenLogLogS(44100, 4410, 8192, "hann", 30.0, 5500.0, 24)
REPRESENTATION = Stack((BANDS,))
CONTEXT = 7


def network(dropout: float) -> nn.Module:
    """3 x 512 ReLU on 15 frames of 178 bands, 12 pitch classes, 25 chords."""
    from lausch.networks.chroma import DeepChroma as Extractor

    return Extractor(BANDS.width, len(TRIADS), context=CONTEXT, dropout=dropout)


SYSTEM = System(
    name="korzeniowski2016",
    title="The deep chroma extractor, and chords from it",
    paper="Korzeniowski2016",
    literature="korzeniowski2016",
    representation=REPRESENTATION,
    task=DeepChroma(),
    network=network,
    head="chroma_chords",
    recipe=Recipe(
        corpora=("jazz", "pop", "charts"),
        excerpt_seconds=3.2,
        batch=16,
        excerpts_per_epoch=2048,
        epochs=60,
        patience=20,
        optimizer="adam_l2",
        learning_rate=5e-4,
        schedule="cosine",
        weight_decay=2e-4,
        gradient_clip=5.0,
        dropout=0.5,
        loss="chroma_chords",
        widen_frames=0,
        validation_seconds=60.0,
        augment=Augment(transpose_semitones=4, gain_db=10.0, tilt_db=6.0),
    ),
    chunk_frames=3000,
    context_frames=CONTEXT,
    margin_frames=CONTEXT,
    int4=True,
    published=(
        Published(
            "Beatles, Zweieck, Queen, RWC Pop and Robbie Williams, eight folds",
            "frame accuracy",
            0.788,
            "from memory, medium",
        ),
    ),
    deviations=(
        "Trained on rendered music with the chords of its scores; the paper has real recordings.",
        "At most 7,680 updates, by Adam from 5e-4 on with a cosine schedule; the paper has 1e-4 "
        "and up to 500 epochs.",
        "A batch is 16 excerpts of 32 frames instead of 512 frames; chords are transposed by up to "
        "four semitones, level and colour varied.",
        "The chord classifier learns beside the extractor, without a gradient to it, and the loss "
        "of both ends training; the paper trains it afterwards and by its accuracy.",
        "Frames whose chord is not known do not count; in the paper they have none.",
        "Features are standardised before the first layer; the penalty of weights counts biases.",
        "Large weights are stored in 4 bits.",
        "What ships is the running mean of the weights.",
        "Chords are found by a semi-Markov search with the successions of chords in a key, and "
        "sevenths by the pitch classes; the paper has its classifier alone.",
    ),
)
