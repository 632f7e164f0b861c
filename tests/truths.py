"""For each kind of task an annotation that is known, and a recording in which it is heard."""

from __future__ import annotations

import numpy as np

from lausch.annotation import (
    BassLine,
    Beats,
    Chords,
    Contour,
    Drums,
    Form,
    Key,
    Notes,
    Onsets,
    Sections,
    Tempo,
    TempoCurve,
    hertz,
)
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.annotation.bass import BeatPitches
from lausch.annotation.drums import INSTRUMENTS, KEYS
from lausch.annotation.tags import INSTRUMENTS as PLAYERS
from lausch.annotation.tags import Tags, known
from lausch.audio import Provenance
from lausch.corpora.band.playing.score import notes
from lausch.corpora.band.sounding.analogkit import play_kit
from lausch.formats.midichords import voiced
from lausch.frames import Clock, Frames
from lausch.tasks.bass import BassTruth

SECONDS = 20.0
_TIMES = np.arange(0.5, 19.5, 0.61)
_BEATS = Beats(_TIMES, np.arange(len(_TIMES)) % 4 + 1)
_HALVES = 0.5 * np.arange(42)  # of a task whose frames are beats
_GRID = 0.01 * np.arange(round(SECONDS / 0.01))
# Notes of 0.61 s, a rest after every fourth, none before 0.5 s.
_NOTE = np.floor((_GRID - 0.5) / 0.61).astype(int)
_PITCHES = np.array([60.0, 64.0, 67.0, 0.0, 72.0, 69.0, 62.0, 0.0])[_NOTE % 8]
_LINE = Contour(_GRID, np.where((_PITCHES > 0) & (_NOTE >= 0), hertz(_PITCHES), 0.0))

# Noise, chord, noise, which is louder from 17 s on: a phrase of its own.
_FORM = Form(Sections([0.0, 6.5, 13.5, SECONDS]), Sections([0.0, 6.5, 13.5, 17.0, SECONDS]))

# The line two octaves lower, as a bass plays it.
_PLAYED = [n for n in range(31) if _PITCHES[np.searchsorted(_GRID, 0.51 + 0.61 * n)] > 0]
_ONSETS = 0.5 + 0.61 * np.array(_PLAYED)
_LOW = [_PITCHES[np.searchsorted(_GRID, onset + 0.01)] - 24 for onset in _ONSETS]
_BASS = BassTruth(Notes(_ONSETS, _ONSETS + 0.61, _LOW), _ONSETS)

# A drummer alone, from the beginning to the end.
_PLAYING = np.tile(np.array([name == "drums" for name in PLAYERS], np.float32), (80, 1))
_ALONE = {**{name: name == "drums" for name in PLAYERS}, "one player": True}
_TAGS = known(_ALONE, Frames(_PLAYING, Clock(4, 1), PLAYERS))

_SWINGS = known({"swing feel": True, "waltz feel": False, "bebop": True, "fusion": False})
# A cadence twice, in chords of 1.2 s, with silence before and after it.
_CADENCE = ("C:maj", "A:min", "F:maj", "G:maj", "C:maj", "D:min", "G:maj") * 2
_EDGES = 0.5 + 1.2 * np.arange(len(_CADENCE) + 1)
_CHORDS = Chords(np.stack([_EDGES[:-1], _EDGES[1:]], axis=1), _CADENCE)

TRUTHS = {
    "beats": _BEATS,
    "downbeats": _BEATS,
    "specialist_beats": _BEATS,
    "bars": Beats(_HALVES, np.arange(len(_HALVES)) % 4 + 1),
    "bar_agreement": Beats(_HALVES, np.arange(len(_HALVES)) % 4 + 1),
    "bar states": Beats(_HALVES, np.arange(len(_HALVES)) % 4 + 1),
    "positions": Beats(_HALVES, np.arange(len(_HALVES)) % 4 + 1),
    "meters": _BEATS,
    "paced beats": _BEATS,
    "tempo": _BEATS,
    "onsets": Onsets(_TIMES),
    "drums": Drums(_TIMES, [INSTRUMENTS[n % len(INSTRUMENTS)] for n in range(len(_TIMES))]),
    "solo": _LINE,
    "voiced solo": _LINE,
    "sections": _FORM,
    "chords": _CHORDS,
    "deep_chroma": _CHORDS,
    "key": Key("C:maj", 1.0, [(0.0, SECONDS)], ["C:maj"]),
    "bass": _BASS,
    "tags": _TAGS,
    "beat tags": _SWINGS,
}


