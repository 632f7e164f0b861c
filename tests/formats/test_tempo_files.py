"""What files of tempi and of their curves hold, and what is read from odd ones, to the digit."""

from __future__ import annotations

import pytest
from goldens import Cases, check, tried

from lausch import formats
from lausch.annotation import Beats, Notes, Tempo, TempoCurve
from lausch.annotation.analysis import Analysis
from lausch.formats import notation

CURVE = TempoCurve([0.5, 1.0, 1.4, 2.0], [120, 131.25, 125, 99.99996])
TEMPI = [
    Tempo([120, 60], [0.7, 0.3]),
    Tempo([60, 120], [0.7, 0.3], 0.5, CURVE),
    Tempo([90.5], [1.0], curve=CURVE),
    Tempo([100, 50], [0, 0]),
    Tempo(),
]
LINES = [
    *("60\t120\t0.3\n", "60 120 0.3", "60,120,0.3", "60\t120\n", "120\t60\t0.6\n", "90\n"),
    *("0\t90\t0\n", "90\t0\t1\n", "0\t0\t0\n", "60\t120\t0.5\n", "60\t120\t1.5\n", "60 120 0.3 1"),
    *("60\t120\t0.3\n90\n", "a\n", "-60\t120\t0.3\n", "", "1e9\t2e9\t0.5\n"),
]
TABLES = [
    *("time,tempo_bpm\n0.5,120\n1.0,60.5\n", "TIME\tBPM\n0.5\t120\n", "tempo_bpm,time\n120,0.5\n"),
    *("time,tempo_bpm\n", "time,hz\n0.5,120\n", "0.5,120\n", "time,tempo_bpm\n1,120\n0.5,60\n"),
    *("time,tempo_bpm\n0.5,0\n", "time,tempo_bpm\n-1,100\n", "tempo_bpm\n100\n"),
]


def written(name: str, tempo: Tempo, duration: float | None = None) -> object:
    return tried(formats.encode, Analysis(tempo=tempo, duration=duration), name)


def read(name: str, text: str) -> object:
    return tried(lambda: formats.FORMATS[name].decode(text, "x").tempo)


def single_beats() -> list[object]:
    """Pages of a line with one beat, whose length is then half a second."""
    notes = Notes([0.3, 1.4, 2.46], [0.8, 1.9, 4.0], [40, 43, 45])
    return [notation.written(notes, Beats(each)) for each in ([0.2], [1.4], [0.0, 0.5])]


CASES: Cases = {
    "tempo, written": lambda: [written("tempo", each) for each in TEMPI],
    "curve, written": lambda: [written("tempocsv", each) for each in TEMPI],
    "documents": lambda: [
        written(name, TEMPI[1], duration) for name in ("jams", "csv") for duration in (None, 1, 9.5)
    ],
    "tempo, read": lambda: [read("tempo", each) for each in LINES],
    "curve, read": lambda: [read("tempocsv", each) for each in TABLES],
    "read back": lambda: [
        formats.FORMATS[name].decode(formats.encode(Analysis(tempo=TEMPI[1]), name), "x").tempo
        for name in ("json", "tempo", "tempocsv")
    ],
    "pages of one beat": single_beats,
}


@pytest.mark.parametrize("name", CASES)
def test_files_are_those_of_the_table(name):
    check(__file__, name, CASES)
