"""The key of a whole piece by the tones of its chords, beside their successions (arrays only).

How often each pitch class belongs to a chord, counted from a tonic, tells major from minor and a
key from its neighbours (Krumhansl, Cognitive Foundations of Musical Pitch, 1990). The weights are
fitted, with the power of the successions: see `studies/key_profiles.py`.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.vocabulary import CLASSES, templates
from lausch.decoding.harmony import KEYS

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

LEAST_SHARE = 1e-3
"""Added to the probability of a key, so that no key is ruled out by successions."""
ROUNDS = 50
"""Of scaling rows and columns in turn."""


def tones(chords: Numbers, seconds: Floats) -> Floats:
    """Shares of the pitch classes in all tones of chords, by number of `CLASSES`: (12,)."""
    held = seconds @ templates(CLASSES).astype(np.float64)[chords]
    return np.asarray(held / max(float(held.sum()), 1e-9))


def turned(shares: Floats) -> Floats:
    """Shares (12,) as seen from each key: (24, 25), of major and minor, and 1 for minor."""
    rows = np.zeros((KEYS, 25))
    for key in range(KEYS):
        first = 12 * (key // 12)
        rows[key, first : first + 12] = np.roll(shares, -(key % 12))
    rows[12:, -1] = 1
    return rows


def log_shares(shares: Floats, seconds: Floats) -> Floats:
    """log P(key) over the whole, from that of each chord (chords, 24) and its length: (24,)."""
    return np.asarray(np.log(np.average(shares, axis=0, weights=seconds) + LEAST_SHARE))


def of_the_whole(chords: Numbers, seconds: Floats, shares: Floats) -> Floats:
    """P(key) of a piece, shape (24,), from its chords and P(key) at each of them."""
    weights, power = profiles()
    odds = turned(tones(chords, seconds)) @ weights + power * log_shares(shares, seconds)
    chances = np.exp(odds - odds.max())
    return np.asarray(chances / chances.sum())


def agreeing(shares: Floats, seconds: Floats, whole: Floats) -> Floats:
    """P(key) at each chord, (chords, 24), changed by factors of the keys so that the mean is that
    of the whole (iterative proportional fitting; Deming & Stephan, 1940)."""
    rows = np.maximum(shares, 1e-12)
    for _ in range(ROUNDS):
        rows = rows * (whole / np.average(rows, axis=0, weights=seconds))
        rows /= rows.sum(axis=1, keepdims=True)
    return np.asarray(rows)


def with_tones(chords: Numbers, seconds: Floats, shares: Floats) -> Floats:
    """P(key) at each chord, (chords, 24), by successions and by the tones of the whole."""
    if not len(chords):
        return shares
    return agreeing(shares, seconds, of_the_whole(chords, seconds, shares))


@lru_cache(maxsize=1)
def profiles() -> tuple[Floats, float]:
    """Weights (25,) of `turned`, and the power of P(key) by successions."""
    text = files("lausch.decoding").joinpath("key_profiles.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    weights = np.array([*table["major"], *table["minor"], table["minor_offset"]], np.float64)
    return weights, float(table["power"])
