"""A drum machine made of sines and noise: every stroke is a formula of the MIDI percussion key."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfilt

from lausch.corpora.band.playing.score import NoteArray
from lausch.corpora.band.sounding.synth import RATE
from lausch.frames import FloatArray

KICK, SNARE, TOM, CLOSED, OPEN, RIDE, CRASH, CLAP, BELL, SHAKER = range(10)
# General MIDI percussion keys 27-87 to the ten voices; what is missing here is a shaker.
VOICES = {
    **dict.fromkeys((35, 36), KICK),
    **dict.fromkeys((37, 38, 40), SNARE),
    **dict.fromkeys((41, 43, 45, 47, 48, 50, 60, 61, 62, 63, 64, 65, 66), TOM),
    **dict.fromkeys((42, 44, 22), CLOSED),
    **dict.fromkeys((46, 26), OPEN),
    **dict.fromkeys((51, 53, 59), RIDE),
    **dict.fromkeys((49, 52, 55, 57), CRASH),
    39: CLAP,
    **dict.fromkeys((56, 67, 68, 75, 76, 77), BELL),
}


def _stroke(voice: int, key: int, rng: np.random.Generator) -> FloatArray:
    seconds = {KICK: 0.5, SNARE: 0.4, OPEN: 0.6, RIDE: 1.2, CRASH: 1.8, TOM: 0.6}.get(voice, 0.2)
    time = np.arange(int(seconds * RATE)) / RATE
    noise = rng.standard_normal(time.size)
    if voice in (KICK, TOM):
        base = rng.uniform(42, 60) if voice == KICK else 60 + 9 * (key % 24)
        sweep = rng.uniform(2, 4) if voice == KICK else rng.uniform(0.2, 0.6)
        hz = base * (1 + sweep * np.exp(-time / 0.03))
        sound = np.sin(2 * np.pi * np.cumsum(hz) / RATE) * np.exp(-time / rng.uniform(0.08, 0.25))
        sound += rng.uniform(0.05, 0.4) * noise * np.exp(-time / 0.004)
    elif voice in (SNARE, CLAP):
        cut = butter(2, rng.uniform(700, 2000), "high", fs=RATE, output="sos")
        sound = sosfilt(cut, noise) * np.exp(-time / rng.uniform(0.05, 0.16)) * 0.7
        if voice == SNARE:
            sound += np.sin(2 * np.pi * rng.uniform(160, 240) * time) * np.exp(-time / 0.06)
    elif voice == BELL:
        sound = np.sign(np.sin(2 * np.pi * (500 + 11 * key) * time)) * np.exp(-time / 0.05)
    else:
        cut = butter(2, rng.uniform(5000, 8500), "high", fs=RATE, output="sos")
        fall = {CLOSED: 0.03, OPEN: 0.25, RIDE: 0.35, CRASH: 0.6}.get(voice, 0.05)
        metal = sum(np.sign(np.sin(2 * np.pi * hz * time)) for hz in rng.uniform(3000, 9000, 5))
        sound = sosfilt(cut, noise + 0.3 * metal) * np.exp(-time / (fall * rng.uniform(0.6, 1.4)))
    stroke: FloatArray = (sound / np.abs(sound).max()).astype(np.float32)
    return stroke


def play_kit(notes: NoteArray, length: int, rng: np.random.Generator) -> FloatArray:
    """Percussion notes on one randomly tuned drum machine; mono stem, shape (length,)."""
    stem = np.zeros(length, dtype=np.float32)
    for key in np.unique(notes["pitch"]):
        stroke = _stroke(VOICES.get(int(key), SHAKER), int(key), rng)
        for note in notes[notes["pitch"] == key]:
            start = max(0, round(float(note["start"]) * RATE))
            size = min(len(stroke), length - start)
            if size > 0:
                strength = np.float32((float(note["velocity"]) / 127) ** 1.5)
                stem[start : start + size] += stroke[:size] * strength
    return stem
