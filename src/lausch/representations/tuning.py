"""Tuning: how far the instruments of a recording are from A4 = 440 Hz.

Partials of tuned instruments lie near the semitones of one scale; their places within a semitone
are angles on a circle, whose mean says where that scale is.
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
"""The length of the mean angle, 0 to 1, that drums alone may reach."""


def tuning_of(samples: FloatArray, rate: int) -> float:
    """By how many semitones a recording is above A4 = 440 Hz, -0.5 to 0.5.

    The circular mean of the places of spectral peaks, weighted by their magnitudes; 0 where they
    agree on nothing. A recording half a semitone off may be taken for either neighbour.

    Parameters
    ----------
    samples : shape (n,), at `rate` Hz.
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
