"""What files of chords, keys, tags and grids hold of small songs, and what is read back of them.

Long files are held by their digests: many songs are written, and a change of any byte is seen.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest
from goldens import Cases, check, noise, tried

from lausch import formats
from lausch.annotation import BassLine, Beats, Chords, Form, Key, Notes, Sections, Tags
from lausch.annotation.analysis import Analysis
from lausch.annotation.vocabulary import CLASSES
from lausch.audio import Provenance
from lausch.formats import chordsymbols, midichords, notation, observations, rekordbox
from lausch.formats.rekordboxgrid import stretches
from lausch.frames import Clock, Frames

EDGES = np.array([0.5, 1.5, 2.4, 3.6, 5.0, 5.5, 6.6, 8.0])
LABELS = ["F:maj7", "C:min7/b3", "A#:7", "A:hdim7", "N", "X", "Bb:sus4(b7)"]
CHORDS = Chords(np.stack([EDGES[:-1], EDGES[1:]], 1), LABELS, np.linspace(0, 1, 7))
KEY = Key("F:maj", 0.8, [(0.5, 4.1), (4.1, 8.0)], ["F:maj", "D:min"], [0.81234, 0.5])
PLAYS = Frames(np.float32(noise(91, 12, 2) ** 2), Clock(4, 1), ("piano", "drums"))
TAGS = Tags(("piano", "drums", "bebop"), [0.9, 0.12345, 0.5], PLAYS)
BEATS = Beats(0.5 + 0.5 * np.arange(16), np.arange(16) % 4 + 1)
FORM = Form(Sections([0, 2.5, 8], ["A & B", "ü"]))
ORIGIN = Provenance("/a b/ü.mp3", "", "", "", 44100, 352800, 2, 22050, "", 0.0, "")
SONG = Analysis(
    beats=BEATS,
    sections=FORM,
    provenance=ORIGIN,
    duration=8.2,
    others={"chords": CHORDS, "key": KEY, "tags": TAGS},
)
SMALL = ("chords", "chordscsv", "key", "tags", "tagcurve")


def digest(content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()[:16]


def written() -> list[object]:
    holding = [
        name
        for name, entry in formats.FORMATS.items()
        if {"chords", "key", "tags"} & set(entry.holds) and name not in ("json", "jams")
    ]
    found: list[object] = [sorted(holding)]
    for name in sorted(holding):
        content = formats.encode(SONG, name)
        back = tried(formats.FORMATS[name].decode, content, "x")
        short = content if isinstance(content, str) and len(content) < 1500 else digest(content)
        layers = {}
        if isinstance(back, Analysis):
            layers = {each: back.read(each) for each in ("chords", "key") if back.read(each)}
            read = back.read("tags")
            if read:
                layers["tags"] = [read.pairs, None if read.curve is None else read.curve.values]
        found.append([name, short, layers])
    return found


def symbols() -> list[object]:
    shifted = replace(BEATS, times=BEATS.times + 0.13)
    found: list[object] = []
    for beats in (BEATS, shifted, Beats(BEATS.times[:3]), Beats()):
        song = replace(SONG, beats=beats)
        found += [
            chordsymbols.labels_at(song, beats),
            chordsymbols.symbols_at(song, beats),
        ]
    found.append([chordsymbols.signature(SONG, 3), chordsymbols.signature(Analysis(), 3)])
    found.append(chordsymbols.symbols_at(Analysis(), BEATS))
    found.append(chordsymbols.symbols_at(Analysis(others={"chords": CHORDS}), BEATS))
    for label in CLASSES[::5]:
        one = Analysis(others={"chords": Chords([(0.5, 1.0)], [label]), "key": KEY})
        found.append(digest(str(chordsymbols.symbols_at(one, BEATS))))
    return found


def blocks() -> list[object]:
    part = formats.FORMATS["midi"]
    song = replace(SONG, sections=None, beats=None)
    keys = midichords.keys_of(CHORDS)
    loose = Notes(
        [1.0, 1.02, 1.021, 2.0, 2.03, 3.0, 3.0, 3.0, 4.0],
        [1.9, 2.5, 1.5, 2.02, 2.9, 3.5, 3.9, 3.4, 4.5],
        [60, 64, 67, 61, 65, 48, 54.4, 58, 59],
    )
    return [
        keys,
        [midichords.voiced(label) for label in LABELS],
        part.decode(part.encode(song), "x").read("chords"),
        midichords.chords_of(Part(loose)),
        midichords.chords_of(Part(Notes())),
    ]


class Part:
    """A part of a MIDI file."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes


