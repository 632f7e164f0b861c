"""Small files as other programs and people write them: what stands in them is read, or refused."""

import io
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from lausch import formats
from lausch.annotation import Notes
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.grids import read_beats
from lausch.formats.midifile import midi_parts
from lausch.formats.queries import is_melody, read_query
from lausch.formats.references import read_form, read_reference

CASES = Path(__file__).parent / "cases"
HALVES = 0.5 * np.arange(1, 13)
SLOW = 1.2 * np.arange(1, 11)
COUNTED = [1, 2, 3, 4] * 3
BEATS = [
    ("comma_only.txt", SLOW, None),
    ("comma_semi_50bpm.csv", SLOW, COUNTED),
    ("header.csv", HALVES, COUNTED),
    ("header2.csv", HALVES, COUNTED),
    ("quoted.csv", HALVES, COUNTED),
    ("trail_tab.beats", HALVES, COUNTED),
    ("audacity_nolabel.txt", SLOW, None),
    ("utf16.beats", HALVES, COUNTED),
    ("beat_position.jams", HALVES, COUNTED),
    ("nullfm.jams", HALVES, COUNTED),
    ("nullmeta.jams", HALVES, COUNTED),
    ("nullsandbox.jams", HALVES, COUNTED),
]


def assert_beats(beats, times, positions):
    np.testing.assert_allclose(beats.times, times[: len(beats)], atol=1e-9)
    assert len(beats) >= 10
    if positions is None:
        assert beats.positions is None
    else:
        assert beats.positions.tolist() == positions[: len(beats)]


@pytest.mark.parametrize(("name", "times", "positions"), BEATS)
def test_beats_of_others(name, times, positions):
    assert_beats(read_beats(CASES / name), times, positions)


@pytest.mark.parametrize(("name", "times", "positions"), BEATS)
def test_every_door_reads_the_same(name, times, positions, tmp_path):
    if not name.endswith(".jams"):
        for suffix in (".beats", ".csv", ".txt", ".BEATS"):
            shutil.copy(CASES / name, tmp_path / f"a{suffix}")
            assert_beats(formats.read(tmp_path / f"a{suffix}").beats, times, positions)
            assert_beats(read_beats(tmp_path / f"a{suffix}"), times, positions)


ONE = [0.5, 1.0, 1.5]


@pytest.mark.parametrize(
    ("text", "times", "positions"),
    [
        ("0,500 1\n1,000 2\n1,500 3\n", ONE, [1, 2, 3]),
        ("0,500\t1\n1,000\t2\n1,500\t3\n", ONE, [1, 2, 3]),
        ("0,500\t0,500\t1\n1,000\t1,000\t2\n1,500\t1,500\t3\n", ONE, [1, 2, 3]),
        ('"0,500","1"\n"1,000","2"\n"1,500","3"\n', ONE, [1, 2, 3]),
        ("0,5\n1,0\n1,5\n", ONE, None),
        ("0.5, 1.0\n1.0, 2.0\n1.5, 3.0\n", ONE, [1, 2, 3]),
        ("0.5 1 1\n1.0 1 2\n1.5 1 3\n", ONE, [1, 2, 3]),
        ("time,bar,beat\n0.5,1,1\n1.0,1,2\n1.5,1,3\n", ONE, [1, 2, 3]),
        ("TIME\tVALUE\tLABEL\n0.5\t120\t2.3\n1.0\t120\t2.4\n1.5\t120\t3.1\n", ONE, [3, 4, 1]),
        ("0.5,verse\n1.0,verse, again\n1.5,chorus\n", ONE, None),
        ("0.5 the verse\n1.0 goes\n1.5 on\n", ONE, None),
        ("0.5\t-1\n1.0\t-1\n1.5\t-1\n", ONE, None),
        ("1,1\n2,2\n3,3\n4,1\n", [1, 2, 3, 4], [1, 2, 3, 1]),
        ("0.5,,\n1.0,,\n1.5,,\n", ONE, None),
        ("\ufeff0.5\r1.0\r1.5", ONE, None),
    ],
)
@pytest.mark.parametrize("suffix", [".beats", ".csv"])
def test_tables_of_beats(text, times, positions, suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(text.encode())
    beats = read_beats(path)
    np.testing.assert_allclose(beats.times, times)
    assert positions == (None if beats.positions is None else beats.positions.tolist())
    np.testing.assert_array_equal(formats.read(path).beats.times, beats.times)


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("0.5\t0\n1.0\t1\n", "line 1.*counted from 0"),
        ("0.5\t-1\n1.0\t1\n", "line 1.*'-1'"),
        ("0.5\t1\n1.0\t\n", "line 2.*number all of them"),
        ("1,2\n1,75\n2,3\n", "line 1.*commas may part columns"),
        ("0.5\t99999999999999999999\n", "line 1.*counted 1, 2, 3"),
        (f"0.5\t{'9' * 5000}\n", "line 1.*number"),
        ("0.5 1 verse\n", "line 1.*3 columns.*header"),
        ("time,hz\n0.5,220\n", "notes or a contour"),
        ("tempo_bpm,weight\n120,1\n", "no column is a time"),
        ("\n".join(str(500 * n) for n in range(1, 20)), "500 s apart.*milliseconds"),
        ("\n".join(f"{n / 120:.6f}" for n in range(1, 20)), "0.00833. s apart.*minutes"),
        ("\n".join(str(5_000_000 * n) for n in range(1, 20)), "line 1.*24 h.*100 ns"),
        ("0.5\0\n", "NUL"),
    ],
)
def test_what_is_not_clear_is_refused(text, clue, tmp_path):
    path = tmp_path / "a.beats"
    path.write_text(text)
    with pytest.raises(FormatError, match=clue):
        read_beats(path)
    with pytest.raises(FormatError, match=clue):
        formats.read(path).beats.times.tolist()


