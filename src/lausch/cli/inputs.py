"""The recordings that a command line names: files, and recordings in folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lausch import stores
from lausch.errors import LauschError
from lausch.files import absolute, is_address, printable

COMMON = (".wav", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".aif", ".aiff", ".caf", ".m4a")
RARE = (".aifc", ".au", ".w64", ".rf64", ".mp2", ".aac", ".wma", ".ape", ".wv", ".ac3", ".m4b")
FILMS = (".mp4", ".webm", ".mka", ".mkv", ".mov")
SUFFIXES = frozenset({*COMMON, *RARE, *FILMS})
LISTS = frozenset({".txt", ".lst", ".m3u", ".m3u8"})
"""Of files with the path of a recording, or of a folder, on each line."""


@dataclass(frozen=True)
class Input:
    """One recording, and its place in a mirrored tree."""

    path: Path
    below: Path


def find(paths: Iterable[Path], *, without: Iterable[Path] = ()) -> tuple[list[Input], list[str]]:
    """Recordings in the order given, each once, and messages about unreadable folders.

    Folders are searched to any depth, in the order of names. Links to folders are not followed, and
    hidden files are left out. Files are taken whatever their suffix, but of `LISTS` each line is.
    The folders `without` are left out.
    """
    recordings: dict[str, Input] = {}
    problems: list[str] = []
    left_out = {identity(folder) for folder in without}
    for path in _unlisted(paths, problems):
        if is_address(path):
            recordings |= _elsewhere(path, problems)
            continue
        if not path.is_dir():
            recordings.setdefault(identity(path), Input(path, mirrored(path)))
            continue
        count = 0
        for recording in _search(path, left_out, problems):
            count += 1
            recordings.setdefault(identity(recording), Input(recording, mirrored(recording)))
        if count == 0:
            problems.append(
                f"{printable(path)}: no recordings in this folder (it was searched for .wav, "
                ".flac, .mp3, .ogg and the like)"
            )
    return list(recordings.values()), problems


def _elsewhere(path: Path, problems: list[str]) -> dict[str, Input]:
    """The recording at an address, or all that are below it."""
    try:
        if not stores.is_folder(path):
            return {identity(path): Input(path, mirrored(path))}
        below = [
            each
            for each in stores.listed(path)
            if each.suffix.lower() in SUFFIXES
            and not any(part.startswith(".") for part in each.relative_to(path).parts)
        ]
    except LauschError as error:
        problems.append(str(error))
        return {}
    if not below:
        problems.append(f"{printable(path)}: no recordings below this address")
    return {identity(each): Input(each, mirrored(each)) for each in below}


def is_list(path: Path) -> bool:
    """Whether a file names recordings, and is none: sound has bytes that no text has."""
    if path.suffix.lower() not in LISTS or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return b"\0" not in file.read(4096)
    except OSError:  # it is said when it is read
        return True


def _unlisted(paths: Iterable[Path], problems: list[str]) -> Iterator[Path]:
    """Paths, and instead of a list those that it names, from its own folder."""
    for path in paths:
        if not is_list(path):
            yield path
            continue
        try:
            text = path.read_text(encoding="utf-8-sig", errors="surrogateescape")
        except OSError as error:
            problems.append(f"{printable(path)}: cannot be read: {error.strerror}")
            continue
        lines = [line.strip() for line in text.splitlines()]
        named = [line for line in lines if line and not line.startswith("#")]
        if not named:
            problems.append(f"{printable(path)}: this list names no recordings")
        for line in named:
            if is_address(line):
                yield Path(line)
                continue
            if (reason := _unusable(path.parent / line, line)) is None:
                yield path.parent / line
            else:
                problems.append(f"{printable(path)}: {printable(line[:200])}: {reason}")


def _unusable(path: Path, line: str) -> str | None:
    """Why a line of a list can be no recording; of one that is missing others say so."""
    try:
        path.lstat()
    except FileNotFoundError:
        if not Path(line).exists():
            return None
        return "not there: paths in a list begin at its folder, and this one at the current folder"
    except OSError as error:
        return error.strerror
    except ValueError as error:
        return str(error)
    return None


def mirrored(path: Path) -> Path:
    """The path from the current folder, or from the root of the disk for what is not below it.

    So it does not depend on which of the folders above a recording was named. That of an address
    begins after its scheme.
    """
    if is_address(path):
        return Path(*path.parts[1:])
    whole = absolute(path)
    here = Path.cwd()
    return whole.relative_to(here if whole.is_relative_to(here) else whole.anchor)


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
    return os.path.normcase(absolute(path))
