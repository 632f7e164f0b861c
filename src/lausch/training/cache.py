"""Spectra on disk, computed once: the key hashes the representation, its probe and the sound."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Drums, Times
from lausch.corpora.track import Track
from lausch.corpora.workers import work_through
from lausch.errors import CorpusError
from lausch.files import replacing
from lausch.models.probe import probe_samples
from lausch.representations import Stack, from_card, to_card
from lausch.representations.patterns import strokes_in

Item: TypeAlias = "tuple[Path, Path, Times | None, Drums | None]"
"""A recording, the file for its spectra, its beats where a row is a beat, and its strokes where
rows are cut from these."""
JITTER_SECONDS = 0.01


def representation_key(representation: Stack) -> str:
    """A key that depends on every field of the representation and on its values for the probe."""
    probe = representation.measure(probe_samples(representation.rate))
    digest = hashlib.sha256(json.dumps(to_card(representation), sort_keys=True).encode())
    # Few and coarse numbers: of the thousands of values of a spectrum, some would be rounded
    # differently on another machine, and its cache would be useless here.
    for column in probe.mean(axis=0):
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
        beatwise = self.representation.framewise is not None
        struck = self.representation.struck
        pending = [
            (
                track.audio,
                path,
                jittered(track) if beatwise else None,
                track.read("drums") if struck else None,
            )
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


def jittered(track: Track) -> Times:
    """The beats of a track (s), moved as a beat tracker's are: by 10 ms or so, always the same."""
    times: Times = track.read("beats").times
    random = np.random.default_rng(zlib.crc32(track.name.encode()))
    room = np.diff(times, prepend=-np.inf, append=np.inf) / 4
    moved: Times = times + random.normal(0, JITTER_SECONDS, len(times)).clip(-room[:-1], room[1:])
    return moved


def _measure(card: str, item: Item) -> None:
    from lausch.audio import load_audio

    audio, path, beats, drums = item
    representation: Stack = from_card(json.loads(card))
    framewise = representation.framewise
    if framewise is not None and beats is not None and drums is not None:
        values = representation.on_beats(strokes_in(drums, framewise.clock), beats)
    else:
        samples = load_audio(audio, rate=representation.rate).samples
        if framewise is None or beats is None:
            values = representation.measure(samples)
        else:
            frames = framewise.finish(framewise.measure(samples))
            values = representation.on_beats(frames, beats)
    with replacing(path) as temporary:
        np.save(temporary, values.astype(np.float16))


def _explain(item: Item, error: BaseException) -> str:
    return f"{item[0]} cannot be measured: {error}"


def open_spectra(path: Path) -> NDArray[np.float16]:
    """A cached file as a memory map, (frames, columns)."""
    mapped: NDArray[np.float16] = np.load(path, mmap_mode="r")
    return mapped