def recording_of(kind: str, rate: int) -> np.ndarray:
    """Bursts on the beats, the line as a tone with harmonics, or the sections: (20 s * rate,)."""
    samples = np.zeros(round(SECONDS * rate), dtype=np.float32)
    if kind in ("solo", "voiced solo", "bass"):
        moment = np.arange(len(samples)) / rate
        hz = _LINE.hz[np.minimum((moment / 0.01 + 0.5).astype(int), len(_LINE) - 1)]
        phase = 2 * np.pi * np.cumsum(hz) / rate / (4 if kind == "bass" else 1)
        tone = sum(np.sin(n * phase) / n for n in range(1, 7))
        return (0.2 * tone * (hz > 0)).astype(np.float32)
    if kind in ("chords", "deep_chroma", "key"):
        moment = np.arange(len(samples)) / rate
        for (start, end), label in zip(_CHORDS.intervals.tolist(), _CADENCE, strict=True):
            inside = (moment >= start) & (moment < end)
            for pitch in voiced(label):
                phase = 2 * np.pi * hertz(pitch) * moment[inside]
                samples[inside] += sum(0.05 / n * np.sin(n * phase) for n in range(1, 5))
        return samples
    if kind == "sections":
        moment = np.arange(len(samples)) / rate
        chord = sum(np.sin(2 * np.pi * hz * moment) for hz in (220.0, 277.2, 329.6))
        noise = np.random.default_rng(0).normal(size=len(samples))
        inside = (moment >= 6.5) & (moment < 13.5)
        return np.where(inside, 0.1 * chord, 0.1 * noise * (1 + (moment > 17.0))).astype(np.float32)
    if kind in ("drums", "tags"):
        keys = [KEYS[name][0] for name in TRUTHS["drums"].instruments]
        struck = [(time, time + 0.1, key, 110) for time, key in zip(_TIMES, keys, strict=True)]
        return 0.5 * play_kit(notes(struck), len(samples), np.random.default_rng(0))
    burst = (np.random.default_rng(0).normal(size=400) * np.hanning(800)[400:]).astype(np.float32)
    for time in _TIMES:
        samples[int(time * rate) : int(time * rate) + 400] = burst
    return samples


# An analysis that has every layer.
_NOTES = Notes([0.5, 1.5], [1.25, 1.75], [60.5, 72.0], [0.25, 1.0])
_CURVE = Contour([0.5, 0.6, 0.7], [220.0, 230.0, 240.0], [True, False, True])
_PITCHED = BeatPitches([0.5, 1.0], [40.0, 41.0], [0.9, 0.8])
WHOLE = Analysis(
    beats=Beats([0.5, 1.0, 1.5], [3, 1, 2]),
    tempo=Tempo([120], [1], curve=TempoCurve([0.5, 1.0, 1.5], [121.5, 120.0, 118.0])),
    solo=_NOTES,
    contour=_CURVE,
    bass=BassLine(_CURVE, Notes([0.25], [0.75], [40.0]), _PITCHED),
    sections=Form(Sections([0, 1, 2], ["A", "B"]), Sections([0, 1, 1.5, 2], ["a", "b", "b"])),
    others={
        "onsets": Onsets([0.5, 0.75]),
        "drums": Drums([0.5, 1.0], ["kick", "hi-hat"], [1.0, 0.5]),
        "chords": Chords([(0.5, 1.0), (1.5, 2.0)], ["D#:maj7", "G:7"]),
        "key": Key("E:min", 1.0, [(0.5, 2.0)], ["E:min"]),
        "tags": Tags(("piano",), [0.9]),
    },
    provenance=Provenance("old.wav", "", "", "", 44100, 88200, 1, 22050, "", 0.0, ""),
    duration=2.0,
    makers=(ModelRef("one", "", ("beats",)),),
)
