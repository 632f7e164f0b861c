"""A singing lead: a gliding, vibrating saw through vowels, where real songs have a voice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.signal import iirpeak, lfilter

from lausch.corpora.rendered.score import Notes
from lausch.corpora.rendered.synth import RATE
from lausch.frames import FloatArray

# first three formants in Hz of five vowels of a male and a female voice, after Peterson and
# Barney (JASA 24(2), 1952), table II, rounded
VOWELS = (
    ((730, 1090, 2440), (850, 1220, 2810)),
    ((530, 1840, 2480), (610, 2330, 2990)),
    ((270, 2290, 3010), (310, 2790, 3310)),
    ((570, 840, 2410), (590, 920, 2710)),
    ((300, 870, 2240), (370, 950, 2670)),
)
HOP = 64  # the glide and the vowels move on this grid, in samples


def sing(
    notes: Notes, length: int, rng: np.random.Generator, *, tuning_semitones: float = 0.0
) -> tuple[FloatArray, int, NDArray[np.float64]]:
    """A line of notes as sung; where notes overlap, the later one wins.

    Pitches are moved by octaves into the range of a voice. Glides last 10-50 ms around the note's
    start and each syllable begins with a short consonant-like noise, so onsets are as soft as
    those of real singing but stand where the notes do.

    Returns
    -------
    mono stem, shape (length,), float32; by how many semitones all pitches were moved; and the MIDI
    pitch that is sung every `HOP` samples, tuning included, nan in silence.
    """
    cells = -(-length // HOP) + 1
    if not len(notes):
        return np.zeros(length, dtype=np.float32), 0, np.full(cells, np.nan)
    female = int(rng.random() < 0.5)
    low = 55 if female else 43
    middle = float(np.median(notes["pitch"]))
    octave = 12 * round((low + 10 - middle) / 12)
    pitch = np.full(cells, np.nan)
    level = np.zeros(cells)
    vowel = np.zeros(cells, dtype=np.int64)
    consonant = np.zeros(cells)
    for note in notes:
        first = max(0, round(float(note["start"]) * RATE / HOP))
        last = min(cells, max(first + 4, round(float(note["end"]) * RATE / HOP)))
        if first >= cells:
            continue
        pitch[first:last] = float(note["pitch"]) + octave
        level[first:last] = (float(note["velocity"]) / 127) ** 1.2
        vowel[first:last] = rng.integers(len(VOWELS))
        if rng.random() < 0.6:
            consonant[first : first + int(rng.integers(8, 40))] = rng.uniform(0.05, 0.4)
    silent = np.isnan(pitch)
    held = np.flatnonzero(~silent)
    pitch = pitch[held[np.clip(np.searchsorted(held, np.arange(cells), "right") - 1, 0, None)]]
    glide = int(rng.uniform(0.01, 0.05) * RATE / HOP) + 1
    pitch = uniform_filter1d(pitch, glide, mode="nearest")
    beat = 2 * np.pi * np.cumsum(rng.uniform(4.5, 6.5) * HOP / RATE * np.ones(cells))
    pitch += rng.uniform(0.05, 0.5) * np.sin(beat) + tuning_semitones
    level = uniform_filter1d(level, max(2, int(0.012 * RATE / HOP)), mode="nearest")

    grid, samples = np.arange(cells) * HOP, np.arange(length)
    hz = np.interp(samples, grid, 440 * 2 ** ((pitch - 69) / 12))
    turns = np.cumsum(hz / RATE)
    turns -= np.floor(turns)
    breath = rng.standard_normal(length) * rng.uniform(0.01, 0.08)
    source = (2 * turns - 1) * np.interp(samples, grid, level)
    source = lfilter([1], [1, -rng.uniform(0.6, 0.93)], source) + breath * np.interp(
        samples, grid, level
    )
    shares = np.stack([uniform_filter1d((vowel == v) * 1.0, 12) for v in range(len(VOWELS))])
    out = 0.15 * source
    for v in np.unique(vowel):
        part = source * np.interp(samples, grid, shares[v])
        for order, formant in enumerate(VOWELS[v][female]):
            b, a = iirpeak(formant, 6 + 2 * order, fs=RATE)
            out += lfilter(b, a, part) * (1.0, 0.6, 0.35)[order]
    hiss = np.diff(rng.standard_normal(length), prepend=0.0)
    out += hiss * np.interp(samples, grid, consonant * level) * 0.5
    sung: FloatArray = out.astype(np.float32)
    return sung, octave, np.where(silent, np.nan, pitch)
