"""Chords and keys in files: tables, JAMS, labels, MIDI blocks and symbols over a staff."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import numpy as np
import pytest

from lausch import formats
from lausch.annotation import BassLine, Beats, Chords, Key, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.symbols import lead_symbol
from lausch.annotation.vocabulary import CLASSES, templates
from lausch.errors import FormatError
from lausch.formats import musicxml

BEATS = Beats(0.5 + 0.5 * np.arange(16), np.arange(16) % 4 + 1)
CHORDS = Chords(
    [(0.5, 2.5), (2.5, 3.5), (3.5, 4.5), (4.5, 8.5)],
    ["F:maj7", "C:min7", "A#:7", "A:hdim7/b3"],
    [0.5, 1.0, 0.75, 0.25],
)
KEY = Key("F:maj", 0.8, [(0.5, 8.5)], ["F:maj"], [0.8])
SONG = Analysis(beats=BEATS, others={"chords": CHORDS, "key": KEY}, duration=9.0)


def read(content, form):
    return formats.FORMATS[form].decode(content, "x")


def test_lab_is_what_mir_eval_reads(tmp_path):
    io = pytest.importorskip("mir_eval.io")
    path = tmp_path / "song.chords.lab"
    formats.write(SONG, path)
    intervals, labels = io.load_labeled_intervals(str(path))
    np.testing.assert_allclose(intervals, CHORDS.intervals)
    assert tuple(labels) == CHORDS.labels
    formats.write(SONG, tmp_path / "song.key")
    assert io.load_key(str(tmp_path / "song.key")) == "F major"


def test_tables_have_symbols_and_confidence():
    text = formats.encode(SONG, "chordscsv")
    assert text.splitlines()[:3] == [
        "start,end,label,symbol,confidence",
        "0.500,2.500,F:maj7,Fmaj7,0.5000",
        "2.500,3.500,C:min7,Cm7,1.0000",
    ]
    back = read(text, "chordscsv").read("chords")
    np.testing.assert_allclose(back.confidence, CHORDS.confidence)
    assert back.labels == CHORDS.labels


def test_labels_with_commas_are_read():
    text = "0.0\t1.0\tC:sus4(b7,9)\n1.0\t2.0\tN\n"
    assert read(text, "chords").read("chords").labels == ("C:sus4(b7,9)", "N")
    rounded = "0.0 1.005 C:maj\n1.0 2.0 G\n"
    np.testing.assert_allclose(read(rounded, "chords").read("chords").ends, [1.0, 2.0])


def test_what_is_no_chord_says_how_one_is_written():
    with pytest.raises(FormatError, match=r"x: a chord is written as in C:maj.*not as 'Cm7'"):
        read("0.0\t1.0\tCm7\n", "chords")
    with pytest.raises(FormatError, match="a key is one line"):
        read("C major\nG major\n", "key")
    with pytest.raises(FormatError, match="a tonic and a mode"):
        read("no key\n", "key")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_jams_has_the_namespaces_of_others(tmp_path):
    jams = pytest.importorskip("jams")
    path = tmp_path / "song.jams"
    formats.write(SONG, path)
    document = jams.load(str(path))
    assert document.validate()
    assert [row.value for row in document.search(namespace="chord")[0].data] == list(CHORDS.labels)
    assert document.search(namespace="key_mode")[0].data[0].value == "F:major"
    assert formats.read(path).read("key").name == "F:maj"


def test_foreign_keys_in_other_modes_are_left_out():
    rows = [
        {"time": 0, "duration": 5, "value": "N", "confidence": None},
        {"time": 5, "duration": 5, "value": "D:dorian", "confidence": None},
    ]
    document = json.loads(formats.encode(SONG, "jams"))
    (own,) = (each for each in document["annotations"] if each["namespace"] == "key_mode")
    own["data"] = rows
    assert read(json.dumps(document), "jams").read("key").labels == ("D:min",)


def test_midi_has_blocks_that_are_read_as_chords():
    parts = formats.encode(SONG, "midi")
    back = read(parts, "midi").read("chords")
    assert back.labels == ("F:maj7", "C:min7", "Bb:7", "A:hdim7")
    np.testing.assert_allclose(back.intervals, CHORDS.intervals, atol=1e-3)
    assert read(parts, "midi").solo is None or not len(read(parts, "midi").solo)


@pytest.mark.parametrize("label", [*CLASSES[:-1:7], "C:5", "C:min6", "C:9"])
def test_blocks_of_any_chord_are_told_from_each_other(label):
    song = Analysis(others={"chords": Chords([(0.5, 1.5)], [label])})
    (back,) = read(formats.encode(song, "midi"), "midi").read("chords").labels
    np.testing.assert_array_equal(templates((back,)), templates((label,)))


def test_symbols_stand_over_the_bass_spelled_in_the_key():
    bass = BassLine(notes=Notes([0.5, 2.5], [2.5, 4.5], [41, 36]))
    song = Analysis(beats=BEATS, bass=bass, others=SONG.others)
    root = ElementTree.fromstring(musicxml.encode(song))
    symbols = [
        (
            each.findtext("root/root-step")
            + {"-1": "b", None: ""}[each.findtext("root/root-alter")],
            each.find("kind").get("text"),
            each.findtext("kind"),
        )
        for each in root.iter("harmony")
    ]
    assert symbols == [
        ("F", "maj7", "major-seventh"),
        ("C", "m7", "minor-seventh"),
        ("Bb", "7", "dominant"),
        ("A", "m7b5", "half-diminished"),
    ]
    assert root.findtext(".//key/fifths") == "-1"
    assert root.find(".//harmony/bass/bass-step").text == "C"
    # Bb7 begins on the third beat of the second bar, in a note that began on the first.
    offsets = [each.findtext("offset") for each in root.iter("harmony")]
    assert offsets == [None, None, "24", None]


@pytest.mark.parametrize(
    ("key", "fifths"),
    [("C:maj", 0), ("F#:maj", 6), ("C#:maj", -5), ("Gb:maj", -6), ("Cb:maj", 5), ("D#:min", 6),
     ("A#:min", -5), ("Eb:min", -6), ("Ab:min", 5)],
)  # fmt: skip
def test_keys_of_more_than_six_signs_are_written_as_their_neighbours(key, fifths):
    song = Analysis(beats=BEATS, others={"chords": CHORDS, "key": Key(key, 0.8)}, duration=9.0)
    root = ElementTree.fromstring(formats.encode(song, "musicxml"))
    assert root.findtext(".//key/fifths") == str(fifths)


def test_a_sheet_of_chords_needs_no_bass_but_beats():
    root = ElementTree.fromstring(formats.encode(SONG, "musicxml"))
    assert len(list(root.iter("harmony"))) == 4
    assert len(root.findall(".//measure")) == 4
    with pytest.raises(FormatError, match="no beats"):
        formats.encode(Analysis(others={"chords": CHORDS}), "musicxml")


@pytest.mark.parametrize(
    ("label", "symbol"),
    [("C:maj", "C"), ("F#:min7", "F#m7"), ("C:maj/3", "C/E"), ("X", "?"), ("N", "N.C."),
     ("Eb:minmaj7", "Ebm(maj7)"), ("G:sus4(b7)", "G7sus4"), ("G", "G")],
)  # fmt: skip
def test_symbols_are_those_of_lead_sheets(label, symbol):
    assert lead_symbol(label) == symbol
