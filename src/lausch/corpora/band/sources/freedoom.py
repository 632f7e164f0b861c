"""Freedoom's music (BSD): multi-track MIDI with true metre changes, read into beats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lausch.corpora.band.kind import Source, missing, unknown
from lausch.corpora.band.playing.pulse import Pulse
from lausch.corpora.band.playing.stage import Row
from lausch.corpora.band.sources.strokes import Stroke, strokes
from lausch.corpora.splits import split_songs
from lausch.formats.midievents import PROGRAM, parsed
from lausch.formats.midifile import DRUMS, TempoMap

SOURCE = Source(
    "BSD-3-Clause",
    "the contributors to the Freedoom project",
    partial(split_songs, salt="bands/"),
    folder="freedoom",
    address="https://github.com/freedoom/freedoom (musics/)",
    megabytes=5,
)

# Shorter ones are title jingles, and dummy.mid is a placeholder.
_SHORTEST_BYTES = 4000
# Pieces whose notes do not follow the written grid (under 80 % of onsets near a twelfth of a
# beat), or whose snare contradicts the written metre in a way no simple rule mends.
_ASTRAY = frozenset({"d_map19", "d_read_m", "d_e4m3", "d_e2m7", "d_victor"})
# Numbers of eighths or sixteenths per bar that group in threes are felt as dotted beats.
_COMPOUND = (6, 9, 12)


@dataclass(frozen=True)
class Channel:
    """One channel's notes in beats."""

    program: int
    drums: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Piece:
    """A piece as it is felt: see `_felt`."""

    pulse: Pulse
    channels: tuple[Channel, ...]


def piece_titles(data: Path) -> list[str]:
    """File names without suffix; raises CorpusError when there is no MIDI file."""
    folder = data / "freedoom" / "musics"
    paths = sorted(folder.glob("*.mid")) if folder.is_dir() else []
    if not paths:
        holds = "freedoom/ (the Freedoom project's sources)"
        raise missing("bands", f"{folder}/*.mid", holds)
    return [
        path.stem
        for path in paths
        if path.stat().st_size >= _SHORTEST_BYTES and path.stem not in _ASTRAY
    ]


def _bar(numerator: int, denominator: int) -> tuple[int, float]:
    """Beats in a bar, and a beat's length in quarters.

    6/8, 9/8 and 12/8 are counted in dotted quarters, 3/8 in one eighth each like 3/4, other
    metres in eighths (5/8, 7/8) in eighths; sixteenth metres likewise in their own unit.
    """
    unit = 4.0 / denominator
    if denominator >= 8 and numerator in _COMPOUND:
        return numerator // 3, 3 * unit
    if denominator == 2:
        return numerator * 2, 1.0
    return numerator, unit


def _grid(
    signatures: list[tuple[int, int, int]], end: float, per_quarter: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Beats in quarters and their numbers, from metre changes (tick, numerator, denominator)."""
    beats: list[float] = []
    numbers: list[int] = []
    for index, (tick, numerator, denominator) in enumerate(signatures):
        at = tick / per_quarter
        stop = signatures[index + 1][0] / per_quarter if index + 1 < len(signatures) else end
        count, unit = _bar(numerator, denominator)
        number = 0
        while at < stop - 0.05:
            beats.append(at)
            numbers.append(number % count + 1)
            number += 1
            at += unit
    return np.array(beats), np.array(numbers, dtype=np.int64)


@lru_cache(maxsize=128)
def read_piece(data: Path, title: str) -> Piece:
    """One piece; raises CorpusError when it is missing."""
    path = data / "freedoom" / "musics" / f"{title}.mid"
    if not path.is_file():
        raise unknown("piece", title, path.parent)
    midi = parsed(path.read_bytes(), path.name)
    signatures: dict[int, tuple[int, int]] = {0: (4, 4)}
    notes: dict[int, list[Stroke]] = {}
    programs: dict[int, int] = {}
    for track in midi.tracks:
        signatures |= track.metres
        for _, status, program, _ in track.events:
            if status & 0xF0 == PROGRAM:
                programs.setdefault(status & 0x0F, program)
        for stroke in strokes(track):
            notes.setdefault(stroke.channel, []).append(stroke)
    quarter = midi.ticks_per_beat
    end = max((note.end for each in notes.values() for note in each), default=0) / quarter
    beats, numbers = _grid([(t, *s) for t, s in sorted(signatures.items())], end, quarter)
    seconds = TempoMap(midi, midi.tracks).seconds(beats * quarter)
    channels = []
    index = Pulse(beats, numbers)
    for number, own in sorted(notes.items()):
        begin = index.coordinates(np.array([note.begin for note in own]) / quarter)
        stop = index.coordinates(np.array([note.end for note in own]) / quarter)
        rows = tuple(
            (float(a), float(max(0.05, b - a)), note.pitch, note.velocity)
            for a, b, note in zip(begin, stop, own, strict=True)
        )
        channels.append(Channel(programs.get(number, 0), number == DRUMS, rows))
    return _felt(Piece(Pulse(seconds, numbers), tuple(channels)))


def _felt(piece: Piece) -> Piece:
    """The piece counted as people tap it, which the snare shows where it is written otherwise.

    In 4/4: a snare on the off-beats of a tempo under 108 bpm is a back-beat at twice the tempo
    (thrash written slowly); a snare on three above 185 bpm is a back-beat at half the tempo. In
    3/4: a snare half-way through the bar is six-eight in two.
    """
    metre = int(piece.pulse.positions.max())
    snare = np.array(
        [row[0] for each in piece.channels if each.drums for row in each.rows if row[2] in (38, 40)]
    )
    snare = snare[(snare >= 0) & (snare < len(piece.pulse) - 1)]
    if len(snare) < 32 or metre not in (3, 4) or (piece.pulse.positions == 1).sum() < 2:
        return piece
    place = piece.pulse.positions[(snare + 0.1).astype(int)] - 1 + (snare + 0.1) % 1.0 - 0.1
    if metre == 4:
        off = float((np.abs(place % 1.0 - 0.5) < 0.1).mean())
        third = float((np.abs(place - 2.0) < 0.1).mean())
        if off > 0.5 and piece.pulse.bpm < 108:
            return _recounted(piece, 2.0, 4)
        if third > 0.5 and piece.pulse.bpm > 185:
            return _recounted(piece, 0.5, 4)
    elif float((np.abs(place - 1.5) < 0.1).mean()) > 0.55:
        return _recounted(piece, 2 / 3, 2)
    return piece


def _recounted(piece: Piece, rate: float, beats: int) -> Piece:
    """The same music with `rate` new beats per old one, in bars of `beats`."""
    first = piece.pulse.bar_starts()[0]
    count = int((len(piece.pulse) - 1 - first) * rate) + 1
    times = piece.pulse.seconds(first + np.arange(count) / rate)
    numbers = np.arange(count, dtype=np.int64) % beats + 1

    def recounted(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(((at - first) * rate, size * rate, key, loud) for at, size, key, loud in rows)

    channels = tuple(replace(each, rows=recounted(each.rows)) for each in piece.channels)
    return Piece(Pulse(times, numbers), channels)
