"""A recording as the index keeps it: where it is, what it sounds like, and its chroma."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lausch.analysis.choice import Listener
from lausch.audio import AudioSource, Recording, open_audio
from lausch.errors import ModelError
from lausch.frames import FloatArray
from lausch.retrieval.chroma import fold, quantised, restored


@dataclass(frozen=True)
class Stamp:
    """What tells at a glance that a file is the one it was: its size in bytes, and its time."""

    size: int = 0
    modified: int = 0

    @classmethod
    def of(cls, path: str | os.PathLike[str]) -> Stamp:
        """Of a file; empty for what cannot be asked."""
        try:
            found = Path(path).stat()
        except OSError:
            return cls()
        return cls(found.st_size, found.st_mtime_ns)


@dataclass(frozen=True, eq=False)
class Document:
    """One recording of a collection.

    Parameters
    ----------
    path : where it is, absolute; or any name.
    sha256 : of its samples, as in `Provenance`.
    seconds : how long it lasts.
    values : its chroma in bytes, (frames, 12), ten frames a second.
    stamp : of the file.
    """

    path: str
    sha256: str
    seconds: float
    values: NDArray[np.uint8]
    stamp: Stamp = Stamp()

    @property
    def chroma(self) -> FloatArray:
        """float32 (frames, 12), 0 to 1."""
        return restored(self.values)


def placed(path: str | os.PathLike[str]) -> str:
    """A path as an index says it: absolute, without dots; links stay what they are."""
    return os.path.normpath(Path(os.fsdecode(path)).absolute())


def listen(path: str | os.PathLike[str], listener: Listener) -> Document:
    """Enhance a recording's solo and fold it.

    Raises
    ------
    AudioError
        When it cannot be read.
    ModelError
        When the model finds no solo.
    """
    place = placed(path)
    stamp = Stamp.of(place)
    recording = open_audio(path, listener.rate)
    chroma = _chroma(recording, listener)
    provenance = recording.provenance
    return Document(place, provenance.sha256_pcm, provenance.duration, quantised(chroma), stamp)


def heard(sound: AudioSource, listener: Listener) -> FloatArray:
    """Chroma of the solo that a model hears, (frames, 12)."""
    return _chroma(open_audio(sound, listener.rate), listener)


def _chroma(recording: Recording, listener: Listener) -> FloatArray:
    if "solo" not in listener.layers:
        raise ModelError(
            f"the model {listener.name} finds {' and '.join(listener.layers)}, but a recording is "
            "found by its solo: choose another one with --model (`lausch models` lists them)"
        )
    return fold(listener.decode(listener.activations(recording)).activations)


def digest(path: str | os.PathLike[str]) -> str:
    """SHA-256 of a recording's samples, without listening to them."""
    recording = open_audio(path)
    for _ in recording.blocks():
        pass
    return recording.provenance.sha256_pcm


def made(name: str, chroma: FloatArray) -> Document:
    """A document that was never sound, for tests and for measurements."""
    values = quantised(chroma)
    sha256 = hashlib.sha256(values.tobytes()).hexdigest()
    return Document(name, sha256, len(values) / 10, values)
