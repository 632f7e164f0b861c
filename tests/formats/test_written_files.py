"""What every format writes of a small analysis, byte for byte, and how a lead sheet is laid out."""

from __future__ import annotations

import bz2

import numpy as np
import pytest
from goldens import Cases, check, noise, tried

from lausch import formats
from lausch.annotation import (
    BassLine,
    BeatPitches,
    Beats,
    Chords,
    Contour,
    Form,
    Key,
    Notes,
    Onsets,
    Sections,
    Tempo,
    TempoCurve,
)
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.audio import Provenance
from lausch.formats import notation, svl
from lausch.formats.spelling import fifths_of, spelled
from lausch.frames import Clock, Frames

BEATS = Beats(
    [0.25, 0.75, 1.2500004, 1.7666667, 2.25, 2.75],
    [3, 1, 2, 3, 1, 2],
    [0.9, 0.12345, 0.5, 0.7, 0.8, 1.0],
    [0.25, 0.5],
    0.75,
)
SOLO = Notes([0.2, 0.8, 1.1], [0.5, 1.0, 1.6], [60, 61.26, 58.5], [0.33333, 1, 0])
SUNG = Contour([0.2, 0.21, 0.22, 0.5], [440.00004, 450.5, 0, 220], [True, False, False, True])
LINE = BassLine(
    Contour([0.3, 0.4], [41.2, 55], [True, True], [0.5, 0.25]),
    Notes([0.3, 0.8, 1.3], [0.7, 1.2, 1.9], [28, 33, 35], [1, 0.5, 0.123456]),
    BeatPitches([0.25, 0.75, 1.25], [28, 0, 33], [0.98765, 0.1, 0.5]),
)
FORM = Form(
    Sections([0, 1.1, 2.5], ["A & B", ""], [1, 0.6, 1]),
    Sections([0, 0.5, 1.1, 2.5], ["a", "b\\tc", "a"], [1, 0.5, 0.6, 1]),
)
ANALYSIS = Analysis(
    beats=BEATS,
    tempo=Tempo(
        [119.99, 60], [0.75, 0.25], 0.5, TempoCurve(BEATS.times, [120, 121, 117, 119.5, 121, 120])
    ),
    activations=Frames(np.float32([[0, 0.5], [1, 0.25]]), Clock(22050, 441), ("a", "b")),
    solo=SOLO,
    contour=SUNG,
    bass=LINE,
    sections=FORM,
    structure=Frames(np.float32([[0.1], [0.2]]), Clock(22050, 11025), ("c",), 0.25),
    provenance=Provenance(
        "A <song>.flac", "libsndfile", "1", "FLAC", 48000, 144000, 2, 22050, "soxr", 0, "0" * 64
    ),
    duration=3.0,
    makers=(ModelRef("one", "1" * 64, ("beats", "tempo")), ModelRef("two", "", ("solo",))),
    version="1.2",
    options=(("min_bpm", 60.0), ("meters", (3, 4))),
    others={
        "onsets": Onsets([0.1, 0.5123456], [0.5, 0.98765]),
        "chords": Chords([(0.5, 1.0), (1.0, 2.5)], ["C:maj7", "Bb:7/3"], [0.5, 0.98765]),
        "key": Key("F:maj", 0.75, [(0.5, 2.5)], ["F:maj"], [0.75]),
    },
)
BARE = Analysis(
    beats=Beats([0.5, 1.0, 1.4]),
    solo=SOLO,
    contour=SUNG,
    bass=BassLine(notes=LINE.notes),
    sections=Form(FORM.coarse),
    others={"onsets": Onsets([0.25])},
)


def files(analysis: Analysis, *but: str) -> dict[str, object]:
    names = [name for name in formats.FORMATS if name not in but]
    return {name: tried(formats.encode, analysis, name) for name in names}


def midi(beats: Beats | None, solo: Notes | None = None) -> object:
    return formats.encode(Analysis(beats=beats, solo=solo), "midi")


def grids() -> list[object]:
    """Tempo maps: late and early beginnings, pauses, changes of metre, steady and free tempi."""
    steady = np.arange(12) * 0.5
    free = np.cumsum(0.4 + 0.2 * noise(1, 12))
    pause = np.array([0.0, 0.5, 1.0, 19.0, 19.5])
    mixed = [1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 4, 1]
    notes = Notes(
        [0, 0.1, 0.1, 0.5, 0.5, 7.0],
        [0.2, 0.3, 0.1001, 0.9, 0.6, 7.5],
        [60, 60, 64, 65, 65, 127],
        noise(2, 6),
    )
    return [
        midi(Beats(steady + 0.1, np.arange(12) % 4 + 1), notes),
        midi(Beats(steady + 0.13)),
        midi(Beats(steady + 1.3, mixed)),
        midi(Beats(free, (np.arange(12) + 2) % 5 + 1), notes),
        midi(Beats(pause, [1, 2, 3, 1, 2])),
        midi(Beats([1.0], [1]), notes),
        midi(None, notes),
        midi(Beats([0.0, 0.00000001, 1.0], [1, 2, 1])),
    ]


def page(onsets: list[float], ends: list[float], beats: Beats) -> notation.Page:
    return notation.written(Notes(onsets, ends, 40 + np.arange(len(onsets))), beats)


