"""The tone of a lead, sung or played: wide priors for spectrum and loudness, which no mix knows."""

from __future__ import annotations

import numpy as np
from scipy.signal import oaconvolve

from lausch.corpora.band.sounding.effects import decibels
from lausch.corpora.band.sounding.mix import level, loudness, noise
from lausch.corpora.band.sounding.synth import RATE
from lausch.frames import FloatArray

TILT_DB = (-8.0, 1.0)
"""An octave above 500 Hz."""
EQUALISER_DB = 5.5
WALK_DB = (2.0, 6.0)
MOST_WALK_DB = 12.0
FLOOR_DB = (-60.0, -30.0)
MILDEST = 0.2
_TAPS = 1024


def coloured(stem: FloatArray, rng: np.random.Generator) -> FloatArray:
    """A lead with another spectrum, a loudness that wanders, and a noise floor; as loud as before.

    How far it is changed is drawn first, from `MILDEST` to all of it. The filter has no phase, so
    nothing moves in time.
    """
    before = loudness(stem)
    if before < 1e-7:
        return stem
    strength = float(rng.uniform(MILDEST, 1.0))
    octaves = np.log2(np.maximum(np.fft.rfftfreq(_TAPS, 1 / RATE), 40.0))
    knots = np.arange(np.log2(40.0), np.log2(RATE / 2) + 0.7, 2 / 3)
    curve_db = np.interp(octaves, knots, rng.normal(0, EQUALISER_DB * strength, len(knots)))
    curve_db += rng.uniform(*TILT_DB) * strength * np.maximum(octaves - np.log2(500.0), 0.0)
    taps = np.roll(np.fft.irfft(10 ** (curve_db / 20)), _TAPS // 2) * np.hanning(_TAPS)
    # Of an even number of taps the middle one is the first of the right half.
    toned = oaconvolve(stem, taps.astype(np.float32))[_TAPS // 2 :][: len(stem)]
    cells = int(len(stem) / RATE / rng.uniform(0.25, 1.0)) + 2
    steps = rng.standard_normal(cells)
    walk = np.empty(cells)
    now = steps[0]
    for at, step in enumerate(steps):
        now = 0.7 * now + np.sqrt(1 - 0.7**2) * step
        walk[at] = now
    walk_db = np.clip(walk * rng.uniform(*WALK_DB) * strength, -MOST_WALK_DB, MOST_WALK_DB)
    grid = np.linspace(0, len(stem), cells)
    gain = 10 ** (np.interp(np.arange(len(stem)), grid, walk_db) / 20)
    wandered = level(toned.astype(np.float32) * gain.astype(np.float32), 20 * np.log10(before))
    if rng.random() < 0.5:
        hiss = noise(str(rng.choice(["white", "pink", "pink"])), len(stem), rng)
        wandered = wandered + hiss * (decibels(float(rng.uniform(*FLOOR_DB))) * np.float32(before))
    return wandered
