"""Solos and queries in files: what is written is read, by other programs too, and errors help."""

import contextlib
import io
import json
from pathlib import Path

import mido
import mir_eval
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch import formats
from lausch.annotation import Beats, Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.melodies import melody_table
from lausch.formats.midi import TICKS_PER_BEAT
from lausch.formats.midifile import midi_parts
from lausch.formats.queries import read_query, skyline

SETTINGS = settings(deadline=None, max_examples=40)
LICK = Notes([0.5, 1.0, 1.5], [0.9, 1.4, 2.5], [62, 65, 69.5], [1, 0.5, 0.25])


@st.composite
def phrases(draw):
    """Notes one after the other, on whole keys."""
    gaps = draw(st.lists(st.tuples(st.floats(0, 2), st.floats(0.02, 3)), max_size=20))
    edges = np.cumsum(gaps).reshape(-1, 2)
    keys = st.lists(st.integers(0, 127), min_size=len(gaps), max_size=len(gaps))
    return Notes(edges[:, 0], edges[:, 1], draw(keys))


@st.composite
def contours(draw):
    size = draw(st.integers(0, 20))
    hz = draw(st.lists(st.floats(20, 4000), min_size=size, max_size=size))
    voiced = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return Contour(np.arange(size) / 100, hz, voiced)


