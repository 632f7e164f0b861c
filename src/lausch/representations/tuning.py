"""Tuning: the deviation of a recording's instruments from A4 = 440 Hz.

Partials of tuned instruments are near the semitones of one scale. Their positions within a semitone
are angles on a circle, and the mean angle is the position of that scale.
"""

from __future__ import annotations

import numpy as np

from lausch.frames import FloatArray
from lausch.representations.spectra import LinS

_WINDOW_SECONDS = 0.186
_LOW_HZ, _HIGH_HZ = 60.0, 1500.0
_RANGE = 0.05
"""Peaks below this share of a frame's strongest are left out."""
_FAINTEST = 1e-3
_CLEAREST_NOISE = 0.1
"""Length of the mean vector, 0 to 1, that drums alone may reach."""


def tuning_of(samples: FloatArray, rate: int) -> float:
    """Semitones, -0.5 to 0.5, by which samples (n,) at `rate` Hz are above A4 = 440 Hz.

    This is the circular mean of the positions of spectral peaks, weighted by their magnitudes, or
    0 where they do not agree. For half a semitone the sign is arbitrary.
    """
    size = 1 << round(np.log2(_WINDOW_SECONDS * rate))
    magnitudes = LinS(rate, size // 2, size).measure(samples)
    if not len(magnitudes):
        return 0.0
    first, last = (int(hz * size / rate) for hz in (_LOW_HZ, _HIGH_HZ))
    middle = magnitudes[:, first:last]
    below, above = magnitudes[:, first - 1 : last - 1], magnitudes[:, first + 1 : last + 1]
    loud = np.maximum(_RANGE * middle.max(axis=1, keepdims=True), _FAINTEST)
    rows, bins = np.nonzero((middle > below) & (middle >= above) & (middle > loud))
    if not len(rows):
        return 0.0
    left, top, right = (
        np.log(np.maximum(each[rows, bins], 1e-9)).astype(np.float64)
        for each in (below, middle, above)
    )
    bend = np.minimum(left - 2 * top + right, -1e-9)
    places = bins + first + np.clip(0.5 * (left - right) / bend, -0.5, 0.5)
    semitones = 12 * np.log2(places * rate / size / 440.0)
    weights = np.exp(top)
    mean = (weights * np.exp(2j * np.pi * semitones)).sum() / weights.sum()
    return float(np.angle(mean) / (2 * np.pi)) if abs(mean) > _CLEAREST_NOISE else 0.0
