"""What is read of MIDI files, sound and damaged: lines of notes, melody, bass and beats."""

from __future__ import annotations

import pytest
from goldens import Cases, check
from reading import midi, read, track

from lausch import formats
from lausch.annotation import Notes
from lausch.formats import midifile, midigrid
from lausch.formats.midifile import MidiPart

NOTE = (0, "903c40"), (96, "803c00")
TUNE = track(
    (0, "ff0304" + b"lead".hex()),
    (0, "c041"),
    (10, "903c40"),
    (50, "3e40"),
    (40, "3c00"),
    (20, "3e00"),
    (0, "904040"),
    (0, "904050"),
    (30, "804000"),
    (40, "804000"),
    (0, "912840"),
    (96, "812800"),
    (5, "f00501020304f7"),
    (0, "b04007"),
    (0, "d010"),
    (0, "e00040"),
    (0, "f3010a"[:4]),
    (7, "904540"),
)
BASS = track((0, "ff0304" + b"Bass".hex()), (0, "c120"), (0, "912440"), (200, "812400"))
DRUMS = track((0, "992440"), (10, "892400"))
CHORDS = track(
    (0, "ff0306" + b"Chords".hex()),
    *[(0, f"90{key}40") for key in ("3c", "40", "43")],
    (300, "803c00"),
    (0, "804000"),
    (0, "804300"),
)
TEMPO = track((0, "ff5103" + "0927c0"), (96, "ff5103" + "03d090"), (96, "ff5103" + "000000"))
METRES = track(
    (0, "ff580403021808"), (288, "ff580406031808"), (288, "ff580404021808"), (200, "ff0100")
)
MARKED = track((0, "ff580403021808"), (192, "ff060a" + b"first beat".hex()), (600, "ff0100"))


def midis() -> list[object]:
    whole = midi(TEMPO, TUNE, BASS)
    files = [
        whole,
        midi(TUNE, BASS),
        midi(CHORDS, TUNE),
        midi(DRUMS),
        midi(DRUMS, track(*NOTE)),
        midi(BASS),
        midi(),
        midi(TEMPO, track(*NOTE), kind=2),
        midi(TEMPO, track(*NOTE), division=0xE728),
        midi(track(*NOTE), division=0xE350),
        midi(track(*NOTE), division=0xE300),
        midi(track(*NOTE), division=0xE001),
        midi(track(*NOTE), division=0),
        midi(track(*NOTE), division=0x7FFF),
        midi(track(*NOTE), division=0x8000),
        whole[:7] + b"\x08" + whole[8:14] + b"ab" + whole[14:],
        midi(b"MTrk\x00\x00\x00\x00", track(*NOTE)),
        midi(track(*NOTE)) + b"MTrk\x00\x00\x00",
        midi(track(*NOTE)) + b"MTrk\x00\x00\x00\x00",
        midi(track((0, "903c40"), (200_000, "803c00"), (2_097_152, "903c40"), (1, "803c00"))),
        midi(track((0, "913c40"), (0, "c120"), (9, "813c00"), (0, "903e40"), (9, "803e00"))),
        b"RIFF\x00\x00\x00\x00RMIDdata\x00\x00\x00\x00" + whole,
        whole[:14] + b"XFIH\x00\x00\x00\x02ab" + whole[14:],
        whole[:-4],
        whole[:-9],
        whole[:40],
        whole[:13],
        b"<html>",
        midi(track((0, "40"))),
        midi(track((0, "ff"), end=False)),
        midi(b"MTrk\x00\x00\x00\x05" + track(*NOTE)[8:], TUNE),
        midi(b"MTrk\x00\x00\x01\x05" + track(*NOTE)[8:], TUNE),
        midi(b"MTrk\x00\x00\x00\x06\x81\x82\x83\x84\x85\x00"),
        midi(b"MTrk\x00\x00\x00\x05\x00\xff\x01\x7fa"),
        midi(track((0, "903cff"), (9, "903c00"))),
        midi(track((5, "903c40"), (0, "803c00"), (9, "ff2f00"), end=False)),
    ]
    melodies = [read(formats.FORMATS["midi"].decode, each, "x") for each in files]
    named = [
        track((0, f"ff03{len(word):02x}" + word.encode().hex()), *NOTE)
        for word in ("Melody", "right hand", "strings", "Voice pad", "x")
    ]
    chosen = [
        midifile.melody(midifile.midi_parts(midi(*each), "x"), "x").name
        for each in (named, named[::-1], named[2:], [CHORDS, named[4]], [BASS, named[2]])
    ]
    return [melodies, chosen, midifile.midi_parts(whole, "x")]


def chances() -> list[float]:
    """How likely each part is the melody: by its name, program, height, length and overlaps."""
    lines = [
        MidiPart("x", 0, 0, Notes([0, 1], [1, 2], [60, 70])),
        MidiPart("x", 0, 0, Notes([0, 0.96], [1, 2], [60, 70])),
        MidiPart("x", 0, 0, Notes([0, 0.94], [1, 2], [60, 70])),
        MidiPart("x", 0, 0, Notes([0, 0.93, 2], [1, 2, 3], [30, 20, 20])),
        MidiPart("lead", 0, 32, Notes([0], [4], [100])),
        MidiPart("Vocal pad", 0, 118, Notes([1], [2], [79.5])),
        MidiPart("strings", 0, 119, Notes([1], [2], [41])),
        MidiPart("x", 0, 127, Notes([1], [2], [120])),
        MidiPart("x", 0, 39, Notes([1], [2], [52])),
        MidiPart("x", 0, 40, Notes([1], [2], [52])),
    ]
    return [midifile._likely(line, 4.0) for line in lines]


def beat_grids() -> list[object]:
    files = [
        midi(METRES, TEMPO, TUNE),
        midi(MARKED),
        midi(TEMPO, TUNE),
        midi(track((0, "ff580403021808"), (96, "ff060a" + b"first beat".hex()), (700, "ff0100"))),
        midi(track((0, "ff580400021808"), (192, "ff0100"))),
        midi(track((0, "ff5802060300"[:10]), (0, "ff58020c0400"[:10]), (192, "ff0100"))),
        midi(track((0, "ff580303031808"[:12] + "08"), (192, "ff0100"))),
        midi(track(*NOTE), division=0xE728),
        midi(track()),
        midi(),
    ]
    return [read(midigrid.decode, each, "x") for each in files]


CASES: Cases = {"lines": midis, "melody": chances, "beats": beat_grids}


@pytest.mark.parametrize("name", CASES)
def test_what_is_read_is_that_of_the_table(name):
    check(__file__, name, CASES)
