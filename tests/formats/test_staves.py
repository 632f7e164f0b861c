"""A lead sheet with a melody has a staff for it, one for the chords, and one for the bass."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from lausch import formats
from lausch.annotation import BassLine, Beats, Chords, Key, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.harte import symbol_of
from lausch.annotation.pitch import LETTERS as NATURALS
from lausch.annotation.vocabulary import CLASSES
from lausch.errors import FormatError
from lausch.formats import musicxml
from lausch.formats.notation import QUARTER
from lausch.formats.staves import block_names

BEATS = Beats(0.5 + 0.5 * np.arange(9), np.arange(9) % 4 + 1)
MELODY = Notes([0.5, 1.0, 1.75, 2.5], [1.0, 1.5, 2.5, 4.0], [74, 72, 70, 69])
BASS = BassLine(notes=Notes([0.5, 2.5], [2.5, 4.5], [34, 41]))
CHORDS = Chords([(0.5, 2.0), (2.0, 3.25), (3.25, 5.0)], ["Bb:maj7", "F:7", "N"])
SONG = Analysis(
    beats=BEATS, solo=MELODY, bass=BASS, others={"chords": CHORDS, "key": Key("Bb:maj")}
)


def sheet(analysis):
    root = ElementTree.fromstring(musicxml.encode(analysis))
    names = {each.get("id"): each.findtext("part-name") for each in root.iter("score-part")}
    return {names[part.get("id")]: part for part in root.iter("part")}


def pitches(part):
    """MIDI pitches as written, by note; chords as tuples, and each tie once."""
    found = []
    for note in part.iter("note"):
        if note.find("pitch") is None or note.find("tie[@type='stop']") is not None:
            continue
        alter = int(note.findtext("pitch/alter") or 0)
        octave = int(note.findtext("pitch/octave"))
        pitch = 12 * (octave + 1) + NATURALS[note.findtext("pitch/step")] + alter
        if note.find("chord") is None:
            found.append((pitch,))
        else:
            found[-1] += (pitch,)
    return found


def test_three_staves_from_the_top():
    parts = sheet(SONG)
    assert list(parts) == ["Melody", "Chords", "Bass"]
    assert [part.findtext(".//clef/sign") for part in parts.values()] == ["G", "G", "F"]
    assert [part.findtext(".//key/fifths") for part in parts.values()] == ["-2"] * 3
    assert pitches(parts["Melody"]) == [(74,), (72,), (70,), (69,)]
    assert pitches(parts["Chords"]) == [(70, 74, 77, 81), (65, 69, 72, 75)]
    assert pitches(parts["Bass"]) == [(46,), (53,)]  # an octave above what sounds


def test_symbols_and_tempo_stand_once_on_top():
    melody, *others = sheet(SONG).values()
    assert [each.find("kind").get("text") for each in melody.iter("harmony")] == [
        "maj7",
        "7",
        "N.C.",
    ]
    assert len(list(melody.iter("sound"))) == 1
    for part in others:
        assert list(part.iter("harmony")) + list(part.iter("sound")) == []


def test_bars_of_all_staves_are_as_long():
    for part in sheet(SONG).values():
        lengths = [
            sum(
                int(note.findtext("duration"))
                for note in bar.iter("note")
                if note.find("chord") is None
            )
            for bar in part.iter("measure")
        ]
        assert lengths == [4 * QUARTER] * 3


def test_chords_last_as_long_as_they_do_and_are_tied_over_the_bar():
    (first, *_), *_ = [
        [
            (int(note.findtext("duration")), note.find("rest") is not None)
            for note in part.iter("note")
            if note.find("chord") is None
        ]
        for part in [sheet(SONG)["Chords"]]
    ]
    assert first == (36, False)
    rows = [
        (int(note.findtext("duration")), [tie.get("type") for tie in note.findall("tie")])
        for note in sheet(SONG)["Chords"].iter("note")
        if note.find("chord") is None
    ]
    # F7 from the fourth beat to the middle of the sixth, then nothing.
    assert rows[1:4] == [(12, ["start"]), (12, ["stop", "start"]), (6, ["stop"])]
    assert rows[4][1] == []


def test_without_a_melody_it_is_the_page_of_the_bass():
    assert list(sheet(Analysis(beats=BEATS, bass=BASS, others=SONG.others))) == ["Bass"]


@pytest.mark.parametrize(
    ("bass", "others", "names"),
    [
        (None, {}, ["Melody"]),
        (BASS, {}, ["Melody", "Bass"]),
        (None, {"chords": CHORDS}, ["Melody", "Chords"]),
    ],
)
def test_what_was_not_found_has_no_staff(bass, others, names):
    assert list(sheet(Analysis(beats=BEATS, solo=MELODY, bass=bass, others=others))) == names


def test_a_low_melody_is_written_an_octave_higher():
    low = Notes(MELODY.onsets, MELODY.offsets, MELODY.pitches - 24)
    part = sheet(Analysis(beats=BEATS, solo=low))["Melody"]
    assert part.findtext(".//transpose/octave-change") == "-1"
    assert pitches(part)[0] == (62,)


def test_of_notes_at_once_the_highest_is_the_melody():
    both = Notes([0.5, 0.5, 1.0], [1.0, 1.0, 1.5], [60, 67, 65])
    assert pitches(sheet(Analysis(beats=BEATS, solo=both))["Melody"]) == [(67,), (65,)]


def test_the_bass_is_read_back():
    back = musicxml.decode(musicxml.encode(SONG), "x")
    assert back.bass.notes.pitches.tolist() == [34, 41]
    np.testing.assert_allclose(back.beats.times, BEATS.times)


def test_a_page_of_a_melody_has_no_bass_to_read():
    back = musicxml.decode(musicxml.encode(Analysis(beats=BEATS, solo=MELODY)), "x")
    assert len(back.bass.notes) == 0
    np.testing.assert_allclose(back.beats.times, BEATS.times)


def test_a_melody_needs_beats():
    with pytest.raises(FormatError, match="no beats"):
        formats.encode(Analysis(solo=MELODY), "musicxml")


@pytest.mark.parametrize("label", [*CLASSES[:-1:5], "Ab:dim7", "C:aug", "G:7(#9)", "Db:sus4"])
def test_blocks_are_named_from_the_root(label):
    symbol, names = symbol_of(label), block_names(label)
    sounding = [12 * (octave + 1) + NATURALS[step] + alter for step, alter, octave in names]
    assert {pitch % 12 for pitch in sounding} == symbol.classes
    assert sounding == sorted(sounding)
    assert 60 <= sounding[0] < 72
    assert len({step for step, *_ in names}) == len(names)
    assert all(abs(alter) <= 2 for _, alter, _ in names)


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("C:maj7", "C4 E4 G4 B4"),
        ("C:7(#11)", "C4 E4 F#4 G4 Bb4"),
        ("C:hdim7", "C4 Eb4 Gb4 Bb4"),
        ("C:dim7", "C4 Eb4 Gb4 Bbb4"),
        ("Db:dim7", "Db4 Fb4 Abb4 Cbb5"),
        ("C:min(#11)", "C4 Eb4 F#4 G4"),
        ("G:7(#9)", "G4 A#4 B4 D5 F5"),
        ("C:7(b9)", "C4 Db4 E4 G4 Bb4"),
        ("C:maj(9)", "C4 D4 E4 G4"),
        ("C:aug", "C4 E4 G#4"),
        ("C:min(b6)", "C4 Eb4 G4 Ab4"),
        ("C:maj6", "C4 E4 G4 A4"),
        ("C:7(13)", "C4 E4 G4 A4 Bb4"),
        ("C:min7(11)", "C4 Eb4 F4 G4 Bb4"),
        ("F#:maj7", "F#4 A#4 C#5 E#5"),
        ("B:7", "B4 D#5 F#5 A5"),
        ("N", ""),
    ],
)
def test_tones_have_the_letters_of_their_degrees(label, names):
    signs = {-2: "bb", -1: "b", 0: "", 1: "#"}
    found = [f"{step}{signs[alter]}{octave}" for step, alter, octave in block_names(label)]
    assert " ".join(found) == names


@pytest.mark.parametrize(("pitch", "octaves"), [(56.9, "-1"), (57.0, None), (57.9, None)])
def test_a_melody_is_low_below_the_a_under_middle_c(pitch, octaves):
    melody = Notes([0.5, 1.0, 1.5], [1.0, 1.5, 2.0], [pitch, 40, 90])
    part = sheet(Analysis(beats=BEATS, solo=melody))["Melody"]
    assert part.findtext(".//transpose/octave-change") == octaves


def test_parts_have_the_programs_of_their_instruments_and_their_clefs():
    root = ElementTree.fromstring(musicxml.encode(SONG))
    assert [each.text for each in root.iter("midi-program")] == ["67", "1", "33"]
    assert [each.text for each in root.iter("midi-channel")] == ["1", "2", "3"]
    assert [each.text for each in root.iter("line")] == ["2", "2", "4"]
    assert [each.text for each in root.iter("octave-change")] == ["-1"]


@pytest.mark.parametrize("starts", [(0.5, 2.0), (0.5, 4.6), (0.5, 9.0)])
def test_chords_fill_their_bars_wherever_they_begin(starts):
    chords = Chords([(starts[0], starts[1]), (starts[1], 12.0)], ["C:maj", "G:7"])
    song = Analysis(beats=BEATS, solo=MELODY, others={"chords": chords})
    bars = list(sheet(song)["Chords"].iter("measure"))
    total = 0
    for bar in bars:
        notes = [note for note in bar.iter("note") if note.find("chord") is None]
        assert sum(int(note.findtext("duration")) for note in notes) == 4 * QUARTER
        total += sum(int(each.findtext("duration")) for each in notes if each.find("rest") is None)
    assert total == len(bars) * 4 * QUARTER
