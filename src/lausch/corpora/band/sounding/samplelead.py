"""A lead played from recorded notes of an instrument, bent as its player bends them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import hertz
from lausch.corpora.band.playing.score import NoteArray
from lausch.corpora.band.sounding.sampler import recorded_note
from lausch.corpora.band.sounding.synth import BEND_HOP, RATE
from lausch.frames import FloatArray

RELEASE_SECONDS = 0.06
ATTACK_SECONDS = 0.004
MOST_SEMITONES = 2.5
"""How far a recorded note may be moved before it sounds like another instrument."""


@dataclass(frozen=True)
class Recorded:
    """One recorded note: the MIDI pitch that sounds, how loud it was played (0 soft), its file."""

    pitch: float
    strength: int
    path: Path


@lru_cache(maxsize=16)
def saxophone(folder: Path, name: str) -> tuple[Recorded, ...]:
    """The notes of one of the MTG saxophones ("ten"), softest first; empty where there are none.

    Maps are Data/NAME_DYNAMIC_rr1.txt with the key and the correction in cents of every sample.
    """
    notes = []
    for strength, dynamic in enumerate("pmf"):
        table = folder / "Data" / f"{name}_{dynamic}_rr1.txt"
        for line in table.read_text(errors="replace").splitlines() if table.is_file() else ():
            fields = dict(re.findall(r"(\w+)=(\S+)", line))
            if "key" in fields and "sample" in fields:
                stem = fields["sample"].partition(".")[0]
                pitch = int(fields["key"]) - float(fields.get("tune", 0)) / 100
                notes.append(Recorded(pitch, strength, folder / "Samples" / f"{stem}.ogg"))
    return tuple(note for note in notes if note.path.is_file())


@lru_cache(maxsize=4)
def guitar(sfz: Path, samples: Path) -> tuple[Recorded, ...]:
    """The notes of an SFZ with a pitch and a velocity for every group, softest first."""
    notes, group = [], {}
    softest: dict[int, int] = {}
    for block in re.split(r"(?=<(?:group|region)>)", sfz.read_text(errors="replace")):
        fields = dict(re.findall(r"^(\w+)=(\S+)", block, flags=re.MULTILINE))
        if block.startswith("<group>"):
            group = fields
        elif "sample" in fields and "pitch_keycenter" in group:
            lowest = int(group.get("lovel", 0))
            strength = softest.setdefault(lowest, len(softest))
            path = samples / fields["sample"].replace("\\", "/")
            notes.append(Recorded(float(group["pitch_keycenter"]), strength, path))
    return tuple(note for note in notes if note.path.is_file())


def fits(notes: NoteArray, known: tuple[Recorded, ...]) -> bool:
    """Whether all notes of a line lie within what was recorded."""
    if not len(notes) or not known:
        return False
    low, high = min(note.pitch for note in known), max(note.pitch for note in known)
    pitches = notes["pitch"]
    return bool(low - MOST_SEMITONES <= pitches.min() and pitches.max() <= high + MOST_SEMITONES)


def play_recorded(
    notes: NoteArray,
    length: int,
    known: tuple[Recorded, ...],
    track: NDArray[np.float64],
    rng: np.random.Generator,
) -> FloatArray:
    """A monophonic line, each note the nearest recorded one, read at the speed of its pitch.

    Parameters
    ----------
    track : MIDI pitch every `BEND_HOP` samples, nan in silence, tuning included.

    Returns
    -------
    mono stem, shape (length,). A note lasts as long as its recording at most.
    """
    stem = np.zeros(length, dtype=np.float32)
    release, attack = round(RELEASE_SECONDS * RATE), round(ATTACK_SECONDS * RATE)
    strongest = max(note.strength for note in known)
    for note in notes:
        start = round(float(note["start"]) * RATE)
        size = min(round(float(note["end"] - note["start"]) * RATE) + release, length - start)
        if start < 0 or size <= release + attack:
            continue
        wish = float(note["velocity"]) / 127 * (strongest + 1) - 0.5 + rng.normal(0, 0.3)
        near = min(abs(each.pitch - note["pitch"]) for each in known)
        able = [each for each in known if abs(each.pitch - note["pitch"]) <= near + 0.5]
        least = min(abs(each.strength - wish) for each in able)
        able = [each for each in able if abs(each.strength - wish) <= least]
        chosen = able[int(rng.integers(len(able)))]
        sample = recorded_note(chosen.path)
        cells = track[start // BEND_HOP : (start + size) // BEND_HOP + 2]
        if not len(cells) or np.isnan(cells).all():
            continue
        filled = np.where(np.isnan(cells), cells[~np.isnan(cells)][-1], cells)
        grid = np.arange(len(filled)) * BEND_HOP
        speed = hertz(np.interp(np.arange(size), grid, filled)) / float(hertz(chosen.pitch))
        at = np.cumsum(speed)
        size = int(np.searchsorted(at, len(sample) - 1))
        if size <= release + attack:
            continue
        tone = np.interp(at[:size], np.arange(len(sample)), sample).astype(np.float32)
        tone[size - release :] *= np.linspace(1, 0, release, dtype=np.float32) ** 2
        tone[:attack] *= np.linspace(0, 1, attack, dtype=np.float32)
        loud = (float(note["velocity"]) / 100) ** 1.2
        stem[start : start + size] += tone * np.float32(loud / max(_rms(tone), 1e-5))
    return stem


def _rms(tone: FloatArray) -> float:
    return float(np.sqrt(np.mean(tone**2)))
