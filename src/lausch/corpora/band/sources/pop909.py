"""The POP909 songs (Wang et al., ISMIR 2020), read into beats: melody, second line, chords."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from lausch.corpora.band.kind import Source, missing, unknown
from lausch.corpora.band.playing.harmony import Key
from lausch.corpora.band.playing.pulse import Pulse
from lausch.corpora.band.playing.stage import Row
from lausch.corpora.band.sources.chord import Chord, pitch_class, read_harte
from lausch.corpora.band.sources.strokes import drift, strokes
from lausch.corpora.band.writing.layout import Marks
from lausch.corpora.band.writing.song import Song
from lausch.corpora.splits import split_songs
from lausch.errors import CorpusError
from lausch.formats.midievents import parsed
from lausch.formats.midifile import TempoMap

SOURCE = Source(
    "MIT",
    "POP909 (Wang, Chen, Jiang, Zhang, Xu, Dai, Bin, Xia, ISMIR 2020)",
    partial(split_songs, salt="pop/"),
    folder="pop909",
    address="https://github.com/music-x-lab/POP909-Dataset, with the structure of https://github.com/Dsqvival/hierarchical-structure-analysis",
    megabytes=54,
)

_STRUCTURE = Path("pop909") / "structure_aligned.jsonl.gz"


@lru_cache(maxsize=4)
def _structure(data: Path) -> dict[str, str]:
    path = data / _STRUCTURE
    if not path.is_file():
        holds = "pop909/ with its MIDI files, chords and structure_aligned.jsonl.gz"
        raise missing("pop", path, holds)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        # Only the identity is read here: parsing all beats would cost every process a second.
        return {f"{int(line[7 : line.index(',')]):03d}": line for line in lines}


def song_titles(data: Path) -> list[str]:
    """The three-digit numbers of all songs whose beats are known."""
    return sorted(_structure(data))


def _tracks(path: Path, pulse: Pulse) -> dict[str, list[Row]]:
    """Each track's notes in beats, freed of the distance between the playing and the beats.

    In a third of the songs the players stand some 20 ms or more beside the beats that were
    found for them; what is rendered must be played where its label says.
    """
    midi = parsed(path.read_bytes(), path.name)
    clock = TempoMap(midi, midi.tracks)
    notes = [(stroke, track.title) for track in midi.tracks for stroke in strokes(track)]
    if not notes:
        return {}
    notes.sort(key=lambda note: note[0].begin)
    start = pulse.coordinates(clock.seconds([stroke.begin for stroke, _ in notes]))
    stop = pulse.coordinates(clock.seconds([stroke.end for stroke, _ in notes]))
    away = drift(start)
    tracks: dict[str, list[Row]] = {}
    for (stroke, name), at, size in zip(notes, start - away, stop - start, strict=True):
        tracks.setdefault(name, []).append(
            (float(at), float(max(0.1, size)), stroke.pitch, stroke.velocity)
        )
    return tracks


def _entry(data: Path, title: str) -> tuple[dict[str, Any], Pulse]:
    """What is known of a song's structure, and its beats from the first downbeat."""
    lines = _structure(data)
    if title not in lines:
        raise unknown("song", title, data / "pop909")
    entry = json.loads(lines[title])
    times = np.array(entry["beats"], dtype=np.float64)
    times = times[np.concatenate([[True], np.diff(times) > 0.05])][entry["first_downbeat"] % 4 :]
    return entry, Pulse(times, np.arange(len(times), dtype=np.int64) % 4 + 1)


@lru_cache(maxsize=64)
def read_phrases(data: Path, title: str) -> tuple[Marks, Marks]:
    """(bar, label) of the phrases of `title` as each of the two annotators has them.

    Bars count from the song's first downbeat; the last mark is ("end") the bar after the last.
    Raises CorpusError when the song is missing.
    """
    entry, pulse = _entry(data, title)

    def marks(name: str) -> Marks:
        rows = [(float(pulse.coordinates(row[0])), str(row[1])) for row in entry.get(name, ())]
        return tuple((max(0, round(at / 4)), label) for at, label in rows)

    return marks("sections"), marks("sections2")


@lru_cache(maxsize=64)
def read_song(data: Path, title: str) -> Song:
    """Song `title` (three digits); raises CorpusError when one of its files is missing."""
    _, pulse = _entry(data, title)
    folder = data / "pop909" / title
    midi_path, chord_path = folder / f"{title}.mid", folder / "chord_midi.txt"
    if not midi_path.is_file() or not chord_path.is_file():
        raise CorpusError(
            f"song {title!r} is not complete in {folder}: it needs {title}.mid and "
            "chord_midi.txt; was the download cut short?"
        )
    tracks = _tracks(midi_path, pulse)
    chords: list[Chord | None] = [None] * len(pulse)
    for line in chord_path.read_text(encoding="utf-8").splitlines():
        begin, end, symbol = line.split("\t")
        lo, hi = np.round(pulse.coordinates([float(begin), float(end)])).astype(int)
        for beat in range(max(0, lo), min(len(chords), hi)):
            chords[beat] = read_harte(symbol)
    sections, _ = read_phrases(data, title)
    return Song(
        pulse,
        tuple(tracks.get("MELODY", ())),
        tuple(tracks.get("BRIDGE", ())),
        tuple(tracks.get("PIANO", ())),
        tuple(chords),
        tuple(mark for mark in sections if mark[1] != "end"),
        keys=(_key(folder),) * len(pulse),
    )


def _key(folder: Path) -> Key | None:
    """The key of a song that stays in one; None where it changes or is not known."""
    path = folder / "key_audio.txt"
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    labels = {line.split("\t")[2].strip() for line in lines if line.count("\t") == 2}
    if len(labels) != 1:
        return None
    tonic, mode = pitch_class(labels.pop())
    return Key(tonic, mode == ":min")
