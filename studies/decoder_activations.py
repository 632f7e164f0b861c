"""Activations with human beats, for scores of a decoder on real music without the sound."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from lausch.annotation import Beats
from lausch.errors import CorpusError, LauschError
from lausch.formats import read
from lausch.frames import Clock, Frames


@dataclass(frozen=True)
class Judged:
    """A track: the activations of a network, and the annotated beats."""

    name: str
    activations: Frames
    reference: Beats

    @property
    def chosen_on(self) -> bool:
        """Whether the track is in the half for choosing settings, by a checksum of its name."""
        return crc32(self.name.encode()) % 2 == 0


def open_activations(folder: Path, clock: Clock) -> dict[str, list[Judged]]:
    """All tracks of a folder, by data set.

    The folder has SET.npz, with an array (frames,) for each track, and SET_beats/TRACK.beats.
    Raises CorpusError when arrays or annotations are missing or invalid.
    """
    archives = sorted(folder.glob("*.npz"))
    if not archives:
        raise CorpusError(
            f"{folder} holds no activations; expected are SET.npz with an array for each track, "
            "and SET_beats/TRACK.beats"
        )
    return {archive.stem: _open(archive, clock) for archive in archives}


def _open(archive: Path, clock: Clock) -> list[Judged]:
    tracks = []
    try:
        with np.load(archive, allow_pickle=False) as arrays:
            for name in sorted(arrays.files):
                values = np.asarray(arrays[name], dtype=np.float32)
                beats = read(archive.parent / f"{archive.stem}_beats" / f"{name}.beats").beats
                frames = Frames(values.reshape(-1, 1), clock, ("beat",))
                tracks.append(Judged(name, frames, beats or Beats()))
    except (OSError, ValueError, zipfile.BadZipFile, LauschError) as error:
        raise CorpusError(f"{archive}: {error}") from error
    if not tracks:
        raise CorpusError(f"{archive} holds no arrays")
    return tracks
