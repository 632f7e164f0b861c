"""The drum staff: voices fill their bars, triplets are whole, and strokes on the grid come back."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch import formats
from lausch.annotation import Beats, Drums
from lausch.annotation.analysis import Analysis
from lausch.annotation.drums import INSTRUMENTS
from lausch.errors import FormatError
from lausch.formats.drumstaff import PLACES, Struck, staff_of
from lausch.formats.notation import QUARTER

BEATS = Beats(0.5 + 0.5 * np.arange(8), np.arange(8) % 4 + 1)


def drums(*strokes):
    """Strokes as (beat from 0, instrument) or with a velocity."""
    places = np.array([stroke[0] for stroke in strokes])
    force = [stroke[2] if len(stroke) > 2 else 1.0 for stroke in strokes]
    return Drums(0.5 + 0.5 * places, [stroke[1] for stroke in strokes], force)


def written(strokes, beats=BEATS):
    return formats.encode(Analysis(beats=beats, others={"drums": strokes}), "drumstaff")


ROCK = drums(
    *((beat / 2, "hi-hat", 0.5) for beat in range(8)),
    *((beat, "kick") for beat in (0, 2, 2.5)),
    *((beat, "snare", 0.75) for beat in (1, 3)),
)


def test_hands_stand_above_and_the_kick_below():
    staff = staff_of(ROCK, BEATS)
    assert staff.lengths == (4, 4)
    hands, kick = staff.voices[1][0], staff.voices[2][0]
    assert [each.ticks for each in hands] == [6] * 8
    assert [dict(each.strokes).keys() for each in hands[2:4]] == [{"hi-hat", "snare"}, {"hi-hat"}]
    assert [each.ticks for each in kick] == [12, 12, 6, 6, 12]
    assert [len(each.strokes) for each in kick] == [1, 0, 1, 1, 0]
    assert staff.voices[1][1] == (Struck(48),)


def test_a_stroke_has_its_place_its_head_its_key_and_its_force():
    root = ElementTree.fromstring(written(ROCK))
    assert root.findtext(".//clef/sign") == "percussion"
    notes = [note for note in root.iter("note") if note.find("unpitched") is not None]
    by_place = {note.findtext("unpitched/display-step"): note for note in notes}
    assert set(by_place) == {"F", "C", "G"}
    assert by_place["G"].findtext("notehead") == "x"
    assert by_place["F"].findtext("stem") == "down"
    assert float(by_place["C"].get("dynamics")) == pytest.approx(100 * 0.75 * 127 / 90, abs=0.01)
    keys = {
        each.get("id"): each.findtext("midi-unpitched") for each in root.iter("midi-instrument")
    }
    assert keys[by_place["F"].find("instrument").get("id")] == "37"  # counted from 1
    assert {each.findtext("midi-channel") for each in root.iter("midi-instrument")} == {"10"}


@pytest.mark.parametrize(
    ("places", "triplets"),
    [((0, 1 / 3, 2 / 3), True), ((0, 0.27, 0.52, 0.74), False), ((0, 0.5), False)],
)
def test_triplets_stand_only_where_nothing_else_fits(places, triplets):
    text = written(drums(*((place, "snare") for place in places)))
    assert ("<tuplet" in text) == triplets


def test_a_shuffle_is_even_eighths_under_its_word():
    shuffle = drums(*((beat + part, "hi-hat") for beat in range(8) for part in (0, 2 / 3)))
    text = written(shuffle)
    assert "<words>Swing</words>" in text
    assert "<tuplet" not in text
    assert text.count("<type>eighth</type>") == 16


@st.composite
def kits(draw):
    """Beats in a metre, and strokes on parts of them that are the same for all instruments."""
    metre, count = draw(st.integers(2, 7)), draw(st.integers(2, 20))
    first = draw(st.integers(1, metre))
    beats = Beats(0.5 + 0.5 * np.arange(count), (np.arange(count) + first - 1) % metre + 1)
    strokes = []
    for beat in range(count):
        parts = draw(st.sampled_from([1, 2, 3, 4]))
        for part in range(parts):
            for name in draw(st.lists(st.sampled_from(INSTRUMENTS), unique=True, max_size=3)):
                strokes.append((beat + part / parts, name, draw(st.integers(1, 127)) / 127))
    return strokes, beats


@given(kits())
@settings(max_examples=50, deadline=None)
def test_every_voice_fills_its_bars_and_every_triplet_is_whole(kit):
    strokes, beats = kit
    root = ElementTree.fromstring(written(drums(*strokes), beats))
    metre = 0
    for measure in root.iter("measure"):
        metre = int(measure.findtext("attributes/time/beats") or 0) or metre
        for voice in {note.findtext("voice") for note in measure.iter("note")}:
            inside = 0
            total = 0
            for note in measure.iter("note"):
                if note.findtext("voice") != voice or note.find("chord") is not None:
                    continue
                length = int(note.findtext("duration"))
                mark = note.find("notations/tuplet")
                kind = None if mark is None else mark.get("type")
                assert (note.find("time-modification") is not None) == bool(inside or kind)
                if kind == "start":
                    assert total % QUARTER == 0
                inside = length if kind == "start" else inside and inside + length
                if kind == "stop":
                    assert inside == QUARTER
                    inside = 0
                total += length
            assert not inside
            assert total == metre * QUARTER or measure.get("implicit") == "yes"


@given(kits())
@settings(max_examples=30, deadline=None)
def test_every_stroke_on_the_grid_is_written_once(kit):
    strokes, beats = kit
    played = drums(*strokes)
    back = formats.FORMATS["drumstaff"].decode(written(played, beats), "x")
    read = back.read("drums")
    assert sorted(read.instruments) == sorted(played.instruments)
    for name in INSTRUMENTS:
        own, other = played.of(name), read.of(name)
        # Pairs of long and short are written as even eighths, a sixth of a beat beside.
        np.testing.assert_allclose(other.times, own.times, atol=0.5 / 6 + 1e-3)
        np.testing.assert_allclose(other.velocities, own.velocities, atol=1e-3)
    np.testing.assert_allclose(back.beats.times, beats.times, atol=1e-4)
    if len(beats.downbeats) > 1:  # the length of a bar is known
        np.testing.assert_array_equal(back.beats.positions, beats.positions)


def test_of_two_strokes_in_one_place_the_harder_counts():
    twice = Drums([0.5, 0.53], ["snare", "snare"], [0.25, 0.75])
    read = formats.FORMATS["drumstaff"].decode(written(twice), "x").read("drums")
    assert read.velocities == pytest.approx([0.75], abs=1e-3)


def test_without_beats_there_is_no_staff():
    with pytest.raises(FormatError, match="--only drums,beats"):
        formats.encode(Analysis(others={"drums": ROCK}), "drumstaff")


def test_a_score_without_drums_and_one_of_hand_percussion():
    decode = formats.FORMATS["drumstaff"].decode
    with pytest.raises(FormatError, match="without unpitched notes"):
        decode('<score-partwise><part id="P"><measure/></part></score-partwise>', "x")
    text = written(ROCK).replace("<midi-unpitched>39<", "<midi-unpitched>61<")
    assert set(decode(text, "x").read("drums").instruments) == {"kick", "hi-hat"}


@pytest.mark.parametrize(
    ("places", "ticks"),
    [
        ((0.0, 0.75), [9, 3]),
        ((2.0, 2.75), [-24, 9, 3, -12]),  # a dot on any beat
        ((0.25, 1.0), [-3, 6, -3, 12, -24]),  # but none beside
        ((0.25, 0.5, 1.0), [-3, 3, 6, 12, -24]),
        ((0.5,), [-6, 6, -24, -12]),
        ((0.75,), [-9, 3, -24, -12]),
        ((1 / 3, 2 / 3), [-4, 4, 4, -24, -12]),
        ((3.0,), [-24, -12, 12]),
        ((0.0, 2.0), [12, -12, 12, -12]),
        ((1.0, 1.25, 1.5, 1.75), [-12, 3, 3, 3, 3, -24]),
    ],
)
def test_strokes_last_to_the_next_or_to_the_end_of_their_beat(places, ticks):
    bar = staff_of(drums(*((place, "snare") for place in places)), BEATS).voices[1][0]
    rows = [each.ticks if each.strokes else -each.ticks for each in bar]
    assert rows[: len(ticks)] == ticks
    assert sum(map(abs, rows)) == 4 * QUARTER


def test_a_shuffle_that_ends_within_its_last_beat_is_even_there_too():
    shuffle = drums(*((beat + part, "snare") for beat in range(8) for part in (0, 2 / 3)))
    staff = staff_of(shuffle, BEATS)
    assert staff.swing
    assert [[each.ticks for each in bar] for bar in staff.voices[1]] == [[6] * 8] * 2


@pytest.mark.parametrize(
    ("numbers", "names", "metres"),
    [
        ([3, 4, 1, 2, 3, 4, 1, 2], ["0", "1", "2"], ["4"]),
        ([1, 2, 3, 4, 1, 2, 3, 4], ["1", "2"], ["4"]),
        ([3, 1, 2, 3, 1, 2, 3, 4], ["0", "1", "2"], ["3", "4"]),
        ([1, 2, 3, 4, 1, 2, 1, 2], ["1", "2", "3"], ["4", "2"]),
    ],
)
def test_bars_are_numbered_from_the_first_whole_one(numbers, names, metres):
    beats = Beats(BEATS.times, numbers)
    measures = list(ElementTree.fromstring(written(ROCK, beats)).iter("measure"))
    assert [each.get("number") for each in measures] == names
    assert [each.get("implicit") for each in measures] == [
        "yes" if name == "0" else None for name in names
    ]
    found = [each.text for measure in measures for each in measure.iter("beats")]
    assert found == metres
    assert measures[-1].find("barline/bar-style").text == "light-heavy"


def test_strokes_before_the_first_beat_and_after_the_last_bar_are_left_out():
    staff = staff_of(Drums([0.2, 0.5, 4.47, 4.55], ["snare"] * 4), BEATS)
    assert [len(each.strokes) for each in staff.voices[1][0]] == [1, 0, 0]
    assert not any(each.strokes for each in staff.voices[1][1])


def test_every_instrument_has_a_place_of_its_own():
    assert {name: tuple(place) for name, place in PLACES.items()} == {
        "kick": ("F", 4, "", 2),
        "snare": ("C", 5, "", 1),
        "hi-hat": ("G", 5, "x", 1),
        "tom": ("D", 5, "", 1),
        "cymbal": ("A", 5, "x", 1),
    }


def test_a_stroke_at_the_end_of_the_last_beat_is_none_of_it():
    shuffle = [(beat + part, "snare") for beat in range(8) for part in (0, 2 / 3)]
    assert staff_of(drums(*shuffle, (8, "kick")), BEATS) == staff_of(drums(*shuffle), BEATS)
