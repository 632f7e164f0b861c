"""Abeßer, Balke, Frieler, Pfleiderer and Müller, AES Semantic Audio 2017: jazz walking bass.

The model M1+ of the paper, trained with augmentation. `abesser2017m1` is M1, without augmentation;
`abesser2017m20` to `abesser2017m23` are M2^{0,+} to M2^{3,+}, which are also trained on labels that
this model gives to further recordings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lausch.representations import Around, ConstantQ, Stack
from lausch.system import Augment, Recipe, SelfTraining, System
from lausch.tasks.bass import BassTracking

if TYPE_CHECKING:
    from torch import nn

SERIES = (
    "abesser2017m1",
    "abesser2017",
    "abesser2017m20",
    "abesser2017m21",
    "abesser2017m22",
    "abesser2017m23",
)
"""The series in the order of training: a teacher before its students."""

REPRESENTATION = Stack((Around(ConstantQ(22050, 1024, 9600, tuning_seconds=120.0)),))
TASK = BassTracking()

CONFIDENCES = (0.3, 0.5, 0.7, 0.9)
"""Least confidence of the teacher's labels, tau 0 to 3."""
UNLABELLED_HOURS = 4.0


def network(dropout: float) -> nn.Module:
    """Three hidden layers of 40 ReLU units on single frames: 12,960 parameters."""
    from lausch.networks.fnn import FNN

    return FNN(len(REPRESENTATION.columns), TASK.semitones, layers=3, dropout=dropout)


SYSTEM = System(
    name="abesser2017",
    title="Walking bass, semitone by semitone (M1+: with augmentation)",
    paper="Abesser2017",
    literature="abesser2017",
    representation=REPRESENTATION,
    task=TASK,
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("basses", "jazz", "jazzform"),
        excerpt_seconds=6.0,
        validation_seconds=12.0,
        batch=16,
        excerpts_per_epoch=2000,
        epochs=30,
        patience=30,
        optimizer="adam",
        learning_rate=3e-3,
        gradient_clip=5.0,
        initialisation="xavier",
        loss="bce",
        widen_frames=0,
        average=0.995,
        augment=Augment(
            tempo=0.1, transpose_semitones=3, gain_db=10.0, tilt_db=10.0, noise_db=-25.0
        ),
    ),
    chunk_frames=3000,
    context_frames=4,
    deviations=(
        "Beyond the ends of a recording its first and last frames go on, where the authors' "
        "program has random numbers.",
        "Features are standardised before the first layer.",
        "No dropout: of 40 units a quarter is a lot, and with hours of labels nothing is learnt by "
        "heart.",
        "Columns are tuned to the recording by its own spectral peaks; the authors' program is "
        "told the reference pitch.",
        "Targets are what was played in rendered recordings; the paper had annotated beats of real "
        "ones. The shift in pitch moves columns of the spectrum, not the sound; level, colour, "
        "noise and tempo are varied besides.",
        "Decoding has settings of its own, chosen on validation tracks: a threshold of .1 where "
        "the authors' program has .2, a fifth of a beat's frames that have to sound, and frames "
        "that are not taken to be later than their clock says.",
        "Cross-entropy, 30 epochs of 125 steps; the paper's loss and steps were not recovered.",
        "What ships is the running mean of the weights.",
    ),
)


def student(step: int) -> System:
    """M2^{step,+}: also trained on the labels of M1+ with at least a confidence."""
    confidence = CONFIDENCES[step]
    unlabelled = SelfTraining(SYSTEM.name, ("solos",), UNLABELLED_HOURS, confidence)
    return replace(
        SYSTEM,
        name=f"abesser2017m2{step}",
        title=f"Walking bass, self-trained (M2 {step},+: pitches of confidence {confidence:g} up)",
        recipe=replace(SYSTEM.recipe, unlabelled=unlabelled),
        deviations=(
            *SYSTEM.deviations,
            f"The threshold of confidence, {confidence:g}, which a frame's strongest output has to "
            f"reach, and the {UNLABELLED_HOURS:g} hours without labels are lausch's own: the "
            "paper's were not recovered. Rests are learnt from labels alone.",
        ),
    )
