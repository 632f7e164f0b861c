"""Melodies with a known answer, and a model that hears tones without weights."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Contour, Melody, Notes
from lausch.annotation.melody import hertz, midi
from lausch.frames import Clock, Frames

RATE = 22050
COLUMNS = tuple(f"midi {pitch}" for pitch in range(4, 124))


def melody(seed: int, seconds: float = 60.0) -> Notes:
    """A wandering line of notes of 0.15 to 0.8 s, some of them apart."""
    random = np.random.default_rng(seed)
    onsets = np.cumsum(random.uniform(0.15, 0.8, int(seconds * 3)))
    onsets = onsets[onsets < seconds]
    lengths = np.diff(onsets, append=onsets[-1] + 0.4) * random.uniform(0.7, 1.0, len(onsets))
    pitches = 60 + np.cumsum(random.integers(-4, 5, len(onsets))) % 24
    return Notes(onsets, onsets + lengths, pitches)


def excerpt(notes: Notes, start: float, seconds: float, tempo: float = 1.0, up: int = 0) -> Notes:
    """The notes that begin within a span, from second 0 on, slower by `tempo` and transposed."""
    inside = (notes.onsets >= start) & (notes.onsets < start + seconds)
    onsets, offsets = ((each[inside] - start) * tempo for each in (notes.onsets, notes.offsets))
    return Notes(onsets, offsets, notes.pitches[inside] + up)


def tones(notes: Notes, rate: int = RATE) -> np.ndarray:
    """Sines, float32 mono."""
    samples = np.zeros(int((notes.offsets.max() + 0.2) * rate), np.float32)
    for begin, end, pitch in zip(notes.onsets, notes.offsets, notes.pitches, strict=True):
        span = np.arange(int(begin * rate), int(end * rate))
        samples[span] += 0.5 * np.sin(2 * np.pi * float(hertz(pitch)) * span / rate)
    return samples


class ToneModel:
    """Finds the strongest frequency of every tenth of a second."""

    name = "tones"
    digest = "1" * 64
    rate = RATE
    layers = ("solo",)

    def activations(self, recording):
        samples = np.concatenate([np.zeros(1102, np.float32), *recording.blocks(1 << 16)])
        samples = samples[: len(samples) // 2205 * 2205].reshape(-1, 2205)
        spectra = np.abs(np.fft.rfft(samples * np.hanning(2205), n=16384, axis=1))
        strongest = spectra[:, 20:].argmax(axis=1) + 20
        pitches = np.round(midi(strongest * RATE / 16384)).astype(int).clip(4, 123)
        values = np.zeros((len(samples), 120), np.float32)
        values[np.arange(len(samples)), pitches - 4] = spectra.max(axis=1) > 50
        return Frames(values, Clock(RATE, 2205), COLUMNS)

    def decode(self, activations):
        return Melody(Contour(), Notes(), activations)


FORMULA = ToneModel()
