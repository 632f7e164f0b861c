"""Self-training: a trained model labels recordings without annotations (Abeßer 2017)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lausch.corpora.track import Track
from lausch.errors import ModelError
from lausch.frames import Frames
from lausch.models.model import Model
from lausch.representations import Stack
from lausch.system import System
from lausch.training.cache import Cache, open_spectra
from lausch.training.excerpts import Example


def pseudo_labelled(
    system: System, teacher: Model, tracks: Sequence[Track], store: Cache, *, jobs: int = 1
) -> list[Example]:
    """Examples with the teacher's labels; annotations of the tracks are not read.

    Raises ModelError when the teacher has another representation or another task.
    """
    settings = system.recipe.unlabelled
    if teacher.task.kind != system.task.kind or settings is None:
        raise ModelError(
            f"{teacher.name} cannot label tracks for {system.name}: both need the same task, and "
            "the recipe needs `unlabelled`"
        )
    if teacher.representation != system.representation:
        raise ModelError(
            f"{teacher.name} has another representation than {system.name}: "
            f"take a teacher of the same family ({system.task.kind})"
        )
    representation: Stack = system.representation
    examples = []
    for path in store.fill(tracks, jobs=jobs):
        spectra = np.asarray(open_spectra(path), dtype=np.float32)
        values = teacher.infer(representation.finish(spectra))
        activations = Frames(values, representation.clock, teacher.task.outputs)
        truth = teacher.task.labels(activations, confidence=settings.confidence)
        examples.append(Example(path, truth))
    return examples


def within(tracks: Sequence[Track], hours: float) -> list[Track]:
    """The first tracks that together last at most `hours`, but at least one."""
    total = 0.0
    first: list[Track] = []
    for track in tracks:
        total += track.duration / 3600
        if first and total > hours:
            break
        first.append(track)
    return first
