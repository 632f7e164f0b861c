"""Self-training: a trained model writes labels for recordings that have none (Abeßer et al., 2017).

A frame's confidence is its strongest output, and its label that pitch. Frames of less confidence
than the recipe asks for are masked out of the loss: what a teacher does not hear may be a rest, or
a bass under too many others.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from lausch.annotation import Notes
from lausch.corpora.track import Track
from lausch.errors import ModelError
from lausch.frames import Clock, FloatArray
from lausch.models.model import Model
from lausch.representations import Stack
from lausch.system import System
from lausch.tasks import to_card
from lausch.tasks.bass import BassTracking, BassTruth
from lausch.training.cache import Cache, open_spectra
from lausch.training.excerpts import Example


def taught(
    system: System, teacher: Model, tracks: Sequence[Track], store: Cache, *, jobs: int = 1
) -> list[Example]:
    """Examples with the teacher's labels; what is known of the tracks is not read.

    Raises
    ------
    ModelError : the teacher hears through another representation, or another task.
    """
    settings = system.recipe.unlabelled
    if not isinstance(teacher.task, BassTracking) or settings is None:
        raise ModelError(
            f"{teacher.name} cannot teach {system.name}: self-training is for bass lines, and its "
            "recipe must say on what"
        )
    if teacher.representation != system.representation:
        raise ModelError(
            f"{teacher.name} hears through another representation than {system.name}: "
            f"take a teacher of the same family ({to_card(system.task)['kind']})"
        )
    paths = store.fill(tracks, jobs=jobs)
    representation: Stack = system.representation
    examples = []
    for path in paths:
        spectra = np.asarray(open_spectra(path), dtype=np.float32)
        activations = teacher.infer(representation.finish(spectra))
        examples.append(Example(path, labels(activations, representation.clock, teacher.task,
                                             confidence=settings.confidence)))  # fmt: skip
    return examples


def labels(
    activations: FloatArray, clock: Clock, task: BassTracking, *, confidence: float
) -> BassTruth:
    """Frames as notes at their strongest output, and the spans that are not sure.

    Parameters
    ----------
    activations : shape (frames, outputs), 0 to 1.
    confidence : what a frame's strongest output must reach; 0 admits all.
    """
    strongest = activations.argmax(axis=1)
    strength = activations.max(axis=1) if len(activations) else np.zeros(0)
    unsure = strength < confidence
    pitch = np.where(unsure, 0, task.low_midi + strongest)
    edges = runs(pitch)
    sounding = [(begin, end) for begin, end in edges if pitch[begin]]
    begins, ends = (clock.seconds(np.array([span[n] for span in sounding])) for n in (0, 1))
    spans = [(begin, end) for begin, end in runs(unsure.astype(np.int64)) if unsure[begin]]
    return BassTruth(
        Notes(begins, ends, [pitch[begin] for begin, _ in sounding]),
        unsure=clock.seconds(np.array(spans, dtype=np.int64).reshape(-1, 2)),
    )


def runs(values: np.ndarray) -> list[tuple[int, int]]:
    """(first, one past the last) index of every run of equal values."""
    if not len(values):
        return []
    cuts = np.flatnonzero(np.diff(values)) + 1
    edges = [0, *cuts.tolist(), len(values)]
    return list(pairwise(edges))


def within(tracks: Sequence[Track], hours: float) -> list[Track]:
    """The first tracks that together last at most `hours`, but at least one."""
    total = 0.0
    kept: list[Track] = []
    for track in tracks:
        total += track.duration / 3600
        if kept and total > hours:
            break
        kept.append(track)
    return kept
