"""Sounds of a bass player's fingers: slides, intonation, vibrato, and noise on the strings."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfilt

from lausch.corpora.band.playing.expression import Manner
from lausch.corpora.band.playing.score import NoteArray
from lausch.corpora.band.sounding.synth import RATE
from lausch.frames import FloatArray

FRETLESS = frozenset({32, 35})  # General MIDI: acoustic and fretless bass
BASSES = frozenset(range(32, 40))
INTONATIONS = 3
"""Into how many differently tuned takes the notes of a sampled bass are divided."""


def manner(program: int, rng: np.random.Generator) -> Manner:
    """A bass player's habits: without frets notes begin with a slide and are less in tune."""
    if program in FRETLESS:
        return Manner(
            vibrato_cents=float(rng.uniform(2, 20)),
            vibrato_hz=float(rng.uniform(4, 6)),
            delay_seconds=0.2,
            scoop_share=float(rng.uniform(0, 0.2)),
            fall_share=float(rng.uniform(0, 0.05)),
            intonation_cents=float(rng.uniform(3, 14)),
        )
    return Manner(
        scoop_share=float(rng.uniform(0, 0.06)), intonation_cents=float(rng.uniform(0, 3))
    )


def takes(notes: NoteArray, rng: np.random.Generator) -> list[tuple[NoteArray, float]]:
    """Notes divided at random, each part with what it is off its pitch in semitones."""
    cents = float(rng.uniform(0, 12))
    which = rng.integers(INTONATIONS, size=len(notes))
    return [
        (notes[which == take], float(np.clip(rng.normal(0, cents), -30, 30)) / 100)
        for take in range(INTONATIONS)
        if (which == take).any()
    ]


def noise(notes: NoteArray, length: int, rng: np.random.Generator) -> FloatArray:
    """Plucks and shifts of a stem whose loudness is 1, shape (length,): 20-45 dB under the tone.

    A pluck is a burst of 5-20 ms around 1-4 kHz; a shift, before leaps of more than a third, a
    scrape of 40-120 ms that gets brighter.
    """
    out = np.zeros(length, dtype=np.float32)
    depth = 10 ** (-float(rng.uniform(20, 45)) / 20)
    scraping = float(rng.uniform(0, 0.3))
    before = None
    for note in notes:
        at = round(float(note["start"]) * RATE)
        force = depth * float(note["velocity"]) / 100
        _add(out, at, rng.uniform(0.005, 0.02), force, rng)
        if before is not None and abs(int(note["pitch"]) - before) > 4 and rng.random() < scraping:
            seconds = float(rng.uniform(0.04, 0.12))
            _add(out, at - int(seconds * RATE), seconds, 0.5 * force, rng)
        before = int(note["pitch"])
    centre = float(rng.uniform(1000, 4000))
    sos = butter(1, (centre / 2, centre * 2), "band", fs=RATE, output="sos").astype(np.float32)
    noises: FloatArray = sosfilt(sos, out).astype(np.float32)
    return noises


def _add(out: FloatArray, at: int, seconds: float, force: float, rng: np.random.Generator) -> None:
    size = int(seconds * RATE)
    first, last = max(0, at), min(len(out), at + size)
    if last > first:
        shape = np.hanning(size + 2)[1 : last - first + 1]
        out[first:last] += (force * 3 * shape * rng.standard_normal(last - first)).astype(
            np.float32
        )