def grids() -> list[object]:
    walk = 0.4 + np.cumsum(0.45 + 0.1 * noise(92, 60))
    faster = 1.0 + np.cumsum(0.6 - 0.005 * np.arange(50))
    odd = BEATS.times.copy()
    odd[[3, 11]] += [0.02, 0.06]
    bars = np.array([3, 4, 1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 4, 5, 1, 2])
    cases = [
        Beats(walk),
        Beats(walk, np.arange(60) % 3 + 1),
        Beats(faster, (np.arange(50) + 2) % 4 + 1),
        Beats(odd),
        Beats(odd, bars),
        Beats(odd, np.minimum(bars, 4)),
        Beats(BEATS.times, bars),
        *(Beats(walk[:count], bars[:count]) for count in (0, 1, 2, 3, 7, 8)),
        *(Beats(walk[:count]) for count in (1, 2, 5)),
        Beats(0.26 + np.arange(40) * 0.375, np.arange(40) % 6 + 1),
        Beats(np.round(0.1 + np.arange(90) * 60 / 93.21, 2)),
    ]
    found: list[object] = []
    for beats in cases:
        for delay in (0.0, 0.0251):
            found.append([vars(each) for each in stretches(beats, delay)])
    late = replace(ORIGIN, encoder_delay=0.025057)
    for song in (SONG, replace(SONG, provenance=late), replace(SONG, provenance=None)):
        content = rekordbox.encode(song)
        back = rekordbox.decode(content, "x")
        found.append([content, back.beats, back.sections])
    for beats in cases[:3]:
        back = rekordbox.decode(rekordbox.encode(replace(SONG, beats=beats)), "x").beats
        found.append(back.times[::7])
    text = rekordbox.encode(SONG)
    for old, new in (
        ('Bpm="120.00"', 'Bpm="0"'),
        ('Bpm="120.00"', 'Bpm="1000"'),
        ('Bpm="120.00"', 'Bpm="1000.1"'),
        ('Metro="4/4"', 'Metro="255/4"'),
        ('Metro="4/4"', 'Metro="256/4"'),
        ('Battito="1"', 'Battito="0"'),
        ('Inizio="0.500"', 'Inizio="-0.1"'),
        ('Inizio="0.500"', 'Inizio="nan"'),
        ('TotalTime="8"', 'TotalTime="0"'),
        ('TotalTime="8"', 'TotalTime="90000"'),
        ('TotalTime="8"', ""),
        ('Num="-1"', 'Num="0"'),
    ):
        back = tried(rekordbox.decode, text.replace(old, new), "x")
        found.append(back if isinstance(back, str) else [len(back.beats), back.sections])
    one = rekordbox.track(SONG)
    found.append([digest(rekordbox.collection([one] * count)) for count in (0, 1, 3)])
    found.append(tried(rekordbox.decode, rekordbox.collection([one, one]), "x"))
    return found


def sheets() -> list[object]:
    """Lead sheets of many lines, chords and metres, by the digests of their pages."""
    found = []
    for seed in range(24):
        dice = np.random.default_rng(seed)
        metre, period = int(dice.integers(2, 6)), float(dice.uniform(0.3, 0.8))
        beats = Beats(
            0.4 + period * np.arange(18), (np.arange(18) + dice.integers(0, 4)) % metre + 1
        )
        grid = np.sort(dice.choice(np.arange(64), 20, replace=False)) * period / 4 + 0.4
        ends = grid + np.diff(grid, append=grid[-1] + 1) * dice.uniform(0.3, 1.0, 20)
        notes = Notes(grid, ends, dice.integers(40, 84, 20))
        low = Notes(grid[::2], ends[::2], dice.integers(28, 55, 10))
        labels = [CLASSES[int(n)] for n in dice.integers(0, len(CLASSES), 6)]
        spans = np.stack([grid[:18:3], np.append(grid[3:18:3], grid[19])], 1)
        others = {"chords": Chords(spans, labels), "key": KEY} if seed % 3 else {}
        song = Analysis(
            beats=beats,
            solo=notes if seed % 2 else None,
            bass=BassLine(notes=low) if seed % 4 < 3 else None,
            others=others,
        )
        found.append(tried(lambda song=song: digest(formats.encode(song, "musicxml"))))
        page = notation.written(notes, beats)
        found.append(digest(repr(page)))
    return found


def observed() -> list[object]:
    rows = observations.player_rows(TAGS)
    unsorted = [
        {"time": 2.0, "duration": 0.5, "value": 61, "confidence": 2.0},
        {"time": 1.0, "duration": 0.0, "value": 60, "confidence": None},
        {"time": 0.5, "duration": 1.0, "value": 36, "confidence": -1},
        {"time": 0.5, "duration": 0.1, "value": 36, "confidence": 0.5},
    ]
    words = [
        {"value": "piano", "confidence": 0.4},
        {"value": "piano", "confidence": 0.3},
        {"value": "nice"},
        {"value": "drums", "confidence": None},
    ]
    found = [
        rows,
        observations.tag_rows(TAGS, 8.2),
        observations.tags_of(words).pairs,
        observations.player_rows(Tags(("piano",), [1.0])),
        observations.notes_of(unsorted),
        observations.onsets_of(unsorted),
        observations.drums_of(unsorted),
        observations.tempo_of([{"value": 120}, {"value": 60.0, "confidence": None}]),
        observations.known(a=1, b=None, c=0),
    ]
    for values in ([1, 2, 1.0], [0, 1, 2], ["1", 2, 3], [1.5, 2, 3], [None, 1, 2]):
        beats = [{"time": at, "value": value} for at, value in enumerate(values)]
        found.append(observations.beats_of({"beat": beats}, "x"))
    positions = [{"time": 1.0, "value": {"position": 2}, "confidence": 0.5}]
    found.append(observations.beats_of({"beat_position": positions}, "x"))
    return found


CASES: Cases = {
    "written": written,
    "symbols": symbols,
    "blocks": blocks,
    "grids": grids,
    "lead sheets": sheets,
    "observations": observed,
}


@pytest.mark.parametrize("name", CASES)
def test_outputs_are_those_of_the_file(name):
    check(__file__, name, CASES)
