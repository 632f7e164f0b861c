"""The events of a MIDI file that are kept, and how damaged files end."""

from __future__ import annotations

import pytest
from reading import midi, track

from lausch.errors import FormatError
from lausch.formats import midievents
from lausch.formats.midievents import NOTE_OFF, NOTE_ON, PROGRAM, Track, parsed


def only(*events, end=True):
    (found,) = parsed(midi(track(*events, end=end)), "x").tracks
    return found


def text(kind, word):
    return f"ff{kind:02x}{len(word):02x}" + word.encode("latin-1").hex()


@pytest.mark.parametrize(
    ("events", "title"),
    [
        ([text(3, "lead")], "lead"),
        ([text(1, "by nobody"), text(3, "lead")], "lead"),
        ([text(3, "lead"), text(3, "second")], "lead"),
        ([text(3, "lead"), text(1, "by nobody"), text(5, "la")], "lead"),
        ([text(1, "by nobody"), text(4, "flute")], ""),
        ([text(3, ""), text(3, "lead")], "lead"),
    ],
)
def test_a_track_has_its_first_name(events, title):
    assert only(*((0, each) for each in events)).title == title


def test_markers_tempi_and_metres_stand_at_their_ticks():
    found = only(
        (5, text(6, "verse")),
        (5, "ff5103" + "0927c0"),
        (0, "ff5103" + "000000"),  # no tempo
        (0, "ff5102" + "0927"),  # too short
        (2, "ff580403021808"),
        (1, "ff580203" + "03"),
        (0, "ff580103"),  # too short
        (7, text(6, "end")),
    )
    assert found.markers == [(5, "verse"), (20, "end")]
    assert found.tempi == {10: 600_000}
    assert found.metres == {12: (3, 4), 13: (3, 8)}
    assert (found.end, found.count) == (20, 3)


def test_notes_and_programs_are_kept_and_other_messages_skipped():
    found = only(
        (0, "903c40"),
        (1, "3d41"),  # by running status
        (1, "b04007"),
        (0, "a03c01"),
        (0, "e00040"),
        (0, "d010"),
        (1, "c541"),
        (1, "f243"[:2] + "0102"),
        (0, "f301"),
        (0, "f101"),
        (0, "f6"),
        (0, "f8"),
        (1, "803c00"),
        (0, "f0020102"),
        (0, "f70101"),
        (1, "90ff40"),  # data is at most 127
    )
    assert found.events == [
        (0, NOTE_ON, 0x3C, 0x40),
        (1, NOTE_ON, 0x3D, 0x41),
        (3, PROGRAM | 5, 0x41, 0x41),
        (5, NOTE_OFF, 0x3C, 0),
        (6, NOTE_ON, 127, 0x40),
    ]


def test_messages_of_the_system_end_no_running_status_of_the_channel():
    found = only((0, "913c40"), (0, "f8"), (1, "3c00"))
    assert found.events == [(0, NOTE_ON | 1, 0x3C, 0x40), (1, NOTE_ON | 1, 0x3C, 0)]
    with pytest.raises(FormatError, match="data without a status at byte"):
        only((0, "3c40"))


@pytest.mark.parametrize(
    ("value", "body"),
    [(0, "00"), (127, "7f"), (128, "8100"), (16_383, "ff7f"), (2**28 - 1, "ffffff7f")],
)
def test_times_have_one_to_four_bytes_of_seven_bits(value, body):
    whole = b"MTrk" + (100).to_bytes(4) + bytes.fromhex(body + "903c40" + "00ff2f00")
    (found,) = parsed(midi(whole), "x").tracks
    assert (found.events, found.end) == ([(value, NOTE_ON, 0x3C, 0x40)], value)


def test_a_time_of_five_bytes_is_damage():
    with pytest.raises(FormatError, match="a time of more than four bytes"):
        parsed(midi(b"MTrk" + (9).to_bytes(4) + bytes.fromhex("8181818100" + "903c40")), "x")
    with pytest.raises(FormatError, match="a length of more than four bytes"):
        parsed(midi(b"MTrk" + (9).to_bytes(4) + bytes.fromhex("00ff0381818181" + "0000")), "x")


NOTE = track((0, "903c40"), (96, "803c00"))
EMPTY = b"MTrk\x00\x00\x00\x00"


@pytest.mark.parametrize(
    ("data", "counts"),
    [
        (midi(NOTE), [2]),
        (midi(NOTE) + EMPTY, [2, 0]),
        (midi(NOTE) + EMPTY[:7], [2]),
        (midi(EMPTY, NOTE), [0, 2]),
        (midi(b"XFIH\x00\x00\x00\x02ab", NOTE), [2]),
        (midi(NOTE, b"XFIH\x00\x00\x00\x02ab", NOTE), [2, 2]),
        (midi(NOTE[:7] + b"\x01" + NOTE[8:], NOTE), [2, 2]),  # lengths that are too short
        (midi(NOTE[:7] + b"\x20" + NOTE[8:], NOTE), [2, 2]),  # and too long
        (midi(NOTE + b"ab", NOTE), [2]),
        (midi(track((0, "903c40"), end=False), NOTE), [1, 2]),  # without an end
        (midi(track((0, "903c40"), end=False)), [1]),
        (b"RIFF\x00\x00\x00\x00RMIDdata\x00\x00\x00\x00" + midi(NOTE), [2]),
    ],
)
def test_tracks_are_found_whatever_the_lengths_say(data, counts):
    assert [each.count for each in parsed(data, "x").tracks] == counts


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_file_that_ends_within_a_track_is_cut_off(cut):
    with pytest.raises(FormatError, match="cut off"):
        parsed(midi(NOTE)[:-cut], "x")


@pytest.mark.parametrize(
    ("division", "per_beat", "per_second"),
    [
        (1, 1, 0.0),
        (0x7FFF, 0x7FFF, 0.0),
        (0xE828, 0, 24 * 40.0),
        (0xE701, 0, 25.0),
        (0xE350, 0, 80 * 30_000 / 1001),
        (0xE2FF, 0, 255 * 30.0),
    ],
)
def test_time_is_counted_in_beats_or_in_seconds(division, per_beat, per_second):
    found = parsed(midi(NOTE, division=division), "x")
    assert (found.ticks_per_beat, found.ticks_per_second) == (per_beat, pytest.approx(per_second))


@pytest.mark.parametrize("division", [0, 0x8000, 0xE300, 0xE101, 0xFF01, 0xE601])
def test_other_times_are_none(division):
    with pytest.raises(FormatError):
        parsed(midi(NOTE, division=division), "x")


@pytest.mark.parametrize(
    ("data", "clue"),
    [
        (b"", "another kind of file"),
        (b"<html>", "error page"),
        (b" " * 63 + b"<", "error page"),
        (b" " * 64 + b"<", "another kind"),
        (b"MThd", "within its header"),
        (midi(NOTE)[:13], "within its header"),
    ],
)
def test_what_is_no_midi_is_refused(data, clue):
    with pytest.raises(FormatError, match=clue):
        parsed(data, "x")
    assert parsed(midi(NOTE)[:14], "x").tracks == []
    assert Track() == Track("", [], {}, {}, [], 0)
    assert midievents.MidiFile(1, 96, 0.0, []) == parsed(midi(), "x")
