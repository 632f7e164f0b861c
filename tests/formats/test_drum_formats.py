"""Strokes of drums survive every format that holds them, and foreign files are read."""

from __future__ import annotations

import io

import mido
import numpy as np
import pytest

from lausch import formats
from lausch.annotation import Beats, Drums, Notes
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError

DRUMS = Drums(
    [0.25, 0.25, 0.5, 1.0, 1.125],
    ["kick", "hi-hat", "snare", "tom", "cymbal"],
    [1.0, 0.25, 0.5, 0.75, 0.125],
    [0.5, 0.625, 0.75, 0.875, 1.0],
)
ANALYSIS = Analysis(others={"drums": DRUMS}, duration=2.0)
HOLDING = formats.holding(["drums"])
SURE = ("drums", "json")


def read(name: str, text: str | bytes) -> Drums:
    return formats.FORMATS[name].decode(text, "x").read("drums")


def test_these_formats_hold_drums():
    assert set(HOLDING) == {*SURE, "jams", "drumstaff", "drumsvl", "sv", "audacity", "midi"}


@pytest.mark.parametrize("name", sorted({*HOLDING} - {"drumstaff"}))  # which stands on beats
def test_strokes_come_back(name):
    back = read(name, formats.encode(ANALYSIS, name))
    assert back.instruments == DRUMS.instruments
    np.testing.assert_allclose(back.times, DRUMS.times, atol=6e-4)
    hard = np.ones(5) if name == "audacity" else DRUMS.velocities
    np.testing.assert_allclose(back.velocities, hard, atol=0.005)
    sure = DRUMS.confidence if name in SURE else np.ones(5)
    np.testing.assert_allclose(back.confidence, sure, atol=1e-4)


def test_midi_has_them_on_channel_10_at_the_keys_of_general_midi():
    file = mido.MidiFile(file=io.BytesIO(formats.encode(ANALYSIS, "midi")))
    struck = [each for track in file.tracks for each in track if each.type == "note_on"]
    assert [each.note for each in struck] == [42, 36, 38, 45, 49]
    assert {each.channel for each in struck} == {9}
    assert [each.velocity for each in struck] == [32, 127, 64, 95, 16]


def test_drums_stand_beside_a_solo_and_on_the_grid_of_the_beats():
    both = Analysis(
        beats=Beats([0.25, 0.75, 1.25]), solo=Notes([0.3], [0.9], [60]), others={"drums": DRUMS}
    )
    back = formats.FORMATS["midi"].decode(formats.encode(both, "midi"), "x")
    np.testing.assert_allclose(back.solo.pitches, [60])
    np.testing.assert_allclose(back.read("drums").times, DRUMS.times, atol=6e-4)


def test_tables_of_other_programs_are_read_with_keys_or_letters():
    drums = read("drums", "0.1 \tKD\n0.2 \tSD\n0.2\tHH\n")
    assert drums.instruments == ("kick", "snare", "hi-hat")
    assert read("drums", "label,time\n46,0.5\n").instruments == ("hi-hat",)
    assert read("jams", formats.encode(ANALYSIS, "jams")).instruments == DRUMS.instruments


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0.1\tgong\n", "line 1: 'gong' is no instrument"),
        ("time,velocity\n0.1,1\n", "a time and an instrument"),
        ("0.1\tKD\n0.1\tKD\n", "must increase"),
        ("time,instrument,velocity\n0.1,kick,7\n", "between 0 and 1"),
    ],
)
def test_what_is_no_stroke_is_refused(text, words):
    with pytest.raises(FormatError, match=words):
        read("drums", text)
