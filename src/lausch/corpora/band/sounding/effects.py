"""What studios, rooms and carriers do to sound. No effect here moves it in time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import cos, pi, sin, sqrt
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray
from scipy.signal import butter, oaconvolve, sosfilt

from lausch.corpora.band.sounding.synth import RATE
from lausch.frames import FloatArray

Sections = NDArray[np.float32]


def decibels(db: float) -> np.float32:
    """The amplitude factor of a level in dB."""
    return np.float32(10 ** (db / 20))


def peak(hz: float, gain_db: float, q: float = 1.0) -> list[float]:
    """One second-order section that lifts or cuts around `hz` (Bristow-Johnson, EQ cookbook)."""
    a, w = 10 ** (gain_db / 40), 2 * pi * hz / RATE
    alpha, c = sin(w) / (2 * q), cos(w)
    row = [1 + alpha * a, -2 * c, 1 - alpha * a, 1 + alpha / a, -2 * c, 1 - alpha / a]
    return [value / row[3] for value in row]


def shelf(hz: float, gain_db: float, *, high: bool) -> list[float]:
    """One second-order section that lifts or cuts all above (or below) `hz` (same source)."""
    a, w = 10 ** (gain_db / 40), 2 * pi * hz / RATE
    c = cos(w) * (-1 if high else 1)
    k = sqrt(2 * a) * sin(w)
    b = [
        a * (a + 1 - (a - 1) * c + k),
        2 * a * (a - 1 - (a + 1) * c),
        a * (a + 1 - (a - 1) * c - k),
    ]
    d = [a + 1 + (a - 1) * c + k, -2 * (a - 1 + (a + 1) * c), a + 1 + (a - 1) * c - k]
    if high:
        b[1], d[1] = -b[1], -d[1]
    return [value / d[0] for value in (*b, *d)]


def equalise(signal: FloatArray, sections: Sequence[Sequence[float]]) -> FloatArray:
    """Run second-order sections over a signal, shape (n,)."""
    if not sections:
        return signal
    out: FloatArray = sosfilt(np.asarray(sections, dtype=np.float32), signal).astype(np.float32)
    return out


def band_limit(signal: FloatArray, low_hz: float | None, high_hz: float | None) -> FloatArray:
    """Cut what a telephone, a radio or an old record cannot carry."""
    for hz, kind in ((low_hz, "high"), (high_hz, "low")):
        if hz is not None and hz < RATE / 2:
            sos = butter(3, hz, kind, fs=RATE, output="sos").astype(np.float32)
            signal = sosfilt(sos, signal).astype(np.float32)
    return signal


def amplifier(signal: FloatArray, drive_db: float, rng: np.random.Generator) -> FloatArray:
    """A valve stage and a speaker: high-pass, asymmetric saturation, tone, cabinet low-pass."""
    loudest = max(float(np.abs(signal).max(initial=0.0)), 1e-9)
    tight = butter(1, rng.uniform(60, 250), "high", fs=RATE, output="sos").astype(np.float32)
    driven = sosfilt(tight, signal).astype(np.float32) * (decibels(drive_db) / np.float32(loudest))
    bias = np.float32(rng.uniform(0, 0.3))
    shaped = np.tanh(driven + bias) - np.tanh(bias)
    tone = [peak(rng.uniform(400, 1000), rng.uniform(-8, 3)), peak(2500, rng.uniform(0, 8))]
    return band_limit(equalise(shaped, tone), 70, float(rng.uniform(3500, 6500)))


def compress(signal: FloatArray, threshold_db: float, ratio: float) -> FloatArray:
    """Lower what is louder than the threshold; the gain moves on a grid of 5.8 ms.

    The level follows with 6 ms attack and about 120 ms release.
    """
    hop = 256
    cells = -(-len(signal) // hop)
    padded = np.zeros(cells * hop, dtype=np.float32)
    padded[: len(signal)] = signal
    level = np.abs(padded.reshape(cells, hop)).max(axis=1).tolist()
    held = 0.0
    for i, value in enumerate(level):
        held = value if value > held else held * 0.953 + value * 0.047
        level[i] = held
    db = 20 * np.log10(np.asarray(level) + 1e-6)
    gain = 10 ** (-np.maximum(0, db - threshold_db) * (1 - 1 / ratio) / 20)
    curve = np.interp(np.arange(len(signal)), np.arange(cells) * hop, gain)
    squeezed: FloatArray = signal * curve.astype(np.float32)
    return squeezed


@lru_cache(maxsize=32)
def plate(path: Path) -> FloatArray:
    """An impulse response, mono, from its first arrival on, of unit energy."""
    data, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = data[:, 0]
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE)
    first = int(np.argmax(np.abs(mono) > 0.05 * np.abs(mono).max()))
    mono = mono[first : first + int(2.5 * RATE)]
    response: FloatArray = (mono / np.sqrt(np.sum(mono**2))).astype(np.float32)
    return response


def room(seconds: float, rng: np.random.Generator) -> FloatArray:
    """A room's response as noise that decays by 60 dB in `seconds`, highs faster; unit energy."""
    time = np.arange(int(max(seconds, 0.1) * RATE)) / RATE
    noise = rng.standard_normal((2, time.size))
    dark = sosfilt(butter(1, rng.uniform(1000, 4000), fs=RATE, output="sos"), noise[0])
    tail = dark * 10 ** (-3 * time / seconds) + 0.3 * noise[1] * 10 ** (-6 * time / seconds)
    response: FloatArray = (tail / np.sqrt(np.sum(tail**2))).astype(np.float32)
    return response


def reverberate(signal: FloatArray, response: FloatArray) -> FloatArray:
    """The signal as the response answers it, cut to the signal's length."""
    wet: FloatArray = oaconvolve(signal, response)[: len(signal)].astype(np.float32)
    return wet
