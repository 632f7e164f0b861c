"""Scores of other programs: what their numbers may be, and what a bar says of its notes."""

from __future__ import annotations

import pytest

from lausch.errors import FormatError
from lausch.formats.musicxmlfile import FIELD, drum_score, score

NOTE = "<note><pitch><step>C</step><octave>3</octave></pitch><duration>1</duration></note>"


def sheet(*bars, head="", names=("Bass",)):
    listed = "".join(
        f'<score-part id="P{n}"><part-name>{name}</part-name>{head}</score-part>'
        for n, name in enumerate(names)
    )
    measures = "".join(f"<measure>{bar}</measure>" for bar in bars)
    parts = "".join(f'<part id="P{n}">{measures}</part>' for n in range(len(names)))
    return f"<score-partwise><part-list>{listed}</part-list>{parts}</score-partwise>"


def attributes(text):
    return f"<attributes>{text}</attributes>"


def note(step="C", octave="3", alter="0", duration="1", more=""):
    return (
        f"<note><pitch><step>{step}</step><alter>{alter}</alter><octave>{octave}</octave></pitch>"
        f"<duration>{duration}</duration>{more}</note>"
    )


def pitches(*bars):
    return score(sheet(*bars), "x")[0].pitches.tolist()


@pytest.mark.parametrize(
    ("bar", "reads"),
    [
        (note(octave="-1"), True),
        (note(octave="-2"), False),
        (note(octave="9", step="G"), True),
        (note(octave="11"), False),
        (note(alter="12"), True),
        (note(alter="13"), False),
        (note(alter="-13"), False),
        (note(step="H"), False),
        (note(duration="-1"), False),
        (note(duration="x"), False),
        (note(duration="nan"), False),
        (attributes("<divisions>1000000</divisions>") + note(), True),
        (attributes("<divisions>1000001</divisions>") + note(), False),
        (attributes("<divisions>-1</divisions>") + note(), False),
        (attributes("<divisions>0</divisions>") + note(), True),
        (attributes("<time><beats>1000</beats></time>") + note(), True),
        (attributes("<time><beats>1001</beats></time>") + note(), False),
        (attributes("<time><beats>4</beats><beat-type>1024</beat-type></time>") + note(), True),
        (attributes("<time><beats>4</beats><beat-type>1025</beat-type></time>") + note(), False),
        (attributes("<transpose><chromatic>127</chromatic></transpose>"), True),
        (attributes("<transpose><chromatic>128</chromatic></transpose>"), False),
        (attributes("<transpose><octave-change>10</octave-change></transpose>"), True),
        (attributes("<transpose><octave-change>-11</octave-change></transpose>"), False),
        ('<sound tempo="1"/>' + note(), True),
        ('<sound tempo="0.9"/>' + note(), False),
        ('<sound tempo="10000"/>' + note(), True),
        ('<sound tempo="10001"/>' + note(), False),
    ],
)
def test_numbers_have_bounds(bar, reads):
    if reads:
        score(sheet(bar), "x")
    else:
        with pytest.raises(FormatError):
            score(sheet(bar), "x")


@pytest.mark.parametrize(
    ("bar", "expected"),
    [
        (note(), [48]),
        (note(step="B", alter="-1"), [58]),
        (note(step="F", alter="1", octave="4"), [66]),
        (attributes("<transpose><octave-change>-1</octave-change></transpose>") + note(), [36]),
        (
            attributes(
                "<transpose><chromatic>-2</chromatic><octave-change>1</octave-change></transpose>"
            )
            + note(),
            [58],
        ),
        ("<note><rest/><duration>1</duration></note>" + note(), [48]),
        (note(more="<grace/>") + note(step="D"), [50]),
        (note(duration="0") + note(step="D"), [50]),
    ],
)
def test_pitches_are_those_that_sound(bar, expected):
    assert pitches(bar) == expected


@pytest.mark.parametrize(
    ("bars", "spans"),
    [
        ([note(duration="2") + note()], [(0, 1), (1, 1.5)]),
        (
            [attributes("<divisions>2</divisions>") + note(duration="2") + note()],
            [(0, 0.5), (0.5, 0.75)],
        ),
        ([note() + note(step="E", more="<chord/>") + note()], [(0, 0.5), (0, 0.5), (0.5, 1)]),
        ([note() + "<forward><duration>2</duration></forward>" + note()], [(0, 0.5), (1.5, 2)]),
        (
            [note(duration="4") + "<backup><duration>3</duration></backup>" + note(step="E")],
            [(0, 2), (0.5, 1)],
        ),
        (
            [
                note(duration="2") + "<backup><duration>2</duration></backup>" + note(step="E"),
                note(),
            ],
            [(0, 0.5), (0, 1), (1, 1.5)],
        ),
        ([note(more='<tie type="start"/>'), note(more='<tie type="stop"/>')], [(0, 1)]),
        (
            [
                note(more='<tie type="start"/>')
                + note(more='<tie type="stop"/><tie type="start"/>')
                + note(more='<tie type="stop"/>')
            ],
            [(0, 1.5)],
        ),
        (
            [note(more='<tie type="start"/>') + note("D", more='<tie type="stop"/>')],
            [(0, 0.5), (0.5, 1)],
        ),
        (['<sound tempo="60"/>' + note() + '<sound tempo="240"/>' + note()], [(0, 1), (1, 2)]),
        (
            ['<direction><sound tempo="240"/></direction>' + note() + note()],
            [(0, 0.25), (0.25, 0.5)],
        ),
    ],
)
def test_notes_begin_and_end_where_the_bar_says(bars, spans):
    notes, _ = score(sheet(*bars), "x")
    assert list(zip(notes.onsets, notes.offsets, strict=True)) == [
        pytest.approx(each) for each in spans
    ]


