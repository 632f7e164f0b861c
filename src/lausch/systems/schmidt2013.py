"""Erik M. Schmidt and Youngmoo Kim: "Learning rhythm and melody features with deep belief
networks", ISMIR 2013.

A recording is separated into what is struck and what is held. Both are cut at beats: strokes in
eighths of a beat and in eight registers, and a chroma in halves of a beat. A deep belief network of
four beats is trained without labels, then to tell feels and styles. At another tempo its rows are
the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import BeatShares, HeldChroma, Hpss, LogLogS, LogMelS, Stack, Strokes
from lausch.system import Augment, Pretraining, Recipe, System
from lausch.tasks.tags import BeatTagging

if TYPE_CHECKING:
    from torch import nn

RATE, HOP = 44100, 882
RHYTHM = Strokes(
    Hpss(LogMelS(RATE, HOP, 2048, low_hz=30.0, high_hz=16000.0, bands=32), frames=19, bands=9), 8
)
MELODY = HeldChroma(
    Hpss(
        LogLogS(RATE, HOP, 4096, low_hz=110.0, high_hz=4000.0, bands_per_octave=12, factor=4.0),
        frames=19,
        bands=13,
    ),
    low_hz=220.0,
)
REPRESENTATION = Stack((BeatShares(RHYTHM, 8), BeatShares(MELODY, 2)))
BEATS_TOGETHER = 4
UNITS = (100, 100, 100)
TASK = BeatTagging()


def network(dropout: float) -> nn.Module:
    """Three machines of 100 units on four beats of 88 columns, and an output for every tag."""
    from lausch.networks.dbn import DBN

    return DBN(
        len(REPRESENTATION.columns),
        len(TASK.outputs),
        before=0,
        together=BEATS_TOGETHER,
        units=UNITS,
        saturating=True,
        dropout=dropout,
    )


SYSTEM = System(
    name="schmidt2013",
    title="Learning Rhythm and Melody Features with Deep Belief Networks",
    paper="Schmidt2013",
    literature="schmidt2013",
    representation=REPRESENTATION,
    task=TASK,
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("jazz", "drums"),
        excerpt_seconds=32.0,
        validation_seconds=60.0,
        batch=32,
        excerpts_per_epoch=800,
        epochs=20,
        patience=8,
        learning_rate=3e-3,
        dropout=0.2,
        widen_frames=0,
        augment=Augment(transpose_semitones=6),
        pretraining=Pretraining(epochs=10),
    ),
    chunk_frames=1200,
    context_frames=16,
    deviations=(
        "The paper's features feed a regression of emotion; here they tell feels, styles of jazz "
        "and styles of drumming, which people wrote down for the music that is rendered.",
        "The paper's layer sizes are unknown: three layers of 100 units are our choice, and so are "
        "the eight registers, the parts of a beat, and the four beats that are seen together.",
        "The paper's melodic contour could not be read; here it is the chroma, from 220 Hz on, of "
        "what is held.",
        "Visible units are chances: a value x becomes x / (x + m), with m the mean of its column "
        "over the training beats.",
        "Pre-trained by ten epochs of CD-1 on the rendered music; the paper has 50,000 "
        "recordings for that.",
        "Beats are those of lausch2026; in training those of the score, moved by 10 ms at random.",
        "Fine-tuning is by Adam with a dropout of .2, with chroma turned by up to six semitones; "
        "what ships is the running mean of the weights.",
    ),
)
