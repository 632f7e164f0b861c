"""Both sides of bounds in MusicXML and MIDI: the last that passes, and the next that does not."""

from __future__ import annotations

import numpy as np
import pytest
from reading import midi, track

from lausch import formats
from lausch.errors import FormatError
from lausch.formats import midievents
from lausch.formats.queries import read_query

FOUR = "<divisions>2</divisions><time><beats>4</beats><beat-type>4</beat-type></time>"
C3 = "<pitch><step>C</step><alter>0</alter><octave>3</octave></pitch><duration>2</duration>"
BOUNDS = [  # what stands in the file, the values that pass, and those that do not
    ("<divisions>2", ["0", "1000000"], ["-0.1", "1000001"]),
    ("<beats>4", ["0", "1000"], ["-1", "1001"]),
    ("<beat-type>4", ["0", "1024"], ["-1", "1025"]),
    ("<octave>3", ["-1", "9"], ["-2", "11"]),
    ("<alter>0", ["-12", "12"], ["-12.1", "12.1"]),
    ("<duration>2", ["0", "200000"], ["-1", "1e12", "1000000000001"]),
    ('tempo="90', ["1", "10000"], ["0.9", "10001", "", "nan"]),
    ("<chromatic>0", ["-48", "79", "-48.9"], ["-128", "128"]),
    ("<octave-change>0", ["-4", "6"], ["-10.1", "11"]),
]


def sheet(found: str, value: str) -> str:
    transpose = "<transpose><chromatic>0</chromatic><octave-change>0</octave-change></transpose>"
    text = (
        f"<score-partwise><part id='P'><measure><attributes>{FOUR}{transpose}</attributes>"
        f'<sound tempo="90"/><note>{C3}</note></measure></part></score-partwise>'
    )
    assert text.count(found) == 1
    name = found.rstrip("0123456789")
    return text.replace(found, name + value)


@pytest.mark.parametrize(("found", "good", "bad"), BOUNDS)
def test_numbers_of_a_score_have_bounds(found, good, bad):
    decode = formats.FORMATS["musicxml"].decode
    for value in good:
        decode(sheet(found, value), "x")
    for value in bad:
        if found.startswith("tempo") and not value:
            decode(sheet(found, value), "x")  # a sound without a tempo
        else:
            with pytest.raises(FormatError):
                decode(sheet(found, value), "x")


def test_transposition_and_tempo_of_a_score_are_heard():
    up = sheet("<octave-change>0", "1").replace("<chromatic>0", "<chromatic>-2")
    line = formats.FORMATS["musicxml"].decode(up, "x").bass.notes
    np.testing.assert_allclose(line.pitches, [58])
    np.testing.assert_allclose(line.offsets, [60 / 90])


@pytest.mark.parametrize(
    ("event", "data"), [("f1", "00"), ("f2", "0000"), ("f3", "00"), ("f4", ""), ("f6", "")]
)
def test_system_messages_between_notes_do_no_harm(event, data, tmp_path):
    path = tmp_path / "a.mid"
    notes = [(96, "903c40"), (48, event + data), (48, "803c00"), (0, "903e01"), (96, "803e00")]
    path.write_bytes(midi(track(*notes)))
    query = read_query(path)
    np.testing.assert_allclose(query.pitches, [60, 62])
    np.testing.assert_allclose(query.onsets, [0.5, 1.0])
    np.testing.assert_allclose(query.offsets, [1.0, 1.5])


@pytest.mark.parametrize("event", ["ff510307a120", "ff060161", "903c40"])
def test_events_are_counted_over_all_tracks(event, monkeypatch):
    monkeypatch.setattr(midievents, "MOST_EVENTS", 4)

    def tracks(last: int) -> bytes:
        each = [[(1, event)] * count for count in (1, 2, last)]
        return midi(*(track(*events) for events in each))

    assert len(midievents.parsed(tracks(1), "x").tracks) == 3
    with pytest.raises(FormatError, match="more than 4 events"):
        midievents.parsed(tracks(2), "x")
