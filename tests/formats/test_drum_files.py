"""What files of strokes hold, and what is read from those of others, to the digit."""

from __future__ import annotations

import numpy as np
import pytest
from goldens import Cases, check, tried

from lausch import formats
from lausch.annotation import Beats, Drums, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.drums import INSTRUMENT_OF, KEYS
from lausch.formats.mididrums import drums_of

NAMES = ["kick", "hi-hat", "snare", "hi-hat", "cymbal", "tom", "kick"]
DRUMS = Drums(
    [0.0, 0.0, 0.25, 0.5000004, 0.7512345, 1.0, 1.001],
    NAMES,
    [1.0, 0.0, 0.5, 0.123456, 0.996, 0.004, 0.75],
    [0.5, 0.25, 1.0, 0.98765, 0.0, 1.0, 0.7],
)
HOLDING = formats.holding(["drums"])
ALONE = Analysis(others={"drums": DRUMS}, duration=2.0)
BESIDE = Analysis(
    beats=Beats([0.25, 0.75, 1.2], [4, 1, 2]),
    solo=Notes([0.3, 0.5], [0.9, 0.7], [60, 67.4], [1.0, 0.5]),
    others={"drums": DRUMS},
    duration=2.0,
)
TABLES = [
    "0.1\tKD\n0.2\tSD\n0.2\tHH\n0.3\tTT\n0.4\tCY\n0.5\tBD\n",
    "time,instrument\n0.5,hihat\n0.25,Kick\n",
    "time,instrument,velocity,confidence\n0.1,36,0.5,0.25\n0.2,59,1,1\n",
    "time,instrument,confidence\n0.1,snare,0.25\n",
    "label,time\n22,0.5\n",
    "time,instrument\n",
    "",
    "0.1\tgong\n",
    "0.1\t37\n",
    "time,velocity\n0.1,1\n",
    "time,instrument,velocity\n0.1,kick,1.5\n",
    "-0.1\tKD\n",
]


def keys() -> list[object]:
    """Percussion keys of channel 10 are strokes; others, and those of other channels, are none."""
    found = []
    for key in [*range(34, 61), 22, 26, 0, 127]:
        track = bytes([0, 0x99, key, 64, 96, 0x99, key, 0, 0, 0x98, key, 64])
        track += bytes([48, 0x99, key, 1, 0, 0x99, key, 127, 0, 0xFF, 0x2F, 0])
        header = b"MThd" + (6).to_bytes(4, "big") + bytes([0, 0, 0, 1, 0, 96])
        data = header + b"MTrk" + len(track).to_bytes(4, "big") + track
        found.append([key, drums_of(data, "x")])
    return found


def _back(analysis: Analysis, name: str) -> Drums:
    return formats.FORMATS[name].decode(formats.encode(analysis, name), "x").read("drums")


CASES: Cases = {
    "written": lambda: {name: tried(formats.encode, ALONE, name) for name in HOLDING},
    "written beside others": lambda: {
        name: formats.encode(BESIDE, name) for name in HOLDING if name != "json"
    },
    "none": lambda: {
        name: tried(formats.encode, Analysis(others={"drums": Drums()}), name) for name in HOLDING
    },
    "read back": lambda: [
        tried(lambda each=each, name=name: _back(each, name))
        for name in HOLDING
        for each in (ALONE, BESIDE)
    ],
    "tables": lambda: [
        tried(lambda text=text: formats.FORMATS["drums"].decode(text, "x").read("drums"))
        for text in TABLES
    ],
    "keys of MIDI": keys,
    "keys": lambda: [KEYS, INSTRUMENT_OF],
    "parts": lambda: [
        DRUMS.of("hi-hat"),
        DRUMS.only(np.arange(7) % 2 == 0),
        Drums([1, 0, 0], ["tom", "tom", "kick"], [0.1, 0.2, 0.3], [1, 0.5, 0]),
        [tried(Drums, [0.1, 0.1], ["kick", each]) for each in ("kick", "snare", "bell")],
        [tried(Drums, [0.1], each) for each in ((), ("kick", "kick"))],
        [tried(Drums, [0.1], ["kick"], [each]) for each in (-0.01, 0.0, 1.0, 1.01)],
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_files_are_those_of_the_table(name):
    check(__file__, name, CASES)
