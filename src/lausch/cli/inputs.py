"""The recordings that a command line names: files, and recordings in folders."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lausch.files import printable

COMMON = (".wav", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".aif", ".aiff", ".caf", ".m4a")
RARE = (".aifc", ".au", ".w64", ".rf64", ".mp2", ".aac", ".wma", ".ape", ".wv", ".ac3", ".m4b")
FILMS = (".mp4", ".webm", ".mka", ".mkv", ".mov")
SUFFIXES = frozenset({*COMMON, *RARE, *FILMS})


@dataclass(frozen=True)
class Input:
    """One recording.

    `below` is its path relative to the folder `root` of the command line; for a file its name and
    its own folder.
    """

    path: Path
    below: Path
    root: Path


def find(paths: Iterable[Path], *, without: Iterable[Path] = ()) -> tuple[list[Input], list[str]]:
    """Recordings in the order given, each once, and messages about unreadable folders.

    Folders are searched to any depth, in the order of names. Links to folders are not followed, and
    hidden files are left out. Files are taken whatever their suffix. The folders `without` are left
    out.
    """
    recordings: dict[str, Input] = {}
    problems: list[str] = []
    left_out = {identity(folder) for folder in without}
    for path in paths:
        if not path.is_dir():
            recordings.setdefault(identity(path), Input(path, Path(path.name), path.parent))
            continue
        count = 0
        for recording in _search(path, left_out, problems):
            count += 1
            entry = Input(recording, recording.relative_to(path), path)
            recordings.setdefault(identity(recording), entry)
        if count == 0:
            problems.append(
                f"{printable(path)}: no recordings in this folder (it was searched for .wav, "
                ".flac, .mp3, .ogg and the like)"
            )
    return list(recordings.values()), problems


def _search(folder: Path, left_out: set[str], problems: list[str]) -> Iterable[Path]:
    def refused(error: OSError) -> None:
        problems.append(f"{printable(error.filename)}: cannot be searched: {error.strerror}")

    for name, folders, names in os.walk(folder, onerror=refused):
        place = Path(name)
        folders[:] = sorted(
            each
            for each in folders
            if not each.startswith(".") and identity(place / each) not in left_out
        )
        for each in sorted(names):
            path = place / each
            if not each.startswith(".") and path.suffix.lower() in SUFFIXES:
                yield path


def identity(path: Path) -> str:
    """One text for all spellings of one path; links are not followed."""
    return os.path.normcase(os.path.normpath(path.absolute()))
