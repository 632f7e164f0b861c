"""A recording as the index keeps it: path, digest and chroma."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lausch import files
from lausch.analysis.runner import Runner
from lausch.audio import AudioSource, Recording, open_audio
from lausch.errors import ModelError
from lausch.frames import FloatArray
from lausch.models.model import Model
from lausch.retrieval.chroma import fold, quantised, restored
from lausch.retrieval.sound import Sound, sound_of


@dataclass(frozen=True)
class Stamp:
    """Size in bytes and time of a file, which tell quickly whether it has changed."""

    size: int = 0
    modified: int = 0

    @classmethod
    def of(cls, path: str | os.PathLike[str]) -> Stamp:
        """The stamp of a file; zeros for one that cannot be reached."""
        try:
            status = Path(path).stat()
        except OSError:
            return cls()
        return cls(status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, eq=False)
class Entry:
    """One recording of a collection.

    The path is absolute, or any name; the digest is that of the samples, as in `Provenance`. Values
    are chroma in bytes, (frames, 12), ten frames a second. An entry without a
    sound is not compared by it.
    """

    path: str
    sha256: str
    seconds: float
    values: NDArray[np.uint8]
    stamp: Stamp = Stamp()
    sound: Sound | None = None

    @property
    def chroma(self) -> FloatArray:
        """float32 (frames, 12), 0 to 1."""
        return restored(self.values)


def absolute(path: str | os.PathLike[str]) -> str:
    """A path as an index keeps it: absolute, without dots; links are not followed."""
    return os.fspath(files.absolute(os.fsdecode(path)))


def entry_of(path: str | os.PathLike[str], runner: Runner, sound_by: Model | None = None) -> Entry:
    """The entry of a recording: its solo, enhanced and folded, and how it sounds.

    Raises AudioError when it cannot be read, and ModelError when the model is not one for solos.
    """
    place = absolute(path)
    stamp = Stamp.of(place)
    recording = open_audio(path, runner.rate).shared()
    chroma = _chroma(recording, runner)
    provenance = recording.provenance
    sound = None if sound_by is None else sound_of(recording, sound_by)
    return Entry(place, provenance.sha256_pcm, provenance.duration, quantised(chroma), stamp, sound)


def solo_chroma(sound: AudioSource, runner: Runner) -> FloatArray:
    """Chroma of a sound's solo, (frames, 12)."""
    return _chroma(open_audio(sound, runner.rate), runner)


def _chroma(recording: Recording, runner: Runner) -> FloatArray:
    if "solo" not in runner.layers:
        raise ModelError(
            f"the model {runner.name} finds {' and '.join(runner.layers)}, but a recording is "
            "found by its solo: choose another one with --model (`lausch models` lists them)"
        )
    return fold(runner.decode(runner.activations(recording)).activations)


def digest(path: str | os.PathLike[str]) -> str:
    """SHA-256 of a recording's samples; no model runs."""
    recording = open_audio(path)
    for _ in recording.blocks():
        pass
    return recording.provenance.sha256_pcm


def entry_from_chroma(name: str, chroma: FloatArray) -> Entry:
    """An entry without a recording, for tests and measurements."""
    values = quantised(chroma)
    sha256 = hashlib.sha256(values.tobytes()).hexdigest()
    return Entry(name, sha256, len(values) / 10, values)
