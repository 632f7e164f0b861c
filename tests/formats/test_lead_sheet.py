"""The lead sheet: bars that add up, pitches as they were given, and seconds that come back."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lausch.annotation import BassLine, BeatPitches, Beats, Notes
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats import musicxml
from lausch.formats.musicxmlfile import voices
from lausch.formats.notation import QUARTER, written
from lausch.formats.spelling import fifths_of, spelled

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def grid(count, first=2, metre=4, start=0.4, period=0.5):
    """Beats of a steady tempo, the first one numbered `first`."""
    numbers = (np.arange(count) + first - 1) % metre + 1
    return Beats(start + period * np.arange(count), numbers)


def line(rows, beats):
    """Notes from (begin, end, pitch) in beats."""
    times = beats.times
    step = times[-1] - times[-2]
    known = np.append(times, times[-1] + step * np.arange(1, 9))
    onsets, offsets, pitches = np.array(sorted(rows), dtype=float).reshape(-1, 3).T
    at = [np.interp(each, np.arange(len(known)), known) for each in (onsets, offsets)]
    return Notes(*at, pitches)


def page(rows, beats):
    return ElementTree.fromstring(
        musicxml.encode(Analysis(bass=BassLine(notes=line(rows, beats)), beats=beats))
    )


def sounding(note):
    alter = int(note.findtext("pitch/alter") or 0)
    octave = int(note.findtext("pitch/octave"))
    return 12 * (octave + 1) + STEPS[note.findtext("pitch/step")] + alter - 12


@st.composite
def lines(draw):
    """Beats in a metre and notes on halves, thirds and quarters of them, not overlapping."""
    metre = draw(st.integers(2, 7))
    count = draw(st.integers(2, 30))
    beats = grid(count, draw(st.integers(1, metre)), metre)
    cuts = []
    for beat in range(count):
        parts = draw(st.sampled_from([1, 1, 2, 3, 4]))
        kept = draw(st.lists(st.booleans(), min_size=parts, max_size=parts))
        cuts += [beat + n / parts for n in range(parts) if kept[n]]
    rows = []
    for begin, end in pairwise([*cuts, count]):
        if draw(st.integers(0, 5)):
            rows.append((begin, end, draw(st.integers(28, 67))))
    return rows, beats


@given(lines())
@settings(max_examples=60, deadline=None)
def test_bars_add_up_and_pitches_are_as_given(given_line):
    rows, beats = given_line
    root = page(rows, beats)
    metre = None
    for measure in root.iter("measure"):
        metre = int(measure.findtext("attributes/time/beats") or 0) or metre
        total = sum(int(note.findtext("duration")) for note in measure.iter("note"))
        assert total % QUARTER == 0
        assert total == metre * QUARTER or measure.get("implicit") == "yes"
        for note in measure.iter("note"):
            whole = note.find("rest") is not None and note.find("rest").get("measure") == "yes"
            assert whole or note.findtext("type")
    struck = [
        sounding(note)
        for note in root.iter("note")
        if note.find("pitch") is not None
        and "stop" not in {tie.get("type") for tie in note.findall("tie")}
    ]
    assert struck == [pitch for _, _, pitch in sorted(rows)]
    for kind in ("start", "stop"):
        assert sum(tie.get("type") == kind for tie in root.iter("tie")) == sum(
            tie.get("type") == "start" for tie in root.iter("tie")
        )
    opened = [mark.get("type") for mark in root.iter("tuplet")]
    assert opened == ["start", "stop"] * (len(opened) // 2)


@given(lines())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_page_gives_seconds_back(given_line):
    rows, beats = given_line
    notes = line(rows, beats)
    thirds = [round(3 * begin) for begin, _, _ in rows if round(12 * begin) % 12 in (4, 8)]
    # One note at a third of a beat, and none at the other, is an even eighth on the page.
    assume(all(at + (1 if at % 3 == 1 else -1) in thirds for at in thirds))
    text = musicxml.encode(Analysis(bass=BassLine(notes=notes), beats=beats))
    back = musicxml.decode(text, "x")
    np.testing.assert_allclose(back.beats.times, beats.times, atol=1e-4)
    np.testing.assert_allclose(back.bass.notes.onsets, notes.onsets, atol=1e-3)
    # An end within a beat in which nothing begins is brought to the beat: a beat is .5 s.
    np.testing.assert_allclose(back.bass.notes.offsets, notes.offsets, atol=0.5)
    assert back.bass.notes.pitches.tolist() == notes.pitches.tolist()


@pytest.mark.parametrize("first", [1, 2, 3, 4])
def test_numbers_in_the_bar_come_back_with_a_pickup(first):
    beats = grid(19, first)
    back = musicxml.decode(
        musicxml.encode(Analysis(bass=BassLine(notes=line([(0, 1, 40)], beats)), beats=beats)), "x"
    )
    assert back.beats.positions.tolist() == beats.positions.tolist()


def values(rows, beats):
    return [
        [(each.ticks, each.pitch, each.triplet) for each in bar.written]
        for bar in written(line(rows, beats), beats).bars
    ]


def test_quarters_halves_and_a_whole_bar_of_rest():
    beats = grid(12, 1)
    rows = [(0, 1, 40), (1, 3, 43), (3, 4, 45), (8, 12, 47)]
    assert values(rows, beats) == [
        [(12, 40, ""), (24, 43, ""), (12, 45, "")],
        [(48, 0, "")],
        [(48, 47, "")],
    ]


def test_triplets_are_bracketed_and_ties_cross_the_bar():
    beats = grid(8, 1)
    rows = [(0, 1 / 3, 40), (1 / 3, 2 / 3, 41), (2 / 3, 1, 42), (1, 1.5, 43), (1.5, 2, 44)]
    rows += [(2, 2.5, 45), (2.5, 3, 46), (3, 5, 47), (5, 8, 48)]
    found = written(line(rows, beats), beats)
    assert not found.swing
    first = found.bars[0].written
    assert [each.triplet for each in first[:3]] == ["start", "inside", "stop"]
    assert [each.ticks for each in first[3:]] == [6, 6, 6, 6, 12]
    assert first[-1].tied_to
    assert found.bars[1].written[0].tied_from


def test_swung_eighths_are_written_even_with_a_word():
    beats = grid(8, 1)
    rows = [(b, b + 2 / 3, 40 + b) for b in range(8)] + [(b + 2 / 3, b + 1, 50) for b in range(8)]
    found = written(line(rows, beats), beats)
    assert found.swing
    assert {each.ticks for bar in found.bars for each in bar.written} == {6}
    assert "Swing" in musicxml.encode(Analysis(bass=BassLine(notes=line(rows, beats)), beats=beats))


def test_pairs_are_even_eighths_whichever_way_they_lean():
    beats = grid(4, 1)
    rows = [(0, 1 / 3, 40), (1 / 3, 1, 41), (1, 1.5, 42), (1.5, 2, 43), (2, 2.6, 44), (2.7, 3, 45)]
    found = written(line(rows, beats), beats)
    assert not found.swing
    assert [each.ticks for each in found.bars[0].written] == [6, 6, 6, 6, 6, 6, 12]


def test_notes_that_are_not_quite_on_the_grid_are_brought_there():
    beats = grid(4, 1)
    rows = [(0.02, 0.97, 40), (1.04, 1.47, 41), (1.52, 2.1, 42), (1.98, 3.0, 43), (2.97, 4, 44)]
    assert values(rows, beats) == [
        [(12, 40, ""), (6, 41, ""), (6, 42, ""), (12, 43, ""), (12, 44, "")]
    ]


def test_without_a_metre_it_is_four_from_the_first_beat():
    beats = Beats(0.5 + 0.5 * np.arange(9))
    root = page([(0, 1, 40)], beats)
    assert [int(each.text) for each in root.iter("beats")] == [4]
    assert len(list(root.iter("measure"))) == 3


def test_the_page_says_what_a_bass_player_has_to_know():
    beats = grid(9, 1, 3, period=0.4)
    root = page([(0, 1, 40), (1, 2, 42), (2, 3, 43)], beats)
    assert root.findtext(".//clef/sign") == "F"
    assert root.findtext(".//transpose/octave-change") == "-1"
    assert root.findtext(".//note/pitch/octave") == "3"  # E2 is written E3
    assert root.findtext(".//per-minute") == "150"
    assert root.find(".//sound").get("tempo") == "150.00"


def test_beats_of_the_line_will_do_where_the_analysis_has_none():
    beats = grid(4, 1)
    bass = BassLine(notes=line([(0, 1, 40)], beats), beats=BeatPitches(beats.times, [40, 0, 0, 0]))
    assert len(musicxml.decode(musicxml.encode(Analysis(bass=bass)), "x").bass.notes) == 1
    with pytest.raises(FormatError, match="has no beats"):
        musicxml.encode(Analysis(bass=BassLine(notes=Notes([0.1], [0.4], [40]))))


def test_leading_notes_lead():
    def names(pitches, fifths=0):
        signs = {0: "", 1: "#", -1: "b"}
        return [step + signs[alter] for step, alter, _ in spelled(pitches, fifths)]

    assert names([42, 43, 42, 41]) == ["F#", "G", "Gb", "F"]
    assert names([49, 49, 50]) == ["C#", "C#", "D"]
    assert names([40, 0, 46]) == ["E", "", "Bb"]
    assert names([40, 49, 45, 42]) == ["E", "C#", "A", "F#"]
    assert names([39, 49, 44, 42], -5) == ["Eb", "Db", "Ab", "Gb"]


SCORE = """<score-partwise><part-list>
<score-part id="A"><part-name>Piano</part-name></score-part>
<score-part id="B"><part-name>Double Bass</part-name></score-part></part-list>
<part id="A"><measure><note><rest/><duration>4</duration></note></measure></part>
<part id="B"><measure><attributes><divisions>2</divisions><time><beats>6</beats>
<beat-type>8</beat-type></time></attributes><sound tempo="60"/>
<note><pitch><step>B</step><alter>-1</alter><octave>1</octave></pitch><duration>2</duration></note>
<note><grace/><pitch><step>C</step><octave>2</octave></pitch></note>
<note><pitch><step>C</step><octave>2</octave></pitch><duration>4</duration></note>
<note><chord/><pitch><step>G</step><octave>2</octave></pitch><duration>4</duration></note>
<backup><duration>2</duration></backup>
<forward><duration>1</duration></forward>
<note><pitch><step>D</step><octave>2</octave></pitch><duration>1</duration></note>
</measure></part></score-partwise>"""


def test_a_score_by_another_program_is_read():
    found = musicxml.decode(SCORE, "x")
    rows = list(zip(found.bass.notes.onsets, found.bass.notes.pitches, strict=True))
    assert rows == [(0.0, 34.0), (1.0, 36.0), (1.0, 43.0), (2.5, 38.0)]
    assert found.beats.times.tolist() == [0.0, 1.0, 2.0]
    assert found.beats.positions.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PK\x03\x04", "mxl"),
        ("<score-timewise/>", "save it in parts"),
        ("<score-partwise/>", "without parts"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><score-partwise/>", "entities"),
        (SCORE.replace("<duration>4<", "<duration>four<"), "is a number"),
        (SCORE.replace("<step>B<", "<step>H<"), "letter from A to G"),
    ],
)
def test_what_is_no_score_is_refused(text, words):
    with pytest.raises(FormatError, match=words):
        musicxml.decode(text, "page")


@pytest.mark.parametrize("fifths", range(-6, 6))
def test_a_key_is_estimated_and_its_notes_need_no_accidentals(fifths):
    tonic = 48 + 7 * fifths % 12
    scale = [tonic + step for step in (0, 2, 4, 5, 7, 9, 11, 12)]
    assert fifths_of(scale, [3, 1, 2, 1, 2, 1, 1, 3]) == fifths
    minor = [tonic - 3 + step for step in (0, 2, 3, 5, 7, 8, 11, 12)]
    assert fifths_of(minor, [3, 1, 2, 1, 2, 1, 1, 3]) == fifths
    names = [step for step, *_ in spelled(scale, fifths)]
    assert len(set(names[:-1])) == 7  # each letter once
    flats = {alter for _, alter, _ in spelled(scale, fifths)}
    assert flats <= {0, 1 if fifths > 0 else -1}
    for pitch, (step, alter, octave) in zip(scale, spelled(scale, fifths), strict=True):
        assert 12 * (octave + 1) + STEPS[step] + alter == pitch


def test_no_notes_have_no_key():
    assert fifths_of([], []) == 0


def test_the_tempo_mark_changes_with_the_tempo():
    steps = np.repeat([0.5, 0.4], [32, 32])
    beats = Beats(np.concatenate([[0.0], np.cumsum(steps)]), np.arange(65) % 4 + 1)
    notes = Notes(beats.times[:-1], beats.times[1:], np.full(64, 40.0))
    text = musicxml.encode(Analysis(bass=BassLine(notes=notes), beats=beats))
    root = ElementTree.fromstring(text)
    marks = [
        (int(bar.get("number")), float(each.get("tempo")))
        for bar in root.iter("measure")
        for each in bar.iter("sound")
    ]
    assert marks == [(1, pytest.approx(120, abs=1)), (9, pytest.approx(150, abs=1))]


def test_all_parts_of_a_score_have_their_notes_in_quarters():
    note = "<note><pitch><step>{}</step><octave>4</octave></pitch><duration>2</duration></note>"
    first = "<measure><attributes><divisions>2</divisions></attributes>{}</measure>"
    bars = first + "<measure>{}</measure>"
    parts = "".join(
        f'<part id="{name}">{bars.format(note.format(step), 2 * note.format(step))}</part>'
        for name, step in (("P1", "C"), ("P2", "A"))
    )
    read = voices(f"<score-partwise>{parts}</score-partwise>", "x")
    assert [rows for rows, _ in read] == [
        [(0, 1, pitch), (1, 2, pitch), (2, 3, pitch)] for pitch in (60, 69)
    ]
    assert read[0][1] == [(0, 1), (1, 3)]


def changing(*parts, metre=4):
    """Beats in tempi, from (period, count), and their numbers in the bar."""
    periods = np.concatenate([np.full(count, period) for period, count in parts])
    times = np.concatenate([[0.0], np.cumsum(periods[:-1])])
    return Beats(times, np.arange(len(times)) % metre + 1)


@pytest.mark.parametrize(
    ("lengths", "parts", "marks"),
    [
        ([4] * 8, [(0.5, 32)], {0: 120}),
        ([4] * 12, [(0.5, 24), (0.4, 24)], {0: 120, 6: 150}),
        ([4] * 12, [(0.5, 24), (0.481, 24)], {0: 120}),
        ([23, 4, 21], [(0.5, 24), (0.4, 24)], {0: 120, 2: 150}),  # with the next bar
        ([4] * 12, [(0.5, 24), (0.4, 12), (0.5, 12)], {0: 120, 6: 150, 9: 120}),
        ([4, 44], [(0.5, 24), (0.4, 24)], {0: 120, 1: 150}),  # within the last bar
    ],
)
def test_tempo_marks_stand_where_the_tempo_changes(lengths, parts, marks):
    found = musicxml.tempo_marks(lengths, changing(*parts))
    assert {at: round(bpm) for at, bpm in found.items()} == marks


def test_a_score_of_one_beat_has_the_usual_tempo():
    assert musicxml.tempo_marks([4], Beats([0.5])) == {0: 120.0}
    assert musicxml.tempo_marks([4], Beats([0.5, 1.1])) == {0: pytest.approx(100)}
