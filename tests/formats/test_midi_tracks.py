"""What is written into MIDI: tracks, keys, velocities, and the ticks of a tempo map."""

from __future__ import annotations

import io

import mido
import numpy as np
import pytest

from lausch import formats
from lausch.annotation import BassLine, Beats, Chords, Drums, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.vocabulary import CLASSES
from lausch.formats.midi import TICKS_PER_BEAT
from lausch.formats.midichords import chords_of
from lausch.formats.midifile import MidiPart

STEADY = Beats(0.5 * np.arange(9), np.arange(9) % 4 + 1)


def written(**layers):
    file = mido.MidiFile(file=io.BytesIO(formats.encode(Analysis(**layers), "midi")))
    assert file.ticks_per_beat == TICKS_PER_BEAT
    return file.tracks


def events(track, *kinds):
    """(tick, message) of these kinds."""
    now, found = 0, []
    for message in track:
        now += message.time
        if message.type in kinds:
            found.append((now, message))
    return found


def played(notes, beats=None):
    """(tick, on, key) of everything in the track of a solo."""
    _, track = written(beats=beats, solo=notes)
    return [
        (tick, message.type == "note_on", message.note)
        for tick, message in events(track, "note_on", "note_off")
    ]


def test_each_layer_has_its_program_and_its_channel():
    tracks = written(
        beats=STEADY,
        solo=Notes([0], [1], [60]),
        bass=BassLine(notes=Notes([0], [1], [40])),
        others={"drums": Drums([0.0], ["snare"]), "chords": Chords([(0, 1)], ["C:maj"])},
    )
    known = [(65, 0), (32, 1), (0, 9), (0, 2)]
    changes = [message for track in tracks for _, message in events(track, "program_change")]
    assert [(each.program, each.channel) for each in changes] == known
    assert [track.name for track in tracks] == ["", "solo", "bass", "drums", "chords"]
    for track, (_, channel) in zip(tracks[1:], known, strict=True):
        assert {message.channel for _, message in events(track, "note_on")} == {channel}


@pytest.mark.parametrize(("sure", "velocity"), [(0.0, 50), (0.5, 85), (1.0, 120)])
def test_notes_are_as_hard_as_they_are_sure(sure, velocity):
    _, track = written(solo=Notes([0], [1], [60], [sure]))
    assert [message.velocity for _, message in events(track, "note_on")] == [velocity]


@pytest.mark.parametrize(("pitch", "key"), [(0, 0), (60.49, 60), (60.5, 61), (127, 127)])
def test_pitches_are_those_of_the_nearest_key(pitch, key):
    assert played(Notes([0], [0.5], [pitch])) == [(0, True, key), (960, False, key)]


def test_a_note_lasts_a_tick_and_ends_where_its_key_is_struck_again():
    notes = Notes([0.0, 0.25, 0.25, 0.5], [0.4, 0.25001, 1.0, 0.5001], [60, 60, 62, 60])
    assert played(notes, STEADY) == [
        (0, True, 60),
        (480, False, 60),
        (480, True, 62),
        (480, True, 60),
        (481, False, 60),
        (960, True, 60),
        (961, False, 60),
        (1920, False, 62),
    ]


def test_of_two_strikes_of_one_key_at_one_tick_the_later_sounds():
    notes = Notes([0.25, 0.25001], [0.3, 0.5], [60, 60])
    assert played(notes, STEADY) == [(480, True, 60), (960, False, 60)]


@pytest.mark.parametrize(
    ("first", "lead"),
    [(0.0, 0), (0.12, 0), (0.125, 1), (0.5, 1), (0.74, 1), (0.76, 2), (1.3, 3)],
)
def test_a_first_beat_comes_after_whole_quarters(first, lead):
    """The period is half a second; less than a quarter of it is no quarter of its own."""
    tempo, *_ = written(beats=Beats(first + STEADY.times, STEADY.positions))
    markers = events(tempo, "marker")
    assert [tick for tick, _ in markers] == ([960 * lead] if lead else [])
    assert events(tempo, "end_of_track")[0][0] == 960 * (8 + lead)


@pytest.mark.parametrize(
    ("numbers", "signatures"),
    [
        ([1, 2, 3, 4, 1, 2, 3, 4, 1], [(0, 4)]),
        ([3, 4, 1, 2, 3, 4, 1, 2, 3], [(0, 2), (2, 4)]),
        ([1, 2, 3, 1, 2, 3, 4, 1, 2], [(0, 3), (3, 4), (7, 3)]),
        ([2, 3, 4, 5, 6, 7, 8, 9, 10], [(0, 4)]),
    ],
)
def test_signatures_stand_where_the_number_of_beats_in_a_bar_changes(numbers, signatures):
    tempo, *_ = written(beats=Beats(STEADY.times, numbers))
    found = events(tempo, "time_signature")
    assert [(tick // 960, message.numerator) for tick, message in found] == signatures
    assert {message.denominator for _, message in found} == {4}


@pytest.mark.parametrize(("beside", "changes"), [(0.0, 1), (0.0224, 1), (0.0226, 2)])
def test_the_tempo_changes_only_where_a_beat_would_be_beside_the_grid(beside, changes):
    """Of three beats the last is late; a tempo of 515 ms has both within 15 ms up to 45 ms."""
    tempo, *_ = written(beats=Beats([0.0, 0.5, 1.0 + 2 * beside]))
    assert len(events(tempo, "set_tempo")) == changes


def test_tempi_are_whole_microseconds_and_have_three_bytes():
    tempo, *_ = written(beats=Beats([0.0, 16.7, 33.9, 34.4]))
    found = [message.tempo for _, message in events(tempo, "set_tempo")]
    assert found == [16_700_000, 16_777_215, 922_785]
    tempo, *_ = written(beats=Beats([0.0, 1e-8, 1.0]))
    assert [message.tempo for _, message in events(tempo, "set_tempo")] == [1, 999_999]


@pytest.mark.parametrize("label", [*CLASSES[:-1:7], "C:maj", "B:maj"])
def test_blocks_are_read_back_as_the_chord_that_they_are(label):
    chords = Chords([(0.5, 1.0), (1.0, 2.5)], [label, "F:maj"])
    data = formats.encode(Analysis(beats=STEADY, others={"chords": chords}), "midi")
    read = formats.FORMATS["midi"].decode(data, "x").others["chords"]
    assert read.labels == chords.labels
    np.testing.assert_allclose(read.intervals, chords.intervals, atol=1e-3)


def test_a_block_that_is_held_ends_where_the_next_begins():
    notes = [(0.0, 2.0, 48), (0.01, 2.0, 52), (0.02, 2.0, 55), (1.0, 1.5, 53), (1.0, 1.2, 57)]
    notes += [(1.0, 1.5, 60), (1.03, 3.0, 50), (1.03, 3.0, 53), (1.03, 2.5, 57)]
    onsets, offsets, pitches = np.array(notes).T
    part = MidiPart("chords", 2, 0, Notes(onsets, offsets, pitches))
    found = chords_of(part)
    assert found.labels == ("C:maj", "F:maj", "D:min")
    np.testing.assert_allclose(found.intervals, [[0, 1], [1, 1.03], [1.03, 3]])
