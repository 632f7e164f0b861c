"""A lead sung by a person who only spoke: notes become syllables of a bank, with another pitch."""

from __future__ import annotations

import numpy as np
import soxr
from scipy.ndimage import uniform_filter1d

from lausch.annotation import hertz
from lausch.corpora.band.playing.expression import breath
from lausch.corpora.band.playing.score import NoteArray
from lausch.corpora.band.sounding.speech import Bank
from lausch.corpora.band.sounding.syllableline import Line, Manner
from lausch.corpora.band.sounding.synth import RATE
from lausch.corpora.band.sounding.vocoder import SPEECH_RATE, STEP_SECONDS, Cells, spoken
from lausch.corpora.band.sounding.voicelead import FPS, HOP, a_singer, glided
from lausch.frames import FloatArray

# Median MIDI pitch of a line, and what formants are multiplied by, of a man's bank and a woman's.
# Low men stand first: they are rare in songs that are written down, and melodies move up for none.
REGISTERS = (
    (42.0, (0.84, 0.98), (0.80, 0.84)),
    (47.0, (0.90, 1.04), (0.80, 0.87)),
    (54.0, (0.95, 1.08), (0.82, 0.92)),
    (59.0, (1.08, 1.18), (0.92, 1.08)),
    (65.0, (1.12, 1.25), (0.97, 1.15)),
    (71.0, (1.18, 1.25), (1.08, 1.25)),
)
WEIGHTS = (0.14, 0.22, 0.2, 0.2, 0.16, 0.08)
MANLY_HZ = 150.0
"""Speakers whose pitch is lower have the formants of men."""


def _manner(low: float, high: float, rng: np.random.Generator) -> Manner:
    return Manner(
        throat=float(rng.uniform(low, high)),
        tilt_db=float(rng.uniform(-4.5, 0.0)),
        effort_db=float(rng.uniform(0.0, 3.0)),
        uneven_db=float(rng.uniform(0.5, 4.0)),
        slurs=float(rng.uniform(0.0, 0.4)),
        noise_power=float(rng.uniform(0.6, 1.4)),
        breath=bool(rng.random() < 0.7),
    )


def sing_spoken(
    notes: NoteArray,
    length: int,
    bank: Bank,
    rng: np.random.Generator,
    *,
    tuning_semitones: float = 0.0,
) -> tuple[FloatArray, int, Cells]:
    """A line of notes as sung by the speaker of a bank; see `voicelead.sing` for what it gives.

    In one of six the line is doubled, in one of eight another voice sings along, softer and at
    another interval: the pitches are those of the lead.
    """
    cells = -(-length // HOP) + 1
    if not len(notes):
        return np.zeros(length, dtype=np.float32), 0, np.full(cells, np.nan)
    middle, man, woman = REGISTERS[int(rng.choice(len(REGISTERS), p=WEIGHTS))]
    octave = 12 * round((middle + rng.uniform(-3, 3) - float(np.median(notes["pitch"]))) / 12)
    manner = _manner(*(man if bank.pitch_hz < MANLY_HZ else woman), rng)
    moved = notes.copy()
    moved["pitch"] += octave
    stem, track = _sung(moved, length, bank, manner, rng, tuning_semitones)
    if rng.random() < 1 / 6:
        late = moved.copy()
        late["start"] += rng.normal(0, 0.02, len(late))
        late["end"] = np.maximum(late["end"] + rng.normal(0, 0.02, len(late)), late["start"] + 0.04)
        second, _ = _sung(late, length, bank, manner, rng, tuning_semitones)
        stem += second * np.float32(10 ** (rng.uniform(-12, -3) / 20))
    elif rng.random() < 1 / 7:
        beside = moved.copy()
        beside["pitch"] += int(rng.choice((-12, -5, -4, -3, 3, 4, 7, 12)))
        second, _ = _sung(beside, length, bank, manner, rng, tuning_semitones)
        stem += second * np.float32(10 ** (rng.uniform(-16, -6) / 20))
    return stem, octave, track


def _sung(
    notes: NoteArray,
    length: int,
    bank: Bank,
    manner: Manner,
    rng: np.random.Generator,
    tuning_semitones: float,
) -> tuple[FloatArray, Cells]:
    """One voice, shape (length,), and its pitch every `HOP` samples, nan where it has none."""
    pitch = _pitch(notes, length, rng) + tuning_semitones
    count = int(length / RATE / STEP_SECONDS) + 2
    line = Line(count, bank, manner)
    for at, note in enumerate(notes):
        stop = float(note["end"])
        follow = float(notes[at + 1]["start"]) if at + 1 < len(notes) else length / RATE
        line.add(float(note["start"]), min(stop, follow), float(note["velocity"]), rng)
    # Spectra do not jump where two syllables touch.
    line.coded[:] = uniform_filter1d(line.coded, 3, axis=0, mode="nearest")
    frames = np.arange(count) * STEP_SECONDS
    hz = np.interp(frames, np.arange(len(pitch)) / FPS, hertz(pitch)) * line.voiced
    stem = np.zeros(length, dtype=np.float32)
    for first, last in line.stretches():
        part = slice(first, last)
        voice = spoken(
            hz[part], line.coded[part], throat=manner.throat, tilt_db=line.tilt_db[part],
            noise_power=manner.noise_power,
        )  # fmt: skip
        at = round(first * STEP_SECONDS * RATE)
        sound = soxr.resample(voice, SPEECH_RATE, RATE)[: length - at]
        stem[at : at + len(sound)] += sound
    power = float(np.sqrt(np.mean(stem[stem != 0] ** 2))) if stem.any() else 1.0
    stem /= np.float32(power)
    if manner.breath:
        stem += breath(notes, length, rng)
    cell = np.minimum((np.arange(len(pitch)) / FPS / STEP_SECONDS + 0.5).astype(int), count - 1)
    return stem, np.where(line.audible[cell], pitch, np.nan)


def _pitch(notes: NoteArray, length: int, rng: np.random.Generator) -> Cells:
    """The pitch that is sung in every cell, held in pauses: glides, scoops, vibrato and drift."""
    singer = a_singer(rng)
    cells = -(-length // HOP) + 1
    pitch, depth = np.full(cells, np.nan), np.zeros(cells)
    before = -1.0
    for note in notes:
        first = max(0, round(float(note["start"]) * FPS))
        last = min(cells, max(first + 4, round(float(note["end"]) * FPS)))
        if first >= cells:
            continue
        seconds = np.arange(last - first) / FPS
        pitch[first:last] = float(note["pitch"]) + rng.normal(0, singer.stray_semitones)
        begins = float(note["start"]) - before > 0.05
        if rng.random() < singer.scoops * (1.0 if begins else 0.4):
            way = singer.glide_seconds * rng.uniform(1.0, 2.5)
            pitch[first:last] -= singer.scoop_semitones * np.clip(1 - seconds / way, 0, 1)
        if rng.random() < 0.15 and last - first > 0.3 * FPS:
            fall = np.clip((seconds - seconds[-1] + 0.15) / 0.15, 0, 1)
            pitch[first:last] -= rng.uniform(0.3, 2.5) * fall**1.5
        depth[first:last] = np.clip((seconds - singer.delay_seconds) / 0.25, 0, 1)
        before = float(note["end"])
    if np.isnan(pitch).all():
        return np.full(cells, 60.0)
    return glided(pitch, singer, depth, rng)
