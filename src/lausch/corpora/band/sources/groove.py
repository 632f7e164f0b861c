"""The Groove MIDI Dataset (Gillick et al., ICML 2019), read into beats: human drumming."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lausch.corpora.band.kind import Source, missing, unknown
from lausch.corpora.band.playing.stage import Row
from lausch.corpora.band.sources.strokes import drift
from lausch.corpora.splits import split_drummers
from lausch.formats.midievents import NOTE_ON, parsed

SOURCE = Source(
    "CC BY 4.0",
    "Groove MIDI Dataset (Gillick, Roberts, Engel, Eck, Bamman, ICML 2019; Google LLC)",
    split_drummers,
    folder="groove",
    address="https://magenta.tensorflow.org/datasets/groove (MIDI only)",
    megabytes=9,
)

_SHORTEST_SECONDS = 8.0
# Strokes of the electronic kit that General MIDI does not know, as their nearest relatives:
# hi-hat edges, tom rims, cymbal edges.
_GENERAL = {22: 42, 26: 46, 58: 43, 55: 49, 52: 57}
# Takes whose strokes contradict their click: bass drum and snare stand rotated against beat one,
# the strokes scatter by more than 55 ms around the beats, or half of the beats are empty. Found
# by counting strokes per sixteenth of the bar over all takes.
_ASTRAY = frozenset(
    {
        "drummer2/session1/1", "drummer2/session3/1", "drummer5/session2/13",
        "drummer5/session2/14", "drummer6/session3/1", "drummer6/session3/4",
        "drummer6/session3/5", "drummer7/session1/1", "drummer7/session1/9",
        "drummer7/session2/102", "drummer8/session1/14", "drummer8/session2/32",
        "drummer8/session2/39", "drummer1/session2/110", "drummer2/session2/2",
        "drummer7/session1/38", "drummer7/session1/39", "drummer2/session2/4",
        "drummer2/session2/6", "drummer2/session2/7", "drummer2/session2/8",
        "drummer3/session1/14", "drummer3/session1/22", "drummer5/session2/15",
        "drummer5/session2/22", "drummer5/session2/23", "drummer6/session1/1",
        "drummer6/session1/2", "drummer6/session1/3", "drummer6/session1/4",
        "drummer6/session1/5",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Listing:
    """A line of the data set's table."""

    id: str
    drummer: str
    style: str
    bpm: float
    fill: bool
    numerator: int
    denominator: int
    seconds: float
    path: Path


@dataclass(frozen=True)
class Take:
    """A take; coordinates count quarter notes of the click, already freed of the drummer's drift.

    `rows` are the strokes, `off_beat` the mean place of eighths inside the beat (.5 straight,
    .67 triplets).
    """

    listing: Listing
    rows: tuple[Row, ...]
    quarters: float
    off_beat: float


@lru_cache(maxsize=2)
def listings(data: Path) -> dict[str, Listing]:
    """All takes by title; raises CorpusError without `data`/groove/info.csv."""
    path = data / "groove" / "info.csv"
    if not path.is_file():
        raise missing("drums", path, "groove/ (the Groove MIDI Dataset with its info.csv)")
    takes: dict[str, Listing] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            numerator, _, denominator = row["time_signature"].partition("-")
            title = row["id"].replace("/", "-")
            takes[title] = Listing(
                row["id"], row["drummer"], row["style"], float(row["bpm"]),
                row["beat_type"] == "fill", int(numerator), int(denominator),
                float(row["duration"]), path.parent / row["midi_filename"],
            )  # fmt: skip
    return takes


def take_titles(data: Path) -> list[str]:
    """Titles of the takes long enough to carry a piece."""
    return sorted(
        title
        for title, listing in listings(data).items()
        if not listing.fill and listing.seconds >= _SHORTEST_SECONDS and listing.id not in _ASTRAY
    )


def _strokes(path: Path) -> NDArray[np.float64]:
    midi = parsed(path.read_bytes(), path.name)
    rows = [
        (tick / midi.ticks_per_beat, _GENERAL.get(key, key), velocity)
        for track in midi.tracks
        for tick, status, key, velocity in track.events
        if status & 0xF0 == NOTE_ON and velocity > 0
    ]
    return np.array(sorted(rows), dtype=np.float64).reshape(-1, 3)


@lru_cache(maxsize=256)
def read_take(data: Path, title: str) -> Take:
    """One take; raises CorpusError when the title or its MIDI file is missing."""
    listing = listings(data).get(title)
    if listing is None or not listing.path.is_file():
        raise unknown("take", title, data / "groove")
    strokes = _strokes(listing.path)
    at = strokes[:, 0] - drift(strokes[:, 0])
    rows = tuple(
        (float(beat), 0.2, int(key), int(velocity))
        for beat, (_, key, velocity) in zip(at, strokes, strict=True)
    )
    return Take(listing, rows, float(at[-1]) if len(at) else 0.0, _off_beat(at))


def _off_beat(at: NDArray[np.float64]) -> float:
    """Where off-beat eighths fall, .5 when straight.

    A shuffle's strokes gather between .55 and .78 of the beat and leave its quarters alone.
    """
    phase = at % 1.0
    late = phase[(phase > 0.44) & (phase < 0.8)]
    swung = late[(late > 0.55) & (late < 0.72)]
    quarters = ((np.abs(phase - 0.25) < 0.04) | (np.abs(phase - 0.75) < 0.04)).sum()
    if len(swung) < 8 or len(swung) < 0.5 * len(late) or quarters > 0.8 * len(swung):
        return 0.5
    return float(np.median(swung))
