"""The Weimar Jazz Database (Pfleiderer et al., 2017), read into beats: solo, bass, chords, form."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lausch.corpora.band.kind import Source, missing, unknown
from lausch.corpora.band.playing.harmony import Key
from lausch.corpora.band.playing.pulse import Pulse
from lausch.corpora.band.sources.chord import Chord, pitch_class, read_jazz
from lausch.corpora.splits import split_solos

SOURCE = Source(
    "ODbL database in an MIT package",
    "Weimar Jazz Database (Pfleiderer, Frieler, Zaddach, Abeßer; Jazzomat Research Project)",
    split_solos,
    folder="wjd",
    address="https://jazzomat.hfm-weimar.de (tables notes, beats and meta as .csv.gz)",
    megabytes=4,
)

Line = dict[str, str]
"""A line of a table, by column."""

# A pause between beats longer than this many beats is a stretch the annotators left out.
_GAP_BEATS = 1.6


@dataclass(frozen=True)
class Solo:
    """One solo; all coordinates count beats of `pulse`.

    `notes` has the columns beat, length in beats, pitch; `bass` the annotated pitch per beat or
    0; `phrases` the beats on which a part of the form begins, `choruses` those of a new chorus.
    """

    performer: str
    title: str
    instrument: str
    feel: str
    pulse: Pulse
    notes: NDArray[np.float64]
    bass: NDArray[np.int64]
    chords: tuple[Chord | None, ...]
    phrases: tuple[int, ...]
    choruses: tuple[int, ...]
    key: Key | None = None


def table_rows(data: Path, name: str) -> Iterator[Line]:
    path = data / "wjd" / f"{name}.csv.gz"
    if not path.is_file():
        raise missing("jazz", path, "wjd/ with notes.csv.gz, beats.csv.gz and meta.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@lru_cache(maxsize=2)
def solo_titles(data: Path) -> tuple[str, ...]:
    """The numbers of all solos whose metre is known (six are noted without bars)."""
    metre = {row["melid"]: row["period"] for row in table_rows(data, "beats")}
    return tuple(
        f"{number:03d}"
        for number in sorted(int(key) for key, beats in metre.items() if beats != "1")
    )


@lru_cache(maxsize=2)
def every_title(data: Path) -> tuple[str, ...]:
    """The numbers of all solos, also of those noted without bars."""
    return tuple(
        f"{number:03d}" for number in sorted(int(row["melid"]) for row in table_rows(data, "meta"))
    )


@lru_cache(maxsize=2)
def _tables(
    data: Path,
) -> tuple[dict[str, Line], dict[str, list[Line]], dict[str, list[list[float]]]]:
    """By number: what is known of each solo, its beats, and its notes (s, s, MIDI pitch)."""
    meta = {row["melid"]: row for row in table_rows(data, "meta")}
    beats: dict[str, list[Line]] = {}
    for row in table_rows(data, "beats"):
        beats.setdefault(row["melid"], []).append(row)
    notes: dict[str, list[list[float]]] = {}
    for row in table_rows(data, "notes"):
        note = [float(row["onset"]), float(row["dur"]), float(row["pitch"])]
        notes.setdefault(row["melid"], []).append(note)
    return meta, beats, notes


@lru_cache(maxsize=512)
def read_solo(data: Path, title: str) -> tuple[Solo, ...]:
    """Solo `title` as its stretches without gaps in the beats, longest first.

    Raises CorpusError when the database lacks the solo, or its tables are missing.
    """
    meta, all_beats, all_notes = _tables(data)
    key = str(int(title)) if title.isdigit() else title
    if key not in all_beats or key not in meta:
        raise unknown("solo", title, data / "wjd")
    rows = all_beats[key]
    steps = np.diff([float(row["onset"]) for row in rows])
    typical = float(np.median(steps))
    breaks = np.flatnonzero((steps > _GAP_BEATS * typical) | (steps < 0.4 * typical)) + 1
    edges = [0, *[int(edge) for edge in breaks], len(rows)]
    notes = np.array(all_notes.get(key, []), dtype=np.float64).reshape(-1, 3)
    stretches: list[Solo] = []
    for first, last in sorted(pairwise(edges), key=lambda e: e[0] - e[1]):
        if last - first >= 16 or not stretches:
            stretches.append(_stretch(meta[key], rows[first:last], notes))
    return tuple(stretches)


def _stretch(meta: Line, rows: list[Line], notes: NDArray[np.float64]) -> Solo:
    positions = np.array([int(row["beat"]) for row in rows], dtype=np.int64)
    pulse = Pulse(np.array([float(row["onset"]) for row in rows]), positions)
    begin = pulse.coordinates(notes[:, 0])
    end = pulse.coordinates(notes[:, 0] + notes[:, 1])
    inside = (begin > -1.0) & (begin < len(rows))

    def changes(name: str) -> tuple[int, ...]:
        return tuple(i for i in range(1, len(rows)) if rows[i][name] != rows[i - 1][name])

    return Solo(
        performer=meta["performer"],
        title=meta["title"],
        instrument=meta["instrument"],
        feel=meta["rhythmfeel"],
        pulse=pulse,
        notes=np.stack([begin, end - begin, notes[:, 2]], axis=1)[inside],
        bass=np.array([int(float(row["bass"] or 0)) for row in rows], dtype=np.int64),
        chords=tuple(read_jazz(row["chord"]) for row in rows),
        phrases=changes("form"),
        choruses=changes("chorus_id"),
        key=_key(meta.get("key", "")),
    )


_MINOR = {"maj": False, "blues": False, "mix": False, "min": True, "dor": True}
"""Modes of the database: a blues counts as major."""


def _key(symbol: str) -> Key | None:
    """The key of a piece ("Bb-maj"); None for what is neither major nor minor."""
    name, _, mode = symbol.partition("-")
    return Key(pitch_class(name)[0], _MINOR[mode]) if mode in _MINOR else None