@st.composite
def grids(draw):
    gaps = draw(st.lists(st.floats(0.1, 3), max_size=30))
    times = draw(st.floats(0, 5)) + np.cumsum([0, *gaps])
    bar = draw(st.integers(1, 7))
    return Beats(times, (np.arange(len(times)) + draw(st.integers(0, 6))) % bar + 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lines")


@pytest.mark.parametrize(
    ("name", "within"), [("notes", 1e-6), ("svl", 3e-5), ("audacity", 1e-6), ("midi", 3e-4)]
)
@SETTINGS
@given(written=phrases())
def test_notes_read_back(name, within, written, folder):
    path = folder / f"a{formats.FORMATS[name].suffix}"
    formats.write(Analysis(solo=written), path)
    read = formats.read(path).solo or Notes()
    np.testing.assert_allclose(read.intervals, written.intervals, atol=within, rtol=0)
    np.testing.assert_allclose(read.pitches, written.pitches)


@pytest.mark.parametrize(("name", "within"), [("f0", 1e-6), ("f0svl", 2e-5)])
@SETTINGS
@given(written=contours())
def test_contours_read_back(name, within, written, folder):
    path = folder / f"a{formats.FORMATS[name].suffix}"
    formats.write(Analysis(contour=written), path)
    read = formats.read(path).contour
    sounds = written.voiced
    np.testing.assert_allclose(read.hz[read.voiced], written.hz[sounds], atol=1e-4)
    np.testing.assert_allclose(read.times[read.voiced], written.times[sounds], atol=within)
    if name == "f0":
        assert len(read) == len(written)


@SETTINGS
@given(written=phrases(), beats=grids())
def test_midi_follows_the_beats(written, beats):
    data = formats.encode(Analysis(solo=written, beats=beats), "midi")
    lines = midi_parts(data, "x")
    read = lines[0].notes if lines else Notes()
    longest = max(np.diff(beats.times, prepend=0).max(), 0.5) / TICKS_PER_BEAT
    np.testing.assert_allclose(read.intervals, written.intervals, atol=longest + 1e-5, rtol=0)
    np.testing.assert_array_equal(read.pitches, written.pitches)


def test_midi_has_a_bar_line_at_every_downbeat():
    beats = Beats(0.8 + 0.4 * np.arange(9), [3, 4, 1, 2, 3, 1, 2, 3, 1])
    notes = Notes(beats.downbeats, beats.downbeats + 0.1, [60, 62, 64])
    file = mido.MidiFile(file=io.BytesIO(formats.encode(Analysis(solo=notes, beats=beats), "midi")))
    tempo_map, solo = file.tracks
    signatures = [each for each in tempo_map if each.type == "time_signature"]
    assert [each.numerator for each in signatures] == [4, 3]  # two quarters lead in
    ticks = np.cumsum([each.time for each in solo])
    begun = [tick for tick, each in zip(ticks, solo, strict=True) if each.type == "note_on"]
    assert begun == [4 * TICKS_PER_BEAT, 7 * TICKS_PER_BEAT, 10 * TICKS_PER_BEAT]
    assert {each.tempo for each in tempo_map if each.type == "set_tempo"} == {400_000}
    assert [each.program for each in solo if each.type == "program_change"] == [65]


def test_a_long_piece_does_not_drift():
    beats = Beats(np.arange(20_000) / 3)
    notes = Notes([beats.times[-1]], [beats.times[-1] + 1], [60])
    (line,) = midi_parts(formats.encode(Analysis(solo=notes, beats=beats), "midi"), "x")
    assert line.notes.onsets[0] == pytest.approx(beats.times[-1], abs=2e-4)  # half a tick


def test_mir_eval_reads_f0(folder):
    contour = Contour([0, 0.01, 0.02], [220, 221, 0], [True, False, False])
    formats.write(Analysis(contour=contour), folder / "b.f0.csv")
    assert (folder / "b.f0.csv").read_text() == "0.000,220.0000\n0.010,-221.0000\n0.020,0.0000\n"
    times, hz = mir_eval.io.load_time_series(str(folder / "b.f0.csv"), delimiter=",")
    np.testing.assert_allclose(times, contour.times)
    np.testing.assert_allclose(hz, contour.signed_hz)


def test_a_table_of_notes_has_names():
    assert formats.encode(Analysis(solo=LICK), "notes").splitlines() == [
        "onset,offset,pitch,name,confidence",
        "0.500,0.900,62,D4,1.0000",
        "1.000,1.400,65,F4,0.5000",
        "1.500,2.500,69.5,Bb4,0.2500",
    ]


def test_labels_hold_beats_and_notes_together():
    text = formats.encode(Analysis(solo=LICK, beats=Beats([0.5, 1.5], [1, 2])), "audacity")
    assert text.splitlines()[:3] == ["0.500\t0.900\tD4", "0.500\t0.500\t1", "1.000\t1.400\tF4"]
    read = formats.FORMATS["audacity"].decode(text, "x")
    assert (len(read.beats), len(read.solo)) == (2, 3)


@pytest.mark.parametrize(
    ("name", "analysis"),
    [
        *((name, Analysis(solo=LICK)) for name in ("f0", "f0svl")),
        *((name, Analysis(contour=Contour([0], [1]))) for name in ("notes", "midi", "svl")),
    ],
)
def test_a_format_without_its_half_of_the_solo_says_which_has_it(name, analysis):
    with pytest.raises(FormatError, match="the analysis has none; choose"):
        formats.encode(analysis, name)


def tempo_map(beats):
    """Ticks and tempi (bpm), signatures, and the times of the quarters that they make."""
    file = mido.MidiFile(file=io.BytesIO(formats.encode(Analysis(beats=beats), "midi")))
    tick, tempi, signatures = 0, [], []
    for message in file.tracks[0]:
        tick += message.time
        if message.type == "set_tempo":
            tempi.append((tick, message.tempo))
        if message.type == "time_signature":
            signatures.append((tick, message.numerator))
    quarters = np.arange(0, 4000)
    starts = np.array([start for start, _ in tempi]) / file.ticks_per_beat
    lengths = np.array([tempo for _, tempo in tempi])[
        np.searchsorted(starts, quarters, side="right") - 1
    ]
    times = np.concatenate([[0], np.cumsum(lengths) / 1e6])
    return [60e6 / tempo for _, tempo in tempi], signatures, times


def test_beats_alone_are_a_tempo_map_that_is_steady_where_they_are():
    grid = np.arange(200) * 60 / 130 + 0.04
    jitter = np.random.default_rng(0).normal(0, 0.002, 200)
    tempi, signatures, times = tempo_map(Beats(grid + jitter, np.arange(200) % 4 + 1))
    assert len(tempi) <= 3  # and none of 1500 bpm for an early first beat
    assert tempi == pytest.approx([130] * len(tempi), rel=0.1)
    assert signatures == [(0, 4)]
    assert np.abs(times[1:200] - (grid + jitter)[1:]).max() < 0.0151


def test_a_tempo_map_follows_what_drifts_and_leaps():
    beats = np.cumsum(np.concatenate([[0.9], np.linspace(0.4, 0.7, 60), [1.5] * 4, [0.3] * 40]))
    tempi, _, times = tempo_map(Beats(beats))
    lead = round(0.9 / 0.5)
    assert len(tempi) < 60
    assert np.abs(times[lead : lead + len(beats)] - beats).max() < 0.0151


SVL = """<?xml version="1.0"?><!DOCTYPE sonic-visualiser><sv><data>
<model id="6" sampleRate="1000" type="sparse" dimensions="3" subtype="note" dataset="5" units="{}"/>
<dataset id="5" dimensions="3">
<point frame="500" value="{}" duration="400" level="1" label="x"/></dataset></data></sv>"""


def test_of_a_rendered_recording_the_leading_part_is_read(tmp_path):
    def part(role, pitch):
        data = [{"time": 0.5, "duration": 0.4, "value": pitch, "confidence": 1}]
        return {"namespace": "note_midi", "data": data, "sandbox": {"role": role}}

    parts = [part("bass", 40), part("solo", 69), part("melody", 70), part("comping", 60)]
    (tmp_path / "a.jams").write_text(json.dumps({"annotations": parts}))
    assert read_query(tmp_path / "a.jams").pitches.tolist() == [69]


ONE_NOTE = ([0.5], [0.9], [69])
ANY_NOTES = [
    ("a.csv", "onset,offset,pitch\n0.5,0.9,69\n"),
    ("a.csv", "Onset (s),Duration (s),Note\n0.5,0.4,69\n".replace("Note", "MIDI")),
    ("a.csv", "eventid;onset;pitch;duration\n1;0,5;69;0,4\n"),
    ("a.csv", '"start","end","f0 [Hz]"\n"0.5","0.9","440"\n'),
    ("a.csv", "start_time,end_time,name\n0.5,0.9,A4\n"),
    ("a.csv", "time,value,duration,label\n0.5,440,0.4,\n"),
    ("a.csv", "onset,duration,hz\n0.1,0.2,0\n0.5,0.4,440\n"),
    ("a.txt", "0.5\t0.9\tA4\n"),
    ("a.txt", "0.4\t0.4\tbeat\n0.5\t0.9\tA4\n0.8\t0.8\tbeat\n"),
    ("a.txt", "# made by hand\n0.5 0.9 440\n"),
    ("a.txt", "0.5 0.4 69\n"),
    ("a.txt", "0.5\t440.0\t0.4\n"),
    ("a.notes", "0.5 69 0.4 100\n"),
    ("a.txt", "0.5 A4 0.4\n"),
    ("a.svl", SVL.format("MIDI", 69)),
    ("a.svl", SVL.format("Hz", 440)),
    ("a.JAMS", formats.encode(Analysis(solo=Notes(*ONE_NOTE)), "jams")),
    ("a.json", formats.encode(Analysis(solo=Notes(*ONE_NOTE)), "json")),
]


@pytest.mark.parametrize(("name", "text"), ANY_NOTES)
def test_notes_of_other_programs(name, text, tmp_path):
    path = tmp_path / name
    path.write_bytes(text.encode())
    read = read_query(path)
    assert isinstance(read, Notes)
    for found, expected in zip((read.onsets, read.offsets, read.pitches), ONE_NOTE, strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "0.00,220\n0.01,-221\n0.02,0\n",
        "0.00\t220\n0.01\t-221\n0.02\tnan\n",
        "0.00 220.0\r\n0.01 -221.0\r\n0.02 0.0\r\n",
        "time;f0\n0,00;220\n0,01;-221\n0,02;\n",
        "time,frequency,confidence\n0,220,0.9\n0.01,221,0.1\n0.02,222,0.2\n",
        "time,f0,voiced_flag,voiced_prob\n0,220,True,0.9\n0.01,221,False,0.1\n0.02,nan,False,0\n",
        "0,220,0.9\n0.01,221,0.4\n0.02,222,0.2\n",
        "time,midi\n0,57\n0.01,0\n0.02,0\n",
    ],
)
def test_contours_of_other_programs(text, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    read = read_query(path)
    assert isinstance(read, Contour)
    np.testing.assert_allclose(read.times, [0, 0.01, 0.02])
    assert read.hz[0] == pytest.approx(220)
    assert read.voiced.tolist() == [True, False, False]


def song(*tracks, kind=1) -> bytes:
    """A MIDI file of (name, channel, program, keys one second apart)."""
    file = mido.MidiFile(type=kind, ticks_per_beat=480)
    for name, channel, program, keys in tracks:
        track = mido.MidiTrack([mido.MetaMessage("track_name", name=name)])
        track.append(mido.Message("program_change", channel=channel, program=program))
        for key in keys:
            for each, on in ((key, 64), (key, 0)):
                message = mido.Message("note_on", channel=channel, note=each, velocity=on)
                track.append(message.copy(time=0 if on else 960))
        file.tracks.append(track)
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


TUNE = ("", 0, 73, [72, 74, 76])


@pytest.mark.parametrize(
    "others",
    [
        [],
        [("", 9, 0, [38] * 20)],
        [("", 1, 33, [40, 41, 42, 40])],
        [("Bass", 1, 0, [84, 86, 88, 89])],
        [("", 1, 122, [90])],
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_the_melody_of_a_midi_file(others, first, tmp_path):
    path = tmp_path / "a.MID"
    path.write_bytes(song(*((TUNE, *others) if first else (*others, TUNE))))
    read = read_query(path)
    assert read.pitches.tolist() == [72, 74, 76]
    np.testing.assert_allclose(read.intervals, [[0, 1], [1, 2], [2, 3]])


def test_a_track_that_is_called_melody_is_it(tmp_path):
    path = tmp_path / "a.mid"
    path.write_bytes(song(TUNE, ("MELODY", 1, 0, [50, 52])))
    assert read_query(path).pitches.tolist() == [50, 52]


def test_chords_leave_their_highest_note():
    notes = Notes([0, 0.01, 0.5, 0.6], [1, 1, 0.7, 0.8], [60, 64, 62, 50])
    line = skyline(notes)
    assert line.pitches.tolist() == [64, 62, 50]
    assert line.intervals.tolist() == [[0.01, 0.5], [0.5, 0.6], [0.6, 0.8]]


@pytest.mark.parametrize(
    ("name", "data", "clue"),
    [
        ("a.mid", b"", "empty"),
        ("a.mid", b"<!doctype html>", "HTML.*error page"),
        ("a.mid", b"\xff\xfb\x90\x00", "not MIDI"),
        ("a.mid", song(TUNE)[:40], "cut off"),
        ("a.mid", song(), "no notes"),
        ("a.mid", song(("", 9, 0, [38])), "only drums"),
        ("a.csv", b"<!doctype html>", "HTML.*error page"),
        ("a.csv", b"PK\x03\x04\xff\xff", "spreadsheet"),
        ("a.csv", b"time,hz\n", "no note"),
        ("a.csv", b"time,hz,voiced\n", "no note"),
        ("a.csv", b"time,hz\n0,0\n1,nan\n", "no note"),
        ("a.csv", b"time,hz\n0,220\nnan,220\n", "line 3.*'nan'"),
        ("a.csv", b"time,hz\n0,220\n0,220\n", "line 3.*increase"),
        ("a.csv", b"time,hz\n0,x\n", "line 2.*frequency.*'x'"),
        ("a.csv", b"hz\n220\n", "line 1.*header"),
        ("a.csv", b"time,loudness\n0,1\n", "call it hz"),
        ("a.csv", b"onset,offset\n0,1\n", "no column is a pitch"),
        ("a.csv", b"220\n221\n", "one column"),
        ("a.csv", b"0,220\n1\n", "line 2.*1 columns"),
        ("a.csv", b"onset,offset,pitch\n1.0,0.5,60\n", "line 2.*duration"),
        ("a.csv", b"onset,offset,pitch\n-1,0.5,60\n", "before the recording"),
        ("a.csv", b"onset,offset,pitch\n0,0.5,H4\n", "line 2.*'H4'"),
        ("a.csv", b"time,hz,confidence\n0,220,7\n", "confidence.*7"),
        ("a.svl", b"<sv>", "not XML"),
        ("a.svl", b"<html></html>", "begins with html"),
        ("a.svl", b"<sv></sv>", "no layer of notes"),
        ("a.svl", SVL.replace("note", "text").format("", 1).encode(), "another one exported"),
        ("a.svl", b'<!DOCTYPE sv [<!ENTITY a "b">]><sv>&a;</sv>', "entities"),
        ("a.svl", SVL.format("MIDI", "x").encode(), "value of a point.*'x'"),
    ],
)
def test_bad_queries_say_what_is_wrong(name, data, clue, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FormatError, match=clue) as caught:
        read_query(path)
    assert str(path) in str(caught.value)


def test_a_query_that_is_not_there(tmp_path):
    for path in (tmp_path, tmp_path / "none.mid"):
        with pytest.raises(FormatError, match="cannot be read"):
            read_query(path)


WHOLE = song(TUNE, ("Bass", 1, 33, [40, 41]))


@settings(deadline=None, max_examples=200)
@given(
    at=st.integers(0, len(WHOLE)),
    new=st.binary(max_size=6),
    name=st.sampled_from(["a.mid", "a.csv", "a.svl", "a.txt"]),
    text=st.text("0123456789.,;-\t\n ehzpitcx<", max_size=60),
)
def test_no_damage_breaks_a_query(at, new, name, text, folder):
    path = Path(folder) / name
    damaged = WHOLE[:at] + new + WHOLE[at + len(new) :]
    path.write_bytes(damaged if name == "a.mid" else text.encode())
    with contextlib.suppress(FormatError):
        read_query(path)


@pytest.mark.parametrize(
    ("steps", "third", "kind"),
    [
        ([0.01, 0.01, 0.01], 0.9, "contour"),
        ([0.0099, 0.01, 0.0101], 0.9, "contour"),  # by 1 %
        ([0.00975, 0.01, 0.01025], 0.9, "notes"),  # by 2.5 %
        ([0.01, 0.01, 0.01], 1.01, "notes"),  # no confidence
        ([0.5, 0.5, 0.5], 0.9, "notes"),  # as long as their distance: durations
        ([0.4, 0.4, 0.4], 0.9, "contour"),
        ([0.01], 0.9, "notes"),  # too few to be even
    ],
)
def test_three_columns_at_even_times_are_a_contour(steps, third, kind):
    times = np.cumsum([0.5, *steps])
    text = "".join(f"{time:.6f},220.5,{third}\n" for time in times)
    words = melody_table(text, "x").words
    assert (
        words
        == {
            "contour": ("onset", "hz", "confidence"),
            "notes": ("onset", "pitch", "duration"),
        }[kind]
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0.5,220\n1,230\n", ("onset", "hz")),
        ("0.5,1.0,60\n1,1.5,62\n", ("onset", "offset", "pitch")),
        ("0.5,0.5,60\n1,0.5,62\n", ("onset", "duration", "pitch")),
        ("0.5,1.0,19.9\n1,1.5,19.9\n", ("onset", "pitch", "duration")),
        ("0.5,1.0,20\n1,1.5,20\n", ("onset", "offset", "pitch")),
        ("0.5,60,0.5\n1,62,0.25\n", ("onset", "pitch", "duration")),
        ("0.5,C4,0.5\n1,D4,0.25\n", ("onset", "pitch", "duration")),
        ("0.5,1.0,C4\n1,1.5,D4\n", ("onset", "offset", "pitch")),
        ("0.5,1.0,60,x\n1,1.5,62,y\n", ("onset", "offset", "pitch", "")),
    ],
)
def test_columns_without_a_header_are_known_by_their_numbers(text, words):
    assert melody_table(text, "x").words == words


@pytest.mark.parametrize(
    ("head", "cells", "hz"),
    [
        ("hz", ["220", "0", "440"], [220, 0, 440]),
        ("pitch", ["69", "0", "57"], [440, 0, 220]),  # MIDI numbers
        ("pitch", ["69", "0", "127"], [440, 0, 12543.854]),
        ("pitch", ["69", "0", "127.5"], [69, 0, 127.5]),  # no MIDI numbers
        ("pitch", ["0.5", "0", "1"], [8.4154, 0, 8.662]),
        ("hz", ["220", "-440", "330"], [220, 0, 330]),  # a guess in silence
    ],
)
def test_a_contour_is_in_hz_or_in_midi_numbers(head, cells, hz):
    text = f"time,{head}\n" + "".join(f"{at / 100},{cell}\n" for at, cell in enumerate(cells))
    contour = formats.FORMATS["f0"].decode(text, "x").contour
    np.testing.assert_allclose(np.where(contour.voiced, contour.hz, 0), hz, rtol=1e-4)