def test_beats_in_sample_frames_are_refused():
    with pytest.raises(FormatError, match=r"line 2: .* 105840.*24 h.*samples"):
        read_beats(CASES / "sv_frames.csv")


@pytest.mark.parametrize(
    ("name", "edges", "labels"),
    [
        ("salami.lab", [0, 1.5, 20, 40.5, 60], ("Silence", "A, intro", "B", "A")),
        ("salami_dup.lab", [0, 321.78, 397.6], ("Silence", "Solo")),
        ("sv_regions.csv", [0, 1.5, 20, 40.5, 60], ("silence", "A", "B", "A")),
        ("seg_tut.jams", [0, 1.5, 20, 40.5, 60], ("silence", "A", "B", "A")),
        (
            "latin1.lab",
            [0, 1.5, 20, 40.5, 60],
            ("silence", "\xdcberleitung", "B", "\xdcberleitung"),
        ),
    ],
)
def test_sections_of_others(name, edges, labels):
    form = read_form(CASES / name)
    np.testing.assert_allclose(form.coarse.boundaries, edges)
    assert form.coarse.labels == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("start,value,duration,label\n0,1,8,A\n8,2,9,B\n", ("A", "B")),
        ("TIME;DURATION;LABEL\n0,0;8,0;A\n8,0;9,0;B\n", ("A", "B")),
        ("0,0\t8,0\tA\n8,0\t17,0\tB\n", ("A", "B")),
        ("0 8 1 verse\n8 17 2 chorus\n", ("1 verse", "2 chorus")),
        ("0\t8 A\n8\t17 B\n", ("A", "B")),
        ("0\t1\n8\t2\n17\tEnd\n", ("1", "2")),
        ("time,label\n0,A\n8,B\n17,end\n", ("A", "B")),
    ],
)
def test_tables_of_sections(text, labels, tmp_path):
    (tmp_path / "a.lab").write_text(text)
    form = read_reference(tmp_path / "a.lab", ["sections"])
    np.testing.assert_allclose(form.coarse.boundaries, [0, 8, 17])
    assert form.coarse.labels == labels


KEYS = [60, 62, 64, 65, 67, 69, 71, 72, 71, 67, 64, 60]


@pytest.mark.parametrize(
    "name",
    [
        *("bad_keysig.mid", "keysig_8sharps.mid", "keysig_empty.mid", "tempo_empty.mid"),
        *("timesig_short.mid", "tracks_fewer.mid", "len_too_long.mid", "smpte25_40.mid"),
        *("smpte30_80.mid", "song.kar"),
    ],
)
def test_what_notes_do_not_need_does_no_harm(name):
    assert is_melody(CASES / name)
    notes = read_query(CASES / name)
    assert notes.pitches[:8].tolist() == KEYS[:8]
    np.testing.assert_allclose(np.diff(notes.onsets), 0.5, atol=1e-9)


