"""Mutated files of annotations against every reader: what is raised is a LauschError, or nothing.

    python faults/readers.py --count 100000 --seed 0

prints a table of calls, and exits with 1 when anything else was raised, took longer than a limit,
or more memory than one. Every file goes to all readers.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import tally
from mutations import mutated

from lausch import formats
from lausch.analysis.activations import Activations, read_activations
from lausch.annotation import (
    BassLine,
    BeatPitches,
    Beats,
    Chords,
    Contour,
    Drums,
    Form,
    Key,
    Notes,
    Onsets,
    Sections,
    Tags,
    Tempo,
    TempoCurve,
)
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.audio import Provenance
from lausch.audio.sounding import Sounding
from lausch.errors import LauschError
from lausch.formats.grids import read_beats
from lausch.formats.queries import read_query
from lausch.formats.references import read_form, read_reference
from lausch.frames import Clock, Frames
from lausch.retrieval.query import query_chroma

CASES = Path(__file__).parents[1] / "tests" / "formats" / "cases"


def whole() -> Analysis:
    """An analysis of which every format holds something."""
    times = 0.5 * np.arange(1, 13)
    notes = Notes(times, times + 0.4, 60 + np.arange(12))
    contour = Contour(times, 220 + np.arange(12), np.arange(12) % 3 > 0)
    pitches = BeatPitches(times, 40 + np.arange(12) % 5)
    activations = Frames(np.zeros((3, 1), np.float32), Clock(100, 1), ("beat",))
    novelty = Frames(np.zeros((60, 2), np.float32), Clock(10, 1), ("coarse", "fine"))
    coarse = Sections([0, 2, 4, 6.5], ["A", "B, again", "A"])
    fine = Sections([0, 1, 2, 3, 4, 6.5], ["a", "a", "b", "c", "a"])
    return Analysis(
        beats=Beats(times, np.arange(12) % 4 + 1),
        tempo=Tempo([120, 60], [0.7, 0.3], curve=TempoCurve(times, 118 + np.arange(12))),
        activations=activations,
        solo=notes,
        contour=contour,
        bass=BassLine(contour, notes, pitches),
        sections=Form(coarse, fine),
        others={
            "onsets": Onsets([0.5, 0.75, 1.25], [1.0, 0.5, 0.25]),
            "chords": Chords([(0.5, 2.0), (2.0, 6.0)], ["C:maj", "Bb:min7/b3"], [1.0, 0.5]),
            "key": Key("C:maj", 0.9, [(0.0, 6.0)], ["C:maj"]),
            "tags": Tags(["drums", "voice"], [0.9, 0.2]),
            "drums": Drums([0.5, 0.5, 1.25], ["kick", "hi-hat", "snare"], [1.0, 0.5, 0.25]),
        },
        novelty=novelty,
        provenance=Provenance(
            *("song.flac", "libsndfile", "1", "FLAC", 44100, 44100, 1, 22050, "soxr", 0.0, "ab"),
            ("a note",),
        ),
        duration=6.5,
        makers=(ModelRef("grill2015", "ab", ("sections",)),),
        version="0",
        options=(("min_bpm", 55.0), ("meters", (3, 4))),
    )


def activations() -> bytes:
    """A file of activations, as `--save-activations` writes it."""
    analysis = whole()
    assert analysis.provenance is not None
    frames = Frames(np.zeros((4, 2), np.float32), Clock(10, 1), ("beat", "downbeat"))
    sounding = Sounding(np.ones(4, np.float32), Clock(10, 1))
    provenance = replace(analysis.provenance, original_samples=17640)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.npz")
        Activations(frames, sounding, provenance, ModelRef("lausch2026", "ab")).save(path)
        return path.read_bytes()


def seeds(cases: Path = CASES) -> list[tuple[str, bytes]]:
    """Names and contents of valid files: each format once, and the small files of others."""
    analysis = whole()
    pairs: list[tuple[str, bytes]] = []
    for entry in formats.FORMATS.values():
        pairs.append((f"a{entry.suffix}", formats.encoded(analysis, entry.name)))
    pairs.append(("a.npz", activations()))
    pairs += [(path.name, path.read_bytes()) for path in sorted(cases.iterdir())]
    return pairs


def _formats(path: Path) -> None:
    """What is read is also written in every other format."""
    try:
        name = formats.format_of(path).name
    except LauschError:
        name = "beats"
    analysis = formats.read(path, name)
    for other in formats.holding(analysis.layers):
        with suppress(LauschError):
            formats.encode(analysis, other)
    formats.write(analysis, path.with_name("written.json"))


def _other_format(path: Path) -> None:
    """A file under the name of another format."""
    names = sorted(formats.FORMATS)
    formats.read(path, names[sum(path.read_bytes()) % len(names)])


def _origin(path: Path) -> None:
    """What a file says of the model and the recording that it is of."""
    with suppress(LauschError):
        formats.format_of(path).origin(path)


def _bass(path: Path) -> None:
    read_reference(path, ["bass"])


def _sought(path: Path) -> None:
    query_chroma(read_query(path), None)


READERS: dict[str, Callable[[Path], Any]] = {
    "formats.read, and all written": _formats,
    "formats.read, another format": _other_format,
    "read_beats (--beats)": read_beats,
    "read_query (search)": _sought,
    "read_form (--reference)": read_form,
    "read_activations": read_activations,
    "read_reference (bass)": _bass,
    "its origin": _origin,
}


def trial(seed: int, folder: Path) -> Callable[[int], str]:
    """What comes of a call, by its number."""
    valid, names = seeds(), list(READERS)

    def outcome(number: int) -> str:
        dice = random.Random(f"{seed} {number // len(names)}")
        name, data = dice.choice(valid)
        path = folder / name
        path.write_bytes(mutated(data, dice.choice(valid)[1], dice))
        return tally.called(lambda: READERS[names[number % len(names)]](path))

    return outcome


def main() -> int:
    options = tally.options(__doc__, 100_000, "calls")
    names = list(READERS)
    with tempfile.TemporaryDirectory() as folder:
        outcome = trial(options.seed, Path(folder))
        return tally.run(options, lambda number: names[number % len(names)], outcome, chunk=600)


if __name__ == "__main__":
    sys.exit(main())
