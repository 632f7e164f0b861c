"""What a model makes of a recording, as features for other programs."""

from __future__ import annotations

from pathlib import Path

from lausch.audio import AudioSource, open_audio
from lausch.errors import ModelError, OptionError
from lausch.frames import Frames
from lausch.models.model import Model, default_model, load_model
from lausch.representations.rows import Rows
from lausch.representations.stream import blocks_at

EMBEDDING, INPUT, ACTIVATIONS = "embedding", "input", "activations"
WAYS = (EMBEDDING, INPUT, ACTIVATIONS)
LAYER = "tags"
"""The layer whose best model is the default."""


def features(
    source: AudioSource, model: str | Path | Model | None = None, *, what: str = EMBEDDING
) -> Frames:
    """Features of a recording by a trained model: an array with a clock.

    Parameters
    ----------
    source : path, bytes, open binary file or (samples, rate) as in librosa.
    model : name of a shipped model, path of a weights file, or a loaded model; by default the best
        that finds tags.
    what : "embedding", the network's last hidden layer, where the model gives it out; "input", what
        the network sees; or "activations", what it says.

    Returns
    -------
    Frames with `values`, float32 of shape (frames, columns), `columns` (their names), `clock`
    (frame n is at second n * `clock.hop` / `clock.rate`) and `times` (s).

    Raises
    ------
    OptionError
        For another word in `what`.
    ModelError
        When the model cannot be opened, or has no such features.
    AudioError
        When the recording cannot be read.

    Examples
    --------
    >>> import lausch
    >>> frames = lausch.features("examples/lets_go_fishin.ogg", "hamel2011")
    >>> frames.values.shape == (len(frames.times), len(frames.columns))
    True
    >>> vector = frames.values.mean(axis=0)  # one for the recording
    """
    if what not in WAYS:
        raise OptionError(f"features are one of {', '.join(WAYS)}, not {what!r}")
    if not isinstance(model, Model):
        model = load_model(default_model(LAYER) if model is None else model)
    recording = open_audio(source, model.rate)
    if what == ACTIVATIONS:
        return model.activations(recording)
    if model.representation.framewise is not None:
        raise ModelError(f"a frame of {model.name} is a beat; it has only {ACTIVATIONS}")
    width = len(model.representation.columns) if what == INPUT else model.embedding_columns
    if not width:
        raise ModelError(
            f"{model.name} gives out no embedding; ask for {INPUT} or {ACTIVATIONS}, or name a "
            "model of tags"
        )
    rows = Rows(width)
    representation, chunks = model.chunks(blocks_at(model.rate, recording, name=model.name))
    for values, new in chunks:
        rows.add((values if what == INPUT else model.embed(values))[new])
    units = tuple(f"unit {number}" for number in range(1, width + 1))
    names = representation.columns if what == INPUT else units
    return Frames(rows.finished(), representation.clock, names, representation.tuning)
