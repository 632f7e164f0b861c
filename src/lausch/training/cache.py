"""Spectra on disk, computed once: the key hashes the representation, its probe and the sound."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lausch.corpora.track import Track
from lausch.corpora.workers import work_through
from lausch.errors import CorpusError
from lausch.files import replacing
from lausch.models.probe import probe_samples
from lausch.representations import Stack, from_card, to_card


def representation_key(representation: Stack) -> str:
    """A key that depends on every field of the representation and on its values for the probe."""
    measured = representation.measure(probe_samples(representation.rate))
    digest = hashlib.sha256(json.dumps(to_card(representation), sort_keys=True).encode())
    # Few and coarse numbers: of the thousands of values of a spectrum, some would be rounded
    # differently on another machine, and its cache would be useless here.
    for column in measured.mean(axis=0):
        digest.update(f"{column:.2f}".encode())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Cache:
    """Spectra of tracks as float16 .npy files, read as memory maps."""

    folder: Path
    representation: Stack

    def path(self, track: Track) -> Path:
        """The file of a track's spectra, which may not exist yet."""
        return self._folder / f"{track.name}-{audio_key(track)}.npy"

    @cached_property
    def _folder(self) -> Path:
        return self.folder / representation_key(self.representation)

    def fill(
        self,
        tracks: Iterable[Track],
        *,
        jobs: int = 2,
        step: Callable[[int, int], None] = lambda done, total: None,
    ) -> list[Path]:
        """Compute the missing files in `jobs` processes and return the file of every track.

        `step` is told after each how many are done, and of how many.
        """
        tracks = list(tracks)
        self._folder.mkdir(parents=True, exist_ok=True)
        paths = [self.path(track) for track in tracks]
        pending = [
            (track.audio, path)
            for track, path in zip(tracks, paths, strict=True)
            if not path.exists()
        ]
        if pending:
            work = partial(_measure, json.dumps(to_card(self.representation)))
            outcomes = work_through(pending, work, _explain, workers=jobs)
            for done, outcome in enumerate(outcomes, start=1):
                if outcome.failure:
                    raise CorpusError(outcome.failure)
                step(done, len(pending))
        return paths


def audio_key(track: Track) -> str:
    """The checksum of the track's samples if known, otherwise of the file's bytes."""
    if track.pcm_sha256:
        return track.pcm_sha256[:16]
    with track.audio.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _measure(card: str, item: tuple[Path, Path]) -> None:
    from lausch.audio import load_audio

    audio, path = item
    representation = from_card(json.loads(card))
    sound = load_audio(audio, rate=representation.rate)
    values = representation.measure(sound.samples).astype(np.float16)
    with replacing(path) as temporary:
        np.save(temporary, values)


def _explain(item: tuple[Path, Path], error: BaseException) -> str:
    return f"{item[0]} cannot be measured: {error}"


def open_spectra(path: Path) -> NDArray[np.float16]:
    """A cached file as a memory map, (frames, columns)."""
    mapped: NDArray[np.float16] = np.load(path, mmap_mode="r")
    return mapped
