"""How a recording sounds: the mean embedding and the tags by the model that finds tags."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.tags import PRESENT
from lausch.audio import AudioSource, open_audio
from lausch.frames import FloatArray, Frames
from lausch.models.model import Model, default_model, load_model
from lausch.representations.rows import Rows
from lausch.representations.stream import Sound as Samples
from lausch.representations.stream import blocks_at

LAYER = "tags"


@dataclass(frozen=True, eq=False)
class Sound:
    """How a recording sounds, by one model; those of two models must not be compared.

    Parameters
    ----------
    model, digest : name of the model, and SHA-256 of its file.
    embedding : mean over the frames that sound, float16 (columns,); empty if the model has none.
    tags : the names of its tags.
    chances : their probabilities, float32 (tags,).
    """

    model: str
    digest: str
    embedding: NDArray[np.float16]
    tags: tuple[str, ...]
    chances: FloatArray

    @property
    def present(self) -> tuple[str, ...]:
        """Tags with a probability of at least .5, the surest first."""
        order = np.argsort(-self.chances, kind="stable")
        return tuple(self.tags[n] for n in order if self.chances[n] >= PRESENT)


@cache
def sound_model() -> Model:
    """The model by which sounds are compared: the best shipped one that finds tags."""
    return load_model(default_model(LAYER))


def sound_of(source: AudioSource, model: Model) -> Sound:
    """How a recording sounds; very quiet ones are raised, as in `analyze`.

    Raises AudioError when it cannot be read.
    """
    recording = open_audio(source, model.rate).shared()
    activations, embedding = _run(recording, model)
    ordinary = recording.at_ordinary_level()
    if ordinary is not recording:
        activations, embedding = _run(ordinary, model)
    sounds = ordinary.sounding.at(activations.times)
    tags = model.decode(ordinary.sounding.masked(activations))
    mean = (embedding[sounds] if sounds.any() else embedding).mean(axis=0, dtype=np.float64)
    return Sound(
        model.name,
        model.digest,
        mean.astype(np.float16),
        tuple(tags.names),
        tags.probabilities.astype(np.float32),
    )


def _run(samples: Samples, model: Model) -> tuple[Frames, FloatArray]:
    """Activations (frames, tags) and embedding (frames, columns) from one reading."""
    representation, chunks = model.chunks(blocks_at(model.rate, samples, name=model.name))
    rows, hidden = Rows(len(model.task.outputs)), Rows(model.embedding_columns)
    for features, new in chunks:
        rows.add(model.infer(features)[new])
        if model.embedding_columns:
            hidden.add(model.embed(features)[new])
    clock, tuning = representation.clock, representation.tuning
    return Frames(rows.finished(), clock, model.task.outputs, tuning), hidden.finished()
