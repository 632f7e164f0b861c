"""A singing lead: a gliding, vibrating source through vowels, where real songs have a voice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.signal import iirpeak, lfilter

from lausch.annotation import hertz
from lausch.corpora.band.playing.score import NoteArray
from lausch.corpora.band.sounding.synth import RATE
from lausch.frames import FloatArray

Cells = NDArray[np.float64]

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
FPS = RATE / HOP
FLOOR = np.float32(1e-6)
"""Filters of what has died away to nothing are ten times as slow."""


@dataclass(frozen=True)
class Singer:
    """The throat and the habits of one voice.

    Parameters
    ----------
    female, throat : which vowels, and what their formants are multiplied by.
    tilt : pole of the filter that makes the source darker.
    breath, ring_db : noise beside the tone; the level of the singer's formant.
    vibrato_semitones, vibrato_hz, delay_seconds : depth and rate, and when it sets in.
    glide_seconds : how long the way from note to note takes.
    scoops, scoop_semitones : share of phrases that begin below their note, and how far.
    stray_semitones : standard deviation of each note's intonation.
    unvoiced, voiced : shares of syllables that begin with a consonant without and with voice.
    """

    female: int
    throat: float
    tilt: float
    breath: float
    ring_db: float
    vibrato_semitones: float
    vibrato_hz: float
    delay_seconds: float
    glide_seconds: float
    scoops: float
    scoop_semitones: float
    stray_semitones: float
    unvoiced: float
    voiced: float


def a_singer(rng: np.random.Generator) -> Singer:
    return Singer(
        female=int(rng.random() < 0.5),
        throat=float(rng.uniform(0.9, 1.12)),
        tilt=float(rng.uniform(0.6, 0.95)),
        breath=float(rng.uniform(0.01, 0.12)),
        ring_db=float(rng.uniform(-30, -8)),
        vibrato_semitones=float(0.05 * 14 ** rng.random()),
        vibrato_hz=float(rng.uniform(4.5, 7.0)),
        delay_seconds=float(rng.uniform(0.0, 0.4)),
        glide_seconds=float(rng.uniform(0.02, 0.12)),
        scoops=float(rng.uniform(0.0, 0.5)),
        scoop_semitones=float(rng.uniform(0.5, 3.0)),
        stray_semitones=float(rng.uniform(0.03, 0.15)),
        unvoiced=float(rng.uniform(0.15, 0.5)),
        voiced=float(rng.uniform(0.1, 0.4)),
    )


def sing(
    notes: NoteArray, length: int, rng: np.random.Generator, *, tuning_semitones: float = 0.0
) -> tuple[FloatArray, int, Cells]:
    """A line of notes as sung; where notes overlap, the later one wins.

    Pitches are moved by octaves into the range of a voice. A syllable's vowel stands where its
    note does: a consonant takes its time, up to 90 ms, from what was sung before.

    Returns
    -------
    mono stem, shape (length,), float32; by how many semitones all pitches were moved; and the MIDI
    pitch that is sung every `HOP` samples, tuning included, nan in silence and in consonants
    without voice.
    """
    cells = -(-length // HOP) + 1
    if not len(notes):
        return np.zeros(length, dtype=np.float32), 0, np.full(cells, np.nan)
    singer = a_singer(rng)
    low = 55 if singer.female else 43
    octave = 12 * round((low + 10 - float(np.median(notes["pitch"]))) / 12)
    pitch, level, vowel = np.full(cells, np.nan), np.zeros(cells), np.zeros(cells, dtype=np.int64)
    hiss, dark = np.zeros(cells), np.zeros(cells)
    depth, before = np.zeros(cells), -1.0
    for note in notes:
        first = max(0, round(float(note["start"]) * FPS))
        last = min(cells, max(first + 4, round(float(note["end"]) * FPS)))
        if first >= cells:
            continue
        loud = (float(note["velocity"]) / 127) ** 1.2
        seconds = np.arange(last - first) / FPS
        pitch[first:last] = float(note["pitch"]) + octave + rng.normal(0, singer.stray_semitones)
        begins = float(note["start"]) - before > 0.05
        if begins and rng.random() < singer.scoops:
            way = singer.glide_seconds * 1.5
            pitch[first:last] -= singer.scoop_semitones * np.clip(1 - seconds / way, 0, 1)
        swell = 1 + rng.uniform(-0.3, 0.3) * np.linspace(-1, 1, last - first)
        level[first:last] = loud * swell
        depth[first:last] = np.clip((seconds - singer.delay_seconds) / 0.25, 0, 1)
        vowel[first:last] = rng.integers(len(VOWELS))
        _consonant(first, loud, singer, rng, pitch, level, hiss, dark)
        before = float(note["end"])
    sung = glided(pitch, singer, depth, rng) + tuning_semitones
    stem = _throat(sung, level, vowel, hiss, dark, length, singer, rng)
    return stem, octave, np.where(np.isnan(pitch), np.nan, sung)


def _consonant(
    first: int, loud: float, singer: Singer, rng: np.random.Generator,
    pitch: Cells, level: Cells, hiss: Cells, dark: Cells,
) -> None:  # fmt: skip
    """Write the consonant before a vowel that begins at cell `first`, if there is one."""
    kind = rng.random()
    start = max(0, first - int(rng.uniform(0.03, 0.09) * FPS))
    if kind < singer.unvoiced:
        pitch[start:first] = np.nan
        level[start:first] = 0.0
        burst = int(rng.integers(start, first + 1)) if rng.random() < 0.5 else start
        hiss[burst:first] = loud * rng.uniform(0.05, 0.5)
    elif kind < singer.unvoiced + singer.voiced:
        level[start:first] *= rng.uniform(0.15, 0.7)
        dark[start:first] = 1.0


def glided(pitch: Cells, singer: Singer, depth: Cells, rng: np.random.Generator) -> Cells:
    """Pitch in every cell: glides, vibrato, a slow drift and a fast unsteadiness on top."""
    cells = len(pitch)
    held = np.flatnonzero(~np.isnan(pitch))
    at = np.clip(np.searchsorted(held, np.arange(cells), "right") - 1, 0, None)
    smooth = pitch[held[at]]
    for _ in range(2):
        smooth = uniform_filter1d(
            smooth, max(1, int(singer.glide_seconds * FPS / 2)), mode="nearest"
        )
    wobble = uniform_filter1d(rng.standard_normal(cells), int(0.5 * FPS), mode="nearest")
    rate = singer.vibrato_hz * (1 + 1.5 * wobble)
    drift = uniform_filter1d(rng.standard_normal(cells), int(0.15 * FPS), mode="nearest")
    vibrato = singer.vibrato_semitones * np.sin(2 * np.pi * np.cumsum(rate) / FPS)
    drifted: Cells = smooth + depth * vibrato + 1.2 * singer.stray_semitones * drift
    return drifted


def _throat(
    pitch: Cells, level: Cells, vowel: NDArray[np.int64], hiss: Cells, dark: Cells, length: int,
    singer: Singer, rng: np.random.Generator,
) -> FloatArray:  # fmt: skip
    """The source through the vowels, and the consonants beside it, shape (length,)."""
    grid, samples = np.arange(len(pitch)) * HOP, np.arange(length)

    def fine(values: Cells, seconds: float) -> FloatArray:
        soft = uniform_filter1d(values, max(2, int(seconds * FPS)), mode="nearest")
        drawn: FloatArray = np.interp(samples, grid, soft).astype(np.float32)
        return drawn

    turns = np.cumsum(np.interp(samples, grid, hertz(pitch)) / RATE)
    saw = (2 * (turns - np.floor(turns)) - 1).astype(np.float32)
    loud = fine(level, 0.012)
    air = rng.standard_normal(length, dtype=np.float32)
    source = lfilter([1], [1, -singer.tilt], saw * loud).astype(np.float32) * (1 - singer.tilt)
    source += air * (singer.breath * loud + FLOOR)
    closed = fine(dark, 0.01)
    out = source * (0.08 + 0.6 * closed)
    open_ = source * (1 - closed)
    for v in np.unique(vowel):
        part = open_ * (fine((vowel == v) * 1.0, 0.05) + FLOOR)
        for order, formant in enumerate(VOWELS[v][singer.female]):
            hz = formant * singer.throat
            b, a = iirpeak(hz, 5 + 2 * order, fs=RATE)
            out += lfilter(b, a, part) * (1.0, 0.6, 0.35)[order]
    b, a = iirpeak(3000 * singer.throat, 6, fs=RATE)
    out += lfilter(b, a, open_) * 10 ** (singer.ring_db / 20) * 3
    out += np.diff(air, prepend=np.float32(0)) * fine(hiss, 0.008) * 0.1
    sung: FloatArray = out.astype(np.float32)
    return sung
