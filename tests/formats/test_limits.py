"""Readers refuse what no annotation has: the largest that passes, and one more that does not."""

from __future__ import annotations

import io

import numpy as np
import pytest
from reading import layer, midi, track
from test_read_midi import DRUMS, METRES, TUNE

from lausch import formats
from lausch.annotation import pitch
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats import (
    content,
    delimiters,
    f0,
    json,
    melodies,
    midievents,
    midifile,
    midigrid,
    musicxml,
    musicxmlfile,
    notation,
    packed,
    parts,
    queries,
    rows,
    svlmodels,
)
from lausch.formats import midi as midi_tracks
from lausch.frames import Clock, Frames

LIMITS = [
    (content, "LARGEST_BYTES", 100_000_000),
    (content, "LARGEST_DOCUMENT_BYTES", 500_000_000),
    (content, "MOST_ITEMS", 10_000_000),
    (content, "MOST_ELEMENTS", 1_500_000),
    (delimiters, "MOST_CELLS", 10_000),
    (delimiters, "SAMPLE", 200),
    (rows, "MOST_LINES", 3_000_000),
    (rows, "MOST_BEATS_IN_A_BAR", 1000),
    (rows, "SLOWEST_SECONDS", 30.0),
    (midievents, "LARGEST_BYTES", 20_000_000),
    (midievents, "MOST_EVENTS", 3_000_000),
    (midievents, "MOST_TRACKS", 65_535),
    (midievents, "FRAME_RATES", {24: 24.0, 25: 25.0, 29: 30_000 / 1001, 30: 30.0}),
    (midifile, "MOST_NOTES", 1_000_000),
    (midifile, "USUAL_TEMPO", 500_000),
    (midifile, "BASSES_AND_NOISES", (*range(32, 40), *range(119, 128))),
    (midi_tracks, "BASSES", range(32, 40)),
    (midi_tracks, "SLOWEST", 16_777_215),
    (midigrid, "MOST_BEATS", 200_000),
    (midigrid, "COMPOUND", (8, 16)),
    (musicxmlfile, "MOST_QUARTERS", 200_000),
    (musicxmlfile, "USUAL_BPM", 120.0),
    (melodies, "LOWEST_LIKELY_PITCH", 20),
    (melodies, "EVEN", 0.02),
    (queries, "LONGEST_SECONDS", 7200.0),
    (queries, "LONGEST_NOTE_SECONDS", 60.0),
    (queries, "TOGETHER_SECONDS", 0.03),
    (parts, "TOGETHER_SECONDS", 0.02),
    (midi_tracks, "TICKS_PER_BEAT", 960),
    (midi_tracks, "BESIDE_SECONDS", 0.015),
    (midi_tracks, "UPBEAT", 0.25),
    (midievents, "_LENGTHS", {0xC0: 1, 0xD0: 1, 0xF1: 1, 0xF2: 2, 0xF3: 1}),
    (pitch, "LETTERS", dict(zip("CDEFGAB", (0, 2, 4, 5, 7, 9, 11), strict=True))),
    (notation, "QUARTER", 12),
    (notation, "GRIDS", ((1, 0.0), (2, 0.01), (3, 0.03), (4, 0.05))),
    (notation, "COLLISION", 0.5),
    (notation, "USUAL_METRE", 4),
    (json, "READ_VERSIONS", (1, 2, 3)),
    (json, "LARGEST_COUNT", 9_007_199_254_740_992),
    (packed, "LARGEST_CLOCK", 10_000_000),
    (svlmodels, "RATE", 44100),
    (f0, "SURE", 0.5),
]


@pytest.mark.parametrize(("module", "name", "value"), LIMITS)
def test_limits_and_habits_of_programs_stay(module, name, value):
    assert getattr(module, name) == value


def test_note_values_are_fractions_of_a_whole_note():
    halves = {"whole": 1, "half": 2, "quarter": 4, "eighth": 8, "16th": 16}
    for ticks, (name, dots) in musicxml.VALUES.items():
        assert ticks * halves[name] == 4 * notation.QUARTER * (1 + dots / 2)
    for ticks, name in musicxml.TRIPLETS.items():
        assert 3 * ticks * halves[name] == 8 * notation.QUARTER
    assert sorted(musicxml.VALUES) == [3, 6, 9, 12, 24, 36, 48]