def numbered(*bars):
    _, beats = score(sheet(*bars), "x")
    return beats.times.tolist(), None if beats.positions is None else beats.positions.tolist()


FOUR = attributes("<time><beats>4</beats><beat-type>4</beat-type></time>")


def test_beats_are_quarters_from_the_first_on():
    assert numbered(FOUR + note(duration="4"), note(duration="4")) == (
        [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5],
        [1, 2, 3, 4, 1, 2, 3, 4],
    )
    assert numbered(note(duration="2"), note(duration="1"))[1] == [1, 2, 1]
    assert numbered(note(duration="1") + note(duration="0.5"))[0] == [0, 0.5]


@pytest.mark.parametrize(
    ("first", "expected"), [(1, [4, 1, 2, 3, 4]), (3, [2, 3, 4, 1, 2, 3, 4]), (4, [2, 3, 4, 5])]
)
def test_a_pickup_has_the_last_numbers_of_its_bar(first, expected):
    text = sheet(FOUR + note(duration=str(first)), note(duration="4"))
    _, beats = score(text.replace("<measure>", '<measure implicit="yes">', 1), "x")
    assert beats.positions.tolist()[: len(expected)] == expected


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (("Bass",), 1),
        (("Piano",), 1),
        (("Melody",), 0),
        (("Chords",), 0),
        (("Melody", "E-Bass"), 1),
    ],
)
def test_the_bass_is_read_or_the_first_part(names, count):
    assert len(score(sheet(NOTE, names=names), "x")[0]) == count


def drums(key, dynamics="100"):
    head = f'<midi-instrument id="I"><midi-unpitched>{key}</midi-unpitched></midi-instrument>'
    stroke = (
        f'<note dynamics="{dynamics}"><unpitched/><duration>1</duration><instrument id="I"/></note>'
    )
    return drum_score(sheet(stroke + stroke, head=head, names=("Drums",)), "x")[0]


@pytest.mark.parametrize(
    ("key", "instrument"),
    [("37", "kick"), ("39", "snare"), ("43", "hi-hat"), ("61", None), ("0", None)],
)
def test_instruments_are_told_by_their_keys(key, instrument):
    found = drums(key)
    assert list(found.instruments) == ([instrument] * 2 if instrument else [])
    assert found.times.tolist() == ([0.0, 0.5] if instrument else [])


@pytest.mark.parametrize(
    ("dynamics", "force"), [("100", 90 / 127), ("0", 0), ("50", 45 / 127), ("200", 1)]
)
def test_the_force_is_a_part_of_a_velocity_of_90(dynamics, force):
    assert drums("37", dynamics).velocities[0] == pytest.approx(force)


@pytest.mark.parametrize(
    ("key", "dynamics", "reads"),
    [("128", "100", True), ("129", "100", False), ("37", "10000", True), ("37", "10001", False)],
)
def test_numbers_of_drums_have_bounds(key, dynamics, reads):
    if reads:
        drums(key, dynamics)
    else:
        with pytest.raises(FormatError):
            drums(key, dynamics)


@pytest.mark.parametrize("kind", ["", "<beat-type>0</beat-type>", "<beat-type>4</beat-type>"])
def test_a_metre_is_of_quarters_unless_it_says_otherwise(kind):
    metre = attributes(f"<time><beats>4</beats>{kind}</time>")
    text = sheet(metre + note(duration="1"), note(duration="4"))
    _, beats = score(text.replace("<measure>", '<measure implicit="yes">', 1), "x")
    assert beats.positions.tolist() == [4, 1, 2, 3, 4]


def test_strokes_after_the_last_beat_go_on_at_its_tempo():
    stroke = '<note><unpitched/><duration>1</duration><instrument id="I"/></note>'
    head = '<midi-instrument id="I"><midi-unpitched>37</midi-unpitched></midi-instrument>'
    field = f'<miscellaneous><miscellaneous-field name="{FIELD}">0 1 3</miscellaneous-field>'
    text = sheet(stroke * 5, head=head, names=("Drums",)).replace(
        "<part-list>", f"{field}</miscellaneous><part-list>"
    )
    found, beats = drum_score(text, "x")
    assert beats.times.tolist() == [0, 1, 3]
    assert found.times.tolist() == [0, 1, 3, 5, 7]
    for seconds, times in [("2", [2, 3, 4, 5, 6]), ("", [0, 1, 2, 3, 4])]:
        paced = text.replace("0 1 3", seconds).replace("<note>", '<sound tempo="60"/><note>', 1)
        assert drum_score(paced, "x")[0].times.tolist() == times
