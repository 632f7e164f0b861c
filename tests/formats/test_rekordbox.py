"""Collections of rekordbox: grids that follow the beats, cues, and the padding of MP3."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch import formats
from lausch.annotation import Beats, Form, Sections
from lausch.annotation.analysis import Analysis
from lausch.audio import Provenance
from lausch.errors import FormatError
from lausch.formats import rekordbox
from lausch.formats.rekordboxgrid import BESIDE_SECONDS, Stretch, stretches

STEADY = Beats(0.4 + 0.5 * np.arange(40), np.arange(40) % 4 + 1)
ORIGIN = Provenance("é b.mp3", "", "", "", 44100, 44100 * 21, 2, 22050, "", 0.0, "")
DELAY = 1105 / 44100
ROUNDED = 0.001


def song(**changes):
    return Analysis(**{"beats": STEADY, "duration": 21.0, "provenance": ORIGIN, **changes})


def first(analysis):
    return ElementTree.fromstring(formats.encode(analysis, "rekordbox")).find("COLLECTION/TRACK")


def back(analysis):
    return rekordbox.decode(formats.encode(analysis, "rekordbox"), "x")


def test_a_steady_song_has_one_tempo():
    (tempo,) = first(song()).findall("TEMPO")
    assert tempo.attrib == {"Inizio": "0.400", "Bpm": "120.00", "Metro": "4/4", "Battito": "1"}


def test_beats_that_jitter_are_steady():
    jitter = np.random.default_rng(0).normal(0, 0.008, len(STEADY))
    jitter[5] = 0.06
    beats = Beats(STEADY.times + jitter, (np.arange(40) + 1) % 3 + 1)
    (stretch,) = stretches(beats)
    assert stretch.bpm == pytest.approx(120, abs=0.1)
    assert stretch.start == pytest.approx(0.4, abs=0.01)
    assert (stretch.metre, stretch.number) == (3, 2)


@settings(deadline=None, max_examples=60)
@given(
    start=st.floats(0, 5),
    steps=st.lists(st.floats(0.25, 0.9), min_size=1, max_size=60),
    metre=st.integers(2, 6),
    upbeat=st.integers(0, 5),
)
def test_a_dynamic_grid_follows_the_beats(start, steps, metre, upbeat):
    times = start + np.cumsum([0.0, *steps])
    beats = Beats(times, (np.arange(len(times)) - upbeat) % metre + 1)
    read = back(Analysis(beats=beats, duration=float(times[-1]) + 0.2)).beats
    count = min(len(times), len(read))
    assert count >= len(times) - 1  # the whole second at which the grid ends may be earlier
    steady = len(list(stretches(beats))) == 1
    apart = np.abs(read.times[:count] - times[:count])
    assert steady or apart.max() <= BESIDE_SECONDS + 2 * ROUNDED
    bars = np.flatnonzero(beats.positions == 1)
    if len(bars) > 1:
        np.testing.assert_array_equal(read.positions[:count], beats.positions[:count])


def test_a_tempo_that_changes_has_a_tempo_for_each():
    times = np.concatenate([0.5 * np.arange(40), 20 + 0.4 * np.arange(40)])
    slow, fast = stretches(Beats(times))
    assert (slow.bpm, fast.bpm) == (120, 150)
    assert fast.start == pytest.approx(20, abs=BESIDE_SECONDS + 0.5)


def test_bars_of_another_length_have_a_tempo_of_their_own():
    numbers = [1, 2, 3, 4] * 3 + [1, 2, 3] * 4
    four, three = stretches(Beats(0.5 * np.arange(24), numbers))
    assert (four.metre, three.metre, three.number) == (4, 3, 1)
    assert three.start == pytest.approx(6.0, abs=ROUNDED)
    assert four.bpm == three.bpm == 120


def test_an_mp3_is_later_by_the_padding_of_its_encoder():
    later = song(provenance=replace(ORIGIN, encoder_delay=DELAY), sections=FORM)
    (tempo,) = first(later).findall("TEMPO")
    assert float(tempo.get("Inizio")) == pytest.approx(0.4 + DELAY, abs=ROUNDED)
    marks = [float(each.get("Start")) for each in first(later).findall("POSITION_MARK")]
    assert marks == pytest.approx([DELAY, 8 + DELAY], abs=ROUNDED)
    assert back(later).beats.times[0] == pytest.approx(0.4, abs=ROUNDED)
    assert back(later).sections.coarse.boundaries[:-1] == pytest.approx([0, 8], abs=ROUNDED)


FORM = Form(Sections([0.0, 8.0, 21.0], ["A", "<B>"]))


def test_sections_are_memory_cues():
    marks = first(song(sections=FORM)).findall("POSITION_MARK")
    assert [each.attrib for each in marks] == [
        {"Name": "A", "Type": "0", "Start": "0.000", "Num": "-1"},
        {"Name": "<B>", "Type": "0", "Start": "8.000", "Num": "-1"},
    ]
    assert back(song(sections=FORM)).sections.coarse.labels == ("A", "<B>")


def test_the_recording_is_found_by_its_location():
    track = first(song())
    whole = Path("é b.mp3").absolute().as_posix().rsplit("/", 1)[0]
    assert track.get("Location") == f"file://localhost{whole}/%C3%A9%20b.mp3"
    assert (track.get("Name"), track.get("TotalTime"), track.get("SampleRate")) == (
        "é b",
        "21",
        "44100",
    )
    assert track.get("AverageBpm") == "120.00"


def test_a_collection_counts_and_lists_its_recordings():
    text = rekordbox.collection([rekordbox.track(song()), rekordbox.track(song())])
    root = ElementTree.fromstring(text)
    assert root.find("COLLECTION").get("Entries") == "2"
    numbers = [each.get("TrackID") for each in root.iterfind("COLLECTION/TRACK")]
    assert numbers == ["1", "2"]
    assert [each.get("Key") for each in root.iterfind(".//NODE/TRACK")] == numbers
    with pytest.raises(FormatError, match="of 2 recordings"):
        rekordbox.decode(text, "x")


@pytest.mark.parametrize(
    ("old", "new", "clue"),
    [
        ("DJ_PLAYLISTS", "playlists", "begins with playlists"),
        ('Bpm="120.00"', 'Bpm="0"', "a tempo has"),
        ('Bpm="120.00"', 'Bpm="x"', "Bpm of a TEMPO is a number"),
        ('Metro="4/4"', 'Metro="0/4"', "a tempo has"),
        ('TotalTime="21"', 'TotalTime="1e9"', "is it music"),
        ('TotalTime="21"', 'TotalTime="1e307"', "is it music"),
    ],
)
def test_what_breaks_the_rules_is_told(old, new, clue):
    text = formats.encode(song(), "rekordbox")
    assert old in text
    with pytest.raises(FormatError, match=clue):
        rekordbox.decode(text.replace(old, new), "x")


def test_one_beat_and_none():
    assert list(stretches(Beats([0.5]))) == [Stretch(0.5, 120.0, 1, 4)]
    assert list(stretches(Beats())) == []


def test_the_tempo_of_a_steady_song_has_two_digits():
    (stretch,) = stretches(Beats(0.4 + 60 / 123.456 * np.arange(40)))
    assert stretch.bpm == 123.46


def test_starts_and_tempi_of_a_dynamic_grid_have_the_digits_of_rekordbox():
    numbers = np.arange(60)
    found = list(stretches(Beats(0.4567 + 0.53 * numbers + 0.15 * np.sin(numbers / 5))))
    assert len(found) > 3
    for each in found:
        assert each.start == round(each.start, 3)
        assert each.bpm == round(each.bpm, 2)


def test_a_dynamic_grid_ends_a_stretch_where_the_metre_changes():
    places = np.arange(24)
    beats = Beats(0.5 + 0.5 * places + 0.004 * places**2, [1, 2, 3, 4] * 3 + [1, 2, 3] * 4)
    (change,) = [each for each in stretches(beats) if each.metre == 3][:1]
    assert change.number == 1
    assert change.start == pytest.approx(beats.times[12], abs=BESIDE_SECONDS + ROUNDED)


@pytest.mark.parametrize(
    ("times", "bpm"),
    [
        ([0.0, 20.04], [2.99]),  # no tempo of two digits has the second beat within 25 ms
        ([0.0, 20.04, 40.08], [2.99, 3.0]),
        ([0.0, 20.0, 40.0], [3.0]),  # one tempo has it
        ([0.0, 120.0, 240.0], [0.5]),
        ([0.0, 0.0625, 0.125], [960.0]),
        ([5.0, 25.04], [2.99]),
        ([0.0, 0.0005], [60_000.0]),  # no beat is shorter than a thousandth of a second
    ],
)
def test_beats_far_apart_have_the_nearest_tempo(times, bpm):
    assert [each.bpm for each in stretches(Beats(times))] == bpm


def test_so_many_beats_are_read_and_no_more(monkeypatch):
    text = formats.encode(song(duration=20.0), "rekordbox")
    count = len(rekordbox.decode(text, "x").beats)
    monkeypatch.setattr(rekordbox, "MOST_BEATS", count)
    assert len(rekordbox.decode(text, "x").beats) == count
    monkeypatch.setattr(rekordbox, "MOST_BEATS", count - 1)
    with pytest.raises(FormatError, match="is it music"):
        rekordbox.decode(text, "x")


@pytest.mark.parametrize(
    ("attribute", "reads", "refused"),
    [
        ("Bpm", ["0.01", "1000"], ["0", "-1", "1000.01", "inf", ""]),
        ("Inizio", ["0", "0.001"], ["-0.001", "nan", "x"]),
        ("Battito", ["1", "4"], ["0", "0.9"]),
        ("Metro", ["1/4", "255/4", "3"], ["0/4", "256/4", "/4", "4.5/4", ""]),
    ],
)
def test_a_tempo_has_bounds(attribute, reads, refused):
    text = formats.encode(song(), "rekordbox")
    for values, fits in ((reads, True), (refused, False)):
        for value in values:
            changed = re.sub(rf' {attribute}="[^"]*"', f' {attribute}="{value}"', text, count=1)
            changed = re.sub(r'TotalTime="\d+"', 'TotalTime="2"', changed)
            if fits:
                rekordbox.decode(changed, "x")
            else:
                with pytest.raises(FormatError):
                    rekordbox.decode(changed, "x")


def test_beats_go_on_to_the_second_at_which_the_recording_ends():
    read = back(song(duration=21.0)).beats
    np.testing.assert_allclose(read.times, 0.4 + 0.5 * np.arange(42), atol=1e-9)
    np.testing.assert_array_equal(read.positions, np.arange(42) % 4 + 1)
    assert len(back(song(duration=20.4)).beats) == 40


def test_beats_of_a_stretch_end_where_the_next_begins():
    times = np.concatenate([0.5 * np.arange(20), 10 + 0.4 * np.arange(20)])
    grid = Beats(times, np.arange(40) % 3 + 1)
    read = back(song(beats=grid, duration=18.0)).beats
    np.testing.assert_allclose(read.times[:40], times, atol=BESIDE_SECONDS + ROUNDED)
    np.testing.assert_array_equal(read.positions[:40], grid.positions)


@pytest.mark.parametrize(
    ("numbers", "metres"),
    [
        ([1, 2, 3, 1, 2, 3, 1], [3]),
        ([3, 1, 2, 3, 1, 2, 3], [3]),
        ([5, 1, 2, 3, 1, 2, 3], [5, 3]),  # an upbeat of a longer bar
        ([1, 2, 3, 4, 1, 2, 3, 1, 2, 3, 4], [4, 3, 4]),
        ([1, 2, 3, 1, 2, 3, 4], [3, 4]),
    ],
)
def test_a_stretch_has_bars_of_one_length(numbers, metres):
    found = list(stretches(Beats(0.5 * np.arange(len(numbers)), numbers)))
    assert [each.metre for each in found] == metres
    assert [each.bpm for each in found] == [120] * len(metres)
    assert found[0].number == numbers[0]


@pytest.mark.parametrize(("share", "steady"), [(19, True), (18, False)])
def test_nearly_all_beats_of_a_steady_recording_are_on_its_grid(share, steady):
    """Of twenty beats nineteen are .95."""
    times = 0.4 + 0.5 * np.arange(20)
    times[share:] += 0.1
    assert (len(list(stretches(Beats(times)))) == 1) == steady


@pytest.mark.parametrize(("beside", "count"), [(0.024, 1), (0.026, 2)])
def test_a_beat_may_be_so_far_beside_a_grid_of_one_tempo(beside, count):
    """The first beat is on the grid; the second and third are early and late by a third of this."""
    found = list(stretches(Beats([0.0, 1.0, 2.0 + 3 * beside])))
    assert len(found) == count


@pytest.mark.parametrize(("count", "steady"), [(7, False), (8, True)])
def test_fewer_than_eight_beats_have_a_dynamic_grid(count, steady):
    """A steady grid is that of all beats, so it need not begin on the first."""
    times = 0.4 + 0.5 * np.arange(count)
    times[0] += 0.02
    (stretch, *_) = stretches(Beats(times))
    assert (stretch.start == pytest.approx(0.4, abs=0.01)) == steady