def read(name: str, data: str | bytes) -> object:
    return formats.FORMATS[name].decode(data, "x")


EDGES = [
    (content, "MOST_ITEMS", 3, lambda n: content.json_of("[" + "1," * n + "1]", "x")),
    (
        content,
        "MOST_ELEMENTS",
        4,
        lambda n: content.xml_of("<a>" + "<b/>" * (n - 2) + "</a>", "x", ""),
    ),
    (rows, "MOST_LINES", 3, lambda n: read("beats", "".join(f"{at}\n" for at in range(n)))),
    (rows, "MOST_LINES", 3, lambda n: read("beats", "".join(f"{at}\r" for at in range(n)))),
    (delimiters, "MOST_CELLS", 4, lambda n: read("beats", "1\t1" + "\t" * (n - 1))),
    (
        midievents,
        "MOST_EVENTS",
        4,
        lambda n: read("midi", midi(played(n // 2), played(n - n // 2))),
    ),
    (midievents, "MOST_EVENTS", 2, lambda n: read("midi", midi(track(*[(1, "ff060161")] * n)))),
    (midievents, "LARGEST_BYTES", 90, lambda n: read("midi", midi(played(9)).ljust(n, b"x"))),
    (midifile, "MOST_NOTES", 3, lambda n: read("midi", midi(struck(n)))),
    (midigrid, "MOST_BEATS", 5, lambda n: midigrid.decode(midi(track((96 * n, "ff0100"))), "x")),
]


EDGES += [
    (packed, "LARGEST_CLOCK", 100, lambda n: read("json", clocked(rate=n))),
    (packed, "LARGEST_CLOCK", 100, lambda n: read("json", clocked(hop=n))),
]


def clocked(rate: int = 1, hop: int = 1) -> str:
    novelty = Frames(np.zeros((2, 1), np.float32), Clock(rate, hop), ("coarse",))
    return formats.encode(Analysis(novelty=novelty), "json")


def played(events: int) -> bytes:
    return track(*[(1, "903c40")] * events)


def struck(notes: int) -> bytes:
    return track(*[(1, "903c40"), (1, "803c00")] * notes)


@pytest.mark.parametrize(("module", "name", "limit", "reader"), EDGES)
def test_one_more_is_refused(module, name, limit, reader, monkeypatch):
    monkeypatch.setattr(module, name, limit)
    reader(limit)
    with pytest.raises(FormatError):
        reader(limit + 1)


def test_tracks_beyond_the_last_are_left_out(monkeypatch):
    monkeypatch.setattr(midievents, "MOST_TRACKS", 2)
    assert len(midievents.parsed(midi(TUNE, DRUMS, METRES), "x").tracks) == 2


def test_a_file_of_exactly_the_largest_size_is_read(tmp_path):
    file = tmp_path / "a.beats"
    file.write_bytes(b"1\n2\n3\n")
    assert content.bytes_of(file, largest=6) == b"1\n2\n3\n"
    with pytest.raises(FormatError, match="larger than 5 bytes"):
        content.bytes_of(file, largest=5)


def test_standard_input_has_a_limit_too(monkeypatch):
    monkeypatch.setattr(content, "LARGEST_BYTES", 6)
    for data, fits in [(b"1\n2\n3\n", True), (b"1\n2\n3\n4", False)]:
        content._piped.cache_clear()
        monkeypatch.setattr(content.sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        if fits:
            assert content.bytes_of("-", largest=6) == data
        else:
            with pytest.raises(FormatError):
                content.bytes_of("-", largest=6)
    content._piped.cache_clear()


@pytest.mark.parametrize("rate", ["0.5", "0", "-1", "nan"])
def test_a_sample_rate_is_positive(rate):
    text = layer("<point frame='1'/>", 1, rate=rate)
    if float(rate) > 0:
        assert read("beatsvl", text).beats.times.tolist() == [2.0]
    else:
        with pytest.raises(FormatError):
            read("beatsvl", text)
