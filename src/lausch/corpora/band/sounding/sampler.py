"""Play notes from ready tones, one per pitch: synthesized ones, or a sampled double bass."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import soundfile
import soxr

from lausch.annotation import hertz, midi
from lausch.corpora.band.playing.score import NoteArray
from lausch.corpora.band.sounding.synth import RATE
from lausch.frames import FloatArray

# (hz, seconds) -> the tone played hard and played softly, both as long as asked or shorter
ToneMaker = Callable[[float, float], tuple[FloatArray, FloatArray]]


LONGEST_SECONDS = 4.0


def place(
    notes: NoteArray,
    length: int,
    tone: ToneMaker,
    *,
    tuning_semitones: float = 0.0,
    release_seconds: float = 0.08,
) -> FloatArray:
    """Notes as copies of one tone per pitch, cut to their length and faded.

    Velocity moves from the soft tone to the hard one and scales by its square (about 40 dB range).

    Returns
    -------
    mono stem, shape (length,), float32.
    """
    stem = np.zeros(length, dtype=np.float32)
    release = int(release_seconds * RATE)
    fade = np.linspace(1, 0, release, dtype=np.float32) ** 2
    for pitch in np.unique(notes["pitch"]):
        same = notes[notes["pitch"] == pitch]
        longest = float(np.max(same["end"] - same["start"]))
        seconds = min(max(longest, 0.05), LONGEST_SECONDS) + release_seconds
        hard, soft = tone(float(hertz(float(pitch) + tuning_semitones)), seconds)
        for note in same:
            start = max(0, round(float(note["start"]) * RATE))
            size = round(float(note["end"] - note["start"]) * RATE) + release
            size = min(max(size, release + 64), len(hard), length - start)
            if size <= release:
                continue
            strength = float(note["velocity"]) / 127.0
            sound = hard[:size] * np.float32(strength**3)
            sound += soft[:size] * np.float32(strength**2 * (1 - strength))
            sound[size - release :] *= fade
            stem[start : start + size] += sound
    return stem


@lru_cache(maxsize=2)
def _regions(sfz: Path) -> list[tuple[int, int, str]]:
    """Of an SFZ: (pitch of the sample, softest velocity, sample name without its ending)."""
    rows: list[tuple[int, int, str]] = []
    lowest = 0
    for block in re.split(r"(?=<(?:group|region)>)", sfz.read_text(errors="replace")):
        fields = dict(re.findall(r"^(\w+)=(\S+)", block, flags=re.MULTILINE))
        if block.startswith("<group>"):
            lowest = int(fields.get("lovel", 0))
        elif "sample" in fields and "noise" not in fields["sample"]:
            name = fields["sample"].replace("\\", "/").rsplit(".", 1)[0]
            rows.append((int(fields["pitch_keycenter"]), lowest, name))
    return rows


@lru_cache(maxsize=128)
def recorded_note(path: Path) -> FloatArray:
    """A sample from its attack on: mono at 44.1 kHz, silence before the attack removed."""
    data, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = data.mean(axis=1)
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE)
    loud = np.flatnonzero(np.abs(mono) > 0.1 * np.abs(mono).max())
    start = max(0, int(loud[0]) - 88) if loud.size else 0
    cut: FloatArray = np.ascontiguousarray(mono[start:], dtype=np.float32)
    return cut


def double_bass(sfz: Path, rng: np.random.Generator) -> ToneMaker:
    """A plucked double bass: for each pitch the nearest sample, shifted by resampling.

    One take is chosen at random per pitch and stem, so two stems differ.
    """
    regions = _regions(sfz)
    velocities = sorted({row[1] for row in regions})

    def pick(hz: float, velocity: int) -> FloatArray:
        pitch = float(midi(hz))
        rows = [row for row in regions if row[1] == velocity]
        near = min(abs(row[0] - pitch) for row in rows)
        takes = [row for row in rows if abs(row[0] - pitch) == near]
        key, _, name = takes[int(rng.integers(len(takes)))]
        sample = recorded_note((sfz.parent / name).with_suffix(".ogg"))
        step = hz / float(hertz(key))
        at = np.arange(0, len(sample) - 1, step)
        shifted: FloatArray = np.interp(at, np.arange(len(sample)), sample).astype(np.float32)
        return shifted

    def tone(hz: float, seconds: float) -> tuple[FloatArray, FloatArray]:
        hard, soft = pick(hz, velocities[-1]), pick(hz, velocities[0])
        size = min(len(hard), len(soft), int(seconds * RATE))
        peak = max(float(np.abs(hard).max()), 1e-6), max(float(np.abs(soft).max()), 1e-6)
        return hard[:size] / np.float32(peak[0]), soft[:size] / np.float32(peak[1])

    return tone