PLAIN = (CASES / "song.kar").read_bytes()


@pytest.mark.parametrize(
    "data",
    [
        PLAIN[:14] + b"XFIH\0\0\0\x04abcd" + PLAIN[14:],
        PLAIN + b"\0" * 7,
        PLAIN[:18] + b"\0\0\0\x20" + PLAIN[22:],
        PLAIN[:7] + b"\x08" + PLAIN[8:14] + b"\0\0" + PLAIN[14:],
        b"RIFF\0\0\0\0RMIDdata\0\0\0\0" + PLAIN,
        PLAIN[:21] + bytes([PLAIN[21] + 1]) + b"\0\xf4" + PLAIN[22:],
    ],
    ids=["foreign chunk", "trailing", "short length", "long header", "riff", "undefined status"],
)
def test_chunks_and_lengths_that_are_odd(data):
    (line,) = midi_parts(data, "x")
    assert len(line.notes) == len(read_query(CASES / "song.kar"))


@pytest.mark.parametrize(
    ("data", "clue"),
    [
        ((CASES / "div0.mid").read_bytes(), "division is 0"),
        ((CASES / "truncated.mid").read_bytes(), "track 1 is cut off.*byte 67"),
        (PLAIN[:12] + b"\xf0\x28" + PLAIN[14:], "16 frames a second"),
        (PLAIN[:22] + b"\xff\xff\xff\xff\x7f" + PLAIN[22:], "more than four bytes"),
        (PLAIN[:22] + b"\xff\xff\xff\x7f" + PLAIN[23:], "24 h"),
        (PLAIN[:22] + b"\0\x40" + PLAIN[24:], "without a status"),
        (PLAIN[:10], "within its header"),
    ],
)
def test_damaged_midi_says_what_is_wrong(data, clue):
    with pytest.raises(FormatError, match=clue):
        midi_parts(data, "x")


def test_basic_pitch_writes_rows_longer_than_its_header(tmp_path):
    text = "start_time_s,end_time_s,pitch_midi,velocity,pitch_bend\n0.5,0.9,69,80,0,1,1,0\n"
    (tmp_path / "a.csv").write_text(text)
    assert read_query(tmp_path / "a.csv").pitches.tolist() == [69]
    (tmp_path / "b.csv").write_text("time,hz\n0,5,220,0\n")
    with pytest.raises(FormatError, match="decimal comma"):
        read_query(tmp_path / "b.csv")


@pytest.mark.parametrize("step", [1e3, 44_100, 1e7])
@pytest.mark.parametrize("name", ["a.csv", "a.jams", "a.svl", "a.json"])
def test_times_that_are_no_seconds(step, name, tmp_path):
    onsets = step * np.arange(1, 9)
    columns = (onsets, onsets + step / 2, range(60, 68))
    if name == "a.csv":
        text = "onset,offset,pitch\n"
        text += "".join(f"{a},{b},{c}\n" for a, b, c in zip(*columns, strict=True))
    else:
        kind = name.removeprefix("a.")
        lasting = Notes(np.arange(1, 9), np.arange(1, 9) + 0.5, range(60, 68))
        text = formats.encode(formats.Analysis(solo=lasting), kind)
        if name == "a.svl":
            text = text.replace('sampleRate="44100"', f'sampleRate="{44100 / step:.6f}"')
        else:
            document = json.loads(text)
            if name == "a.json":
                document["solo"]["onsets"] = columns[0].tolist()
                document["solo"]["offsets"] = columns[1].tolist()
            else:
                for row in document["annotations"][0]["data"]:
                    row["time"] *= step
                    row["duration"] *= step
            text = json.dumps(document)
    (tmp_path / name).write_text(text)
    with pytest.raises(FormatError, match="milliseconds"):
        read_query(tmp_path / name)


SCORE = """<score-partwise><part-list><score-part id="P"/></part-list><part id="P"><measure>
<attributes><divisions>{}</divisions></attributes><note><pitch><step>C</step><octave>{}</octave>
</pitch><duration>{}</duration></note></measure></part></score-partwise>"""


@pytest.mark.parametrize(
    ("values", "clue"),
    [
        ((1, 2, "1e13"), "duration is a number"),
        ((1, 2, "3e10"), "200,000 quarters"),
        ((1e-9, 2, 1), "200,000 quarters"),
        ((1, "1e308", 1), "octave"),
        ((1, 2, 100_000), None),
        ((-1, 2, 1), "divisions"),
    ],
)
def test_scores_have_bounds(values, clue, tmp_path):
    path = tmp_path / "a.musicxml"
    path.write_text(SCORE.format(*values))
    if clue is None:
        assert len(read_beats(path)) == values[2]
        return
    with pytest.raises(FormatError, match=clue):
        read_beats(path)


