"""Self-training: a trained model writes labels for recordings that have none (Abeßer 2017)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lausch.corpora.track import Track
from lausch.errors import ModelError
from lausch.frames import Frames
from lausch.models.model import Model
from lausch.representations import Stack
from lausch.system import System
from lausch.tasks import to_card
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
    if teacher.task.kind != system.task.kind or settings is None:
        raise ModelError(
            f"{teacher.name} cannot teach {system.name}: both must have the same task, and the "
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
        activations = Frames(
            teacher.infer(representation.finish(spectra)),
            representation.clock,
            teacher.task.outputs,
        )
        truth = teacher.task.labels(activations, confidence=settings.confidence)
        examples.append(Example(path, truth))
    return examples


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