def pages() -> list[object]:
    """Note values: thirds and quarters of beats, swing, ties over bars, pickups, odd metres."""
    beats = Beats(np.arange(9.0), [4, 1, 2, 3, 4, 1, 2, 3, 4])
    three = Beats(np.arange(7.0), [1, 2, 3, 1, 2, 3, 1])
    swung = [0.0, 0.66, 1.0, 1.68, 2.0, 2.65, 3.0, 3.5, 4.0, 4.34]
    thirds = [0.0, 0.33, 0.67, 1.0, 1.25, 1.5, 1.75, 2.0, 2.26, 3.48, 3.98, 5.1]
    loose = np.sort(np.round(8.5 * noise(3, 24), 2))
    return [
        page(swung, [*swung[1:], 5.0], beats),
        page(thirds, [*thirds[1:], 7.2], beats),
        page(thirds, [each + 0.2 for each in thirds], three),
        page(loose.tolist(), (loose + 0.7 * noise(4, 24) + 0.05).tolist(), beats),
        page([0.2, 2.6], [2.4, 8.9], Beats(np.arange(10) * 0.9, None)),
        page([0.1, 4.0], [3.9, 5.0], Beats(np.arange(5.0), [2, 3, 4, 5, 6])),
        page([0.0], [0.4], Beats([0.2], [1])),
        page([0.0], [0.4], Beats()),
        page([-0.0, 0.5, 9.5, 12.0], [0.2, 0.9, 9.9, 13.0], beats),
        page([], [], three),
    ]


def sheets() -> list[object]:
    beats = [
        Beats(np.arange(9) * 0.5, [4, 1, 2, 3, 4, 1, 2, 3, 4]),
        Beats(0.3 + np.arange(8) * 0.4, [1, 2, 3, 1, 2, 3, 4, 1]),
    ]
    onsets = np.array([0.0, 0.34, 0.5, 0.75, 1.0, 1.17, 1.34, 1.6, 2.9])
    lines = [
        Notes(onsets, np.append(onsets[1:], 3.4), [40, 42, 44, 46, 47, 51, 49, 50, 127]),
        Notes(onsets + 0.3, onsets + 0.41, [39, 41, 44, 46, 47, 51, 49, 50, 36]),
    ]
    return [
        formats.encode(Analysis(beats=grid, bass=BassLine(notes=notes)), "musicxml")
        for grid, notes in zip(beats, lines, strict=True)
    ]


CASES: Cases = {
    "all layers": lambda: files(ANALYSIS, "sv", "rekordbox"),  # this one has a whole path
    "session": lambda: bz2.decompress(formats.encode(ANALYSIS, "sv")).decode(),
    "few layers": lambda: files(
        BARE, "jams", "notes", "svl", "f0", "f0svl", "basssvl", "sectionsvl", "lab", "sv"
    ),
    "no layers": lambda: files(Analysis(), "sv"),
    "cents": lambda: formats.encode(
        Analysis(solo=Notes([0, 1, 2], [1, 2, 3], [61.264, 60.499, 60.504])), "audacity"
    ),
    "tempo alone": lambda: formats.encode(Analysis(tempo=ANALYSIS.tempo), "csv"),
    "tempo maps": grids,
    "tempo maps at their limits": lambda: [
        midi(Beats(0.25 * np.arange(262), [*range(1, 261), 1, 2])),
        midi(Beats([0.125, 0.625, 1.125], [2, 3, 4])),
        midi(Beats([0.0, 16.7, 33.5], [1, 2, 1]), Notes([0, 1.0], [0.5, 1.5], [0.4, 126.6])),
        midi(Beats([0.5, 1.0], [1, 1]), Notes([0.5, 0.9996, 0.9996], [1, 1.5, 1.2], [60, 60, 60])),
    ],
    "pages": pages,
    "pages at the edges of beats": lambda: [
        page([0.95, 1.96, 2.959, 4.04, 6.96], [1.2, 2.4, 3.3, 5.0, 7.5], Beats(np.arange(8.0))),
        page([0.34, 1.66, 2.34, 3.5], [0.6, 1.9, 2.6, 3.9], Beats(np.arange(5.0))),
        page([0.0, 0.75], [0.75, 3.0], Beats(np.arange(4.0), [1, 2, 1, 2])),
        notation.written(
            Notes([0, 1, 2, 3], [1, 2, 3, 4], [0.2, 40.5, 40.45, 127]), Beats(np.arange(5.0))
        ),
        notation.written(Notes([0, 1.0], [4.0, 1.5], [40, 50]), Beats(np.arange(3.0), [3, 4, 5])),
    ],
    "lead sheets": sheets,
    "lead sheets of few bars": lambda: [
        formats.encode(
            Analysis(beats=grid, bass=BassLine(notes=Notes([0.1, 1.0], [0.9, 1.4], [40, 43]))),
            "musicxml",
        )[-1500:]
        for grid in (Beats([0, 0.5, 1.0, 1.5], [3, 1, 2, 3]), Beats([0, 1], [1, 2]))
    ],
    "spelling": lambda: [
        spelled(each)
        for each in ([42, 43, 0, 42, 41, 42], [39, 40, 44, 46, 46], [40, 45, 47, 46, 49, 54], [])
    ],
    "spelling: flats or sharps": lambda: [
        spelled([*each, 49, 60, 54], fifths_of([*each, 49, 60, 54], [1.0] * (len(each) + 3)))
        for each in ([39], [44], [46], [39, 40], [39, 45], [39, 47], [41], [39, 39, 40], [])
    ],
    "titles": lambda: [svl.title("solo", layer, ANALYSIS) for layer in ("solo", "bass", "beats")],
    "what holds what": lambda: [
        formats.holding(layers) for layers in (["beats"], ["bass"], ["sections", "onsets"], [])
    ],
    "suffixes": lambda: [
        getattr(tried(formats.format_of, name), "name", "refused")
        for name in ("x.csv", "X.F0.CSV", "a.bass.notes.csv", "a.MID", "beats", "a.xyz", "a.lab")
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_files_are_those_of_the_table(name):
    check(__file__, name, CASES)
