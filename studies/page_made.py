"""A recording of hours that was never made: pictures and annotations as dense as those of music."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lausch import formats
from lausch.annotation import BassLine, Beats, Contour, Form, Notes, Sections, Tempo
from lausch.annotation.analysis import Analysis
from lausch.annotation.onsets import Onsets
from lausch.annotation.tempocurve import curve_of
from lausch.frames import Clock, Frames
from lausch.representations.structure import STRUCTURE
from lausch.web.document import document_of
from lausch.web.kept import Kept, fingerprint, write_json
from lausch.web.pictures import HOP, PEAK_SAMPLES, RATE, SPECTRUM, Picture, _extremes, _largest
from lausch.web.preparing import row_of

SOUND_RATE = 44100


def analysis_of(seconds: float) -> Analysis:
    """Annotations as dense as those of music, for so many seconds."""
    draw = np.random.default_rng(0)
    beats = np.arange(0.5, seconds, 0.5)
    onsets = np.arange(0.25, seconds, 0.3)
    pitches = 60 + np.cumsum(draw.integers(-2, 3, len(onsets))) % 20
    times = np.arange(0, seconds, 0.01)
    hz = 440 * 2 ** ((60 - 69 + 5 * np.sin(times / 3) + draw.normal(0, 0.05, len(times))) / 12)
    voiced = times % 4 < 3
    contour = Contour(times, np.where(voiced, hz, 0), voiced, np.full(len(times), 0.8))
    edges = np.append(np.arange(0, seconds, 30.0), seconds)
    form = Sections(edges, list("ABAC" * len(edges))[: len(edges) - 1])

    def frames(rate: int, hop: int, columns: tuple[str, ...]) -> Frames:
        count = round(seconds * rate / hop)
        values = draw.random((count, len(columns)), np.float32) ** 6
        return Frames(values, Clock(rate, hop), columns)

    return Analysis(
        beats=Beats(beats, np.arange(len(beats)) % 4 + 1, np.full(len(beats), 0.9)),
        tempo=Tempo([120.0], [1.0], 0.9, curve_of(beats)),
        activations=frames(44100, 441, ("beat", "downbeat")),
        solo=Notes(onsets, onsets + 0.25, pitches, np.full(len(onsets), 0.7)),
        contour=contour,
        solo_activations=frames(22050, 2205, tuple(f"midi {4 + at}" for at in range(120))),
        bass=BassLine(notes=Notes(beats, beats + 0.4, 36 + np.arange(len(beats)) % 12)),
        sections=Form(form),
        structure=frames(STRUCTURE.rate, STRUCTURE.clock.hop, STRUCTURE.columns),
        duration=seconds,
        others={"onsets": Onsets(onsets, np.full(len(onsets), 0.6))},
    )


def prepare(root: Path, song: Path, seconds: float) -> int:
    """The folder of a recording that was never made; returns the bytes of its document."""
    kept = Kept(root / fingerprint(song), "a")
    parts = kept.made / "parts"
    parts.mkdir(parents=True)
    draw = np.random.default_rng(0)
    pattern = draw.integers(0, 64, (4096, SPECTRUM.width), np.uint8) * np.uint8(4)
    columns = np.resize(pattern, (round(seconds * RATE / HOP), SPECTRUM.width))
    facts = {"low": 31.0, "step": 0.5, "white": 200}
    peaks = np.resize(
        draw.integers(100, 156, (4096, 2), np.uint8),
        (round(seconds * SOUND_RATE / PEAK_SAMPLES), 2),
    )
    pictures = (
        Picture("waveform", peaks, Clock(SOUND_RATE, PEAK_SAMPLES), _extremes, {"loudest": 0.4}),
        Picture("spectrum", columns, Clock(RATE, HOP), _largest, facts),
    )
    for picture in pictures:
        for name, data in picture.tiles():
            (parts / name.replace("/", "-")).write_bytes(data)
    sound = {
        "rate": SOUND_RATE, "channels": 1, "samples": round(seconds * SOUND_RATE),
        "piece": 20 * SOUND_RATE, "lead": 4096, "coding": "ogg",
    }  # fmt: skip
    entries = {"sound": sound, "pictures": {each.name: each.entry() for each in pictures}}
    found = analysis_of(seconds)
    formats.write(found.without_activations(), kept.made / "annotations.json", "json")
    write_json(kept.made / "document.json", document_of(found, song.name, **entries))
    write_json(kept.made / "sound.json", sound)
    write_json(kept.made / "row.json", row_of(found, song.name))
    return (kept.made / "document.json").stat().st_size
