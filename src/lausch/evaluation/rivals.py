"""Results of other programs on the same recordings: files written by a study's script.

RIVALS/<rival>/<corpus>/<track><suffix>, or RIVALS/<rival>/<track><suffix> without a folder for the
corpus. RIVALS/versions.txt has their versions, RIVALS/seconds.csv their times.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from lausch.errors import FormatError, OptionError
from lausch.evaluation.study import Rivals


def checked(folder: Path, rivals: Rivals | None) -> None:
    """Raise OptionError if the study has no rivals, FormatError if the folder has no results."""
    if rivals is None:
        raise OptionError("this study has no rivals: leave --rivals out")
    if not any(any(path.rglob(f"*{rivals.suffix}")) for path in folders(folder)):
        raise FormatError(
            f"{folder} holds no RIVAL/CORPUS/TRACK{rivals.suffix}; --rivals is the folder of "
            f"`{rivals.script} --out`"
        )


def folders(folder: Path) -> list[Path]:
    """The folder of each rival."""
    return sorted(path for path in folder.iterdir() if path.is_dir())


def files_of(folder: Path, corpus: str, track: str, suffix: str) -> Iterator[tuple[str, Path]]:
    """(rival, file) of every rival with a result on a recording."""
    for rival in folders(folder):
        own = rival / corpus
        path = (own if own.is_dir() else rival) / f"{track}{suffix}"
        if path.is_file():
            yield rival.name, path


def versions(folder: Path) -> str:
    """The packages of the rivals, as noted by the script; "" without a note."""
    path = folder / "versions.txt"
    return ", ".join(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ""


def speeds(folder: Path) -> dict[str, float]:
    """Seconds of sound per second of time, by rival, from RIVALS/seconds.csv."""
    path = folder / "seconds.csv"
    if not path.is_file():
        return {}
    sums: dict[str, tuple[float, float]] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for name, _, seconds, sound in csv.reader(file):
            work, total = sums.get(name, (0.0, 0.0))
            sums[name] = work + float(seconds), total + float(sound)
    return {name: sound / work for name, (work, sound) in sums.items() if work > 0}