def test_a_frequency_that_nothing_has_is_refused(tmp_path):
    (tmp_path / "a.f0.csv").write_text("0.0,220\n0.1,1e308\n")
    with pytest.raises(FormatError, match="columns swapped"):
        formats.read(tmp_path / "a.f0.csv")


def test_an_empty_annotation_does_not_hide_the_next(tmp_path):
    rows = [{"time": 0.5, "duration": 0, "value": 1, "confidence": None}]
    both = [{"namespace": "beat", "data": data} for data in ([], rows)]
    (tmp_path / "a.jams").write_text(json.dumps({"annotations": both}))
    assert len(read_beats(tmp_path / "a.jams")) == 1


@pytest.mark.parametrize("reader", [read_beats, read_query, read_form, formats.read])
def test_pipes_and_folders_are_refused_before_they_are_opened(reader, tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    (tmp_path / "b.csv").mkdir()
    assert is_melody(tmp_path / "a.csv")
    assert not is_melody(tmp_path / "b")
    for name in ("a.csv", "b.csv"):
        with pytest.raises(FormatError, match="folder, pipe or device"):
            reader(tmp_path / name)


def test_a_dash_is_standard_input(monkeypatch):
    class Standard:
        buffer = io.BytesIO(b"0.5\t1\n1.0\t2\n")

    monkeypatch.setattr("sys.stdin", Standard())
    assert read_beats(Path("-")).positions.tolist() == [1, 2]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read(encoding, tmp_path):
    path = tmp_path / "a.beats"
    text = "".join(f"{0.5 * beat}\t{(beat - 1) % 4 + 1}\n" for beat in range(1, 13))
    path.write_bytes(text.encode(encoding))
    assert_beats(read_beats(path), HALVES, COUNTED)


def test_a_path_may_be_text(tmp_path):
    formats.write(Analysis(solo=Notes([0.0], [1.0], [60.0])), tmp_path / "x.mid")
    assert read_query(str(tmp_path / "x.mid")).pitches.tolist() == [60]
    assert read_reference(str(tmp_path / "x.mid"), ["solo"]).pitches.tolist() == [60]
    assert len(read_beats(str(CASES / "header.csv"))) == 12
    assert is_melody(str(tmp_path / "x.mid"))


def test_files_have_a_largest_size(tmp_path, monkeypatch):
    from lausch.formats import content, rows

    (tmp_path / "a.beats").write_text("0.5\n" * 100)
    monkeypatch.setattr(rows, "MOST_LINES", 99)
    with pytest.raises(FormatError, match="more than 99 lines"):
        read_beats(tmp_path / "a.beats")
    with pytest.raises(FormatError, match="larger than 9 bytes"):
        content.bytes_of(tmp_path / "a.beats", largest=9)


@pytest.mark.parametrize(
    ("change", "clue"),
    [
        ({"options": {"a": float("inf")}}, "Infinity"),
        ({"options": {"a": None}}, "an option"),
        ({"duration": 1e300}, "24 h"),
        ({"audio": {"name": 7}}, "audio.name is text"),
    ],
)
def test_json_of_strangers(change, clue):
    text = formats.encode(formats.Analysis(), "json")
    with pytest.raises(FormatError, match=clue):
        formats.FORMATS["json"].decode(json.dumps({**json.loads(text), **change}), "x")


def test_a_name_that_is_no_text_can_be_written(tmp_path):
    document = json.loads(formats.encode(formats.Analysis(solo=Notes([1], [2], [69])), "json"))
    document["models"] = [{"name": "\ud800", "sha256": "", "layers": ["solo"]}]
    read = formats.FORMATS["json"].decode(json.dumps(document), "x")
    formats.write(read, tmp_path / "a.svl")
    assert "\\ud800" in (tmp_path / "a.svl").read_text()


def test_long_numbers_take_no_time(tmp_path):
    (tmp_path / "a.beats").write_text(f"{'9' * 200_000}x\n")
    with pytest.raises(FormatError, match="neither a time"):
        read_beats(tmp_path / "a.beats")
