"""The solo line as other programs found it: CSV files that `studies/rivals/solo.py` wrote.

RIVALS/<rival>/<corpus>/<track>.csv, or RIVALS/<rival>/<track>.csv where no folder is named after
the corpus, holds `seconds,hz` lines; below 0 Hz is a guess in silence, 0 none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lausch.annotation import Contour
from lausch.corpora.corpus import Corpus
from lausch.errors import FormatError
from lausch.evaluation.lines import Followed, measure_line

LINE_SETTINGS = {
    "melodia": "essentia PredominantPitchMelodia at 44.1 kHz after EqualLoudness, frames of 2048, "
    "hop 128, guessUnvoiced, other settings default",
    "basic-pitch": "the ICASSP 2022 model; strongest contour bin of each frame, voiced where the "
    "strongest note reaches 0.3",
}
"""How `studies/rivals/solo.py` runs each."""


@dataclass(frozen=True)
class LineRival:
    """A folder of f0 files, one for each recording that was tried."""

    name: str
    folder: Path

    def contour(self, corpus: str, track: str) -> Contour | None:
        """What it found in a recording; None when it was not tried.

        Raises
        ------
        FormatError : the file holds something else.
        """
        own = self.folder / corpus
        path = (own if own.is_dir() else self.folder) / f"{track}.csv"
        if not path.is_file():
            return None
        try:
            with path.open(newline="", encoding="utf-8") as file:
                rows = [(float(time), float(hz)) for time, hz in csv.reader(file)]
        except ValueError as error:
            raise FormatError(f"{path} should hold `seconds,hz` lines: {error}") from error
        table = np.array(rows).reshape(-1, 2)
        return Contour(table[:, 0], np.abs(table[:, 1]), table[:, 1] > 0)


def open_line_rivals(folder: Path) -> list[LineRival]:
    """One rival for each folder in `folder`.

    Raises
    ------
    FormatError : there is none.
    """
    found = [
        LineRival(path.name, path)
        for path in sorted(folder.iterdir())
        if path.is_dir() and any(path.rglob("*.csv"))
    ]
    if not found:
        raise FormatError(
            f"{folder} holds no RIVAL/CORPUS/TRACK.csv; it is what `studies/rivals/solo.py "
            "--out` was given"
        )
    return found


def measure_line_rivals(rivals: Sequence[LineRival], corpora: Iterable[Corpus]) -> list[Followed]:
    """Score every rival on the test tracks with an annotated line that it was tried on."""
    rows = []
    for corpus in corpora:
        for track in corpus.split("test"):
            if not track.has("contour"):
                continue
            found = [(rival.name, rival.contour(corpus.name, track.name)) for rival in rivals]
            reference = (
                track.read("contour") if any(line is not None for _, line in found) else None
            )
            for name, line in found:
                if line is not None and reference is not None:
                    rows.append(measure_line(name, corpus.name, track, reference, line))
    return rows


def speeds(folder: Path) -> dict[str, float]:
    """Seconds of sound for each second of work, by rival, from RIVALS/seconds.csv."""
    path = folder / "seconds.csv"
    if not path.is_file():
        return {}
    took: dict[str, list[float]] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for name, _, seconds, sound in csv.reader(file):
            both = took.setdefault(name, [0.0, 0.0])
            both[0] += float(seconds)
            both[1] += float(sound)
    return {name: sound / seconds for name, (seconds, sound) in took.items() if seconds > 0}
