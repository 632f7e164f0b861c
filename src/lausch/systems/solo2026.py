"""A system of lausch: a harmonic stack at 50 frames per second, with a context of seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import PitchS, Stack
from lausch.system import Augment, Recipe, System
from lausch.tasks.voiced_solo import VoicedSoloTracking

if TYPE_CHECKING:
    from torch import nn

PITCHES = PitchS(
    22050, 441, 4096, shortest_samples=2048, low_midi=28, semitones=96, bands_per_semitone=3
)
# Short windows locate the ends of notes within a frame; the windows that resolve pitches do not.
SHORT = PitchS(22050, 441, 512, shortest_samples=512, low_midi=52, semitones=72)
REPRESENTATION = Stack((PITCHES, SHORT))
TASK = VoicedSoloTracking(low_midi=36, semitones=60, bins_per_semitone=3)


def network(dropout: float) -> nn.Module:
    """Harmonics 1/3 to 6 over each of 180 bins, C2 to B6, and voicing; 1.3 s of context around."""
    from lausch.networks.harmonics import HarmonicStack

    return HarmonicStack(
        PITCHES.width,
        (TASK.low_midi - PITCHES.low_midi) * PITCHES.bands_per_semitone,
        len(TASK.pitches),
        octave=PITCHES.bands_per_octave,
        beside=SHORT.width,
        harmonics=(1 / 3, 0.5, 1, 2, 3, 4, 5, 6),
        maps=16,
        context=64,
        voicing=32,
        dropout=dropout,
    )


SYSTEM = System(
    name="solo2026",
    title="A harmonic stack in context for solo lines, trained on rendered music",
    paper="",
    representation=REPRESENTATION,
    task=TASK,
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("voices", "sung", "solos", "jazz", "pop"),
        excerpt_seconds=6.0,
        batch=16,
        excerpts_per_epoch=3200,
        epochs=40,
        patience=40,
        optimizer="radam",
        learning_rate=2e-3,
        gradient_clip=5.0,
        dropout=0.1,
        loss="bce",
        widen_frames=0,
        precision="bfloat16",
        augment=Augment(
            tempo=0.2, transpose_semitones=5, gain_db=12.0, tilt_db=12.0, noise_db=-20.0
        ),
    ),
    chunk_frames=3000,
    context_frames=96,
    deviations=(
        "There were two runs. The first, on 16.9 h of jazz, solos, pop and sung, had 36 epochs at "
        "a learning rate of .003 and no output of voicing; the last one alone has this recipe, so "
        "the first command gives other weights today.",
    ),
)
