"""The paths of results: none overwrites the result of another recording."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from lausch.cli.inputs import SUFFIXES, Input, identity
from lausch.errors import OptionError
from lausch.files import printable


def to_stdout(content: str | bytes) -> None:
    """Print the content of a file as it is; on a terminal its control characters are escaped."""
    if isinstance(content, str) and sys.stdout.isatty():
        rows = (map(printable, line.split("\t")) for line in content.split("\n"))
        content = "\n".join(map("\t".join, rows))
    click.echo(content, nl=False)


def place(
    inputs: Sequence[Input], folder: Path | None, suffixes: Sequence[str]
) -> list[list[Path]]:
    """For each recording, one path for each suffix: next to it, or in a mirrored tree.

    `song.mp3` becomes `song.beats`. Where its folder holds another recording of that stem, such as
    `song.wav`, both keep their suffixes: `song.mp3.beats` and `song.wav.beats`. That depends only
    on the folder, so a later run never overwrites the result of an earlier one.

    `folder` is the root of the mirrored tree, None for next to each recording. Raises OptionError
    when two recordings would still share a file.
    """
    targets: list[list[Path]] = []
    owners: dict[str, Input] = {}
    siblings: dict[Path, dict[str, int]] = {}
    for entry in inputs:
        here = entry.path.parent
        if here not in siblings:
            siblings[here] = _stems(here)
        name = entry.below.name
        alone = siblings[here].get(os.path.normcase(entry.path.stem), 1) <= 1
        stem = entry.path.stem if alone and entry.path.suffix.lower() in SUFFIXES else name
        base = here if folder is None else folder / entry.below.parent
        paths = [base / f"{stem}{suffix}" for suffix in suffixes]
        for path in paths:
            other = owners.setdefault(identity(path), entry)
            if other is not entry:
                raise OptionError(
                    f"{printable(other.path)} and {printable(entry.path)} would both be written "
                    f"to {printable(path)}; rename one, or run them apart, each with an -o of "
                    "its own"
                )
        targets.append(paths)
    return targets


def _stems(folder: Path) -> dict[str, int]:
    """The number of recordings in a folder with each stem."""
    counts: dict[str, int] = {}
    try:
        paths = list(folder.iterdir())
    except OSError:  # the recording itself will say what is wrong
        return counts
    for path in paths:
        if path.suffix.lower() in SUFFIXES and not path.name.startswith("."):
            key = os.path.normcase(path.stem)
            counts[key] = counts.get(key, 0) + 1
    return counts


def spare(paths: Sequence[Path], inputs: Sequence[Input]) -> None:
    """Raise OptionError if a result would overwrite one of the recordings."""
    recordings = {os.path.realpath(entry.path) for entry in inputs}
    for path in paths:
        if os.path.realpath(path) in recordings:
            raise OptionError(f"{printable(path)} is an input; it would be overwritten")
