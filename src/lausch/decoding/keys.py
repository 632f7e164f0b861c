"""The key of chords in time: a hidden Markov model whose states are the 24 keys (arrays only).

A key gives the successions of its chords (Raphael & Stoddard, "Functional harmonic analysis using
probabilistic models", Computer Music Journal 28(3), 2004).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.decoding.harmony import KEYS, Harmony

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class KeyTracker:
    """The settings.

    Parameters
    ----------
    change : probability that a chord is the first of another key.
    weight : power of P(chord | key), by which neighbouring chords count as less than one each.
    succession : share of P(next | chord, key); the rest is P(chord | key).
    minor : share of pieces that begin in minor; that of the songs counted for `harmony.json`.
    least_seconds : a region of a key is not much shorter than this.
    """

    change: float = 5e-3
    weight: float = 0.5
    succession: float = 0.5
    minor: float = 0.28
    least_seconds: float = 12.0

    def posteriors(self, known: Harmony, chords: Numbers, seconds: Floats) -> Floats:
        """P(key) at each chord, by number, shape (chords, 24), by both directions of the model."""
        gains = self._gains(known, chords, seconds)
        count = len(gains)
        forward, backward = np.zeros((count, KEYS)), np.zeros((count, KEYS))
        stay, leave = 1 - self.change, self.change / (KEYS - 1)
        weights = np.exp(gains - gains.max(axis=1, keepdims=True))
        row = np.repeat([(1 - self.minor) / 12, self.minor / 12], 12)
        for index in range(count):
            row = (row * (stay - leave) + row.sum() * leave) * weights[index]
            row /= row.sum()
            forward[index] = row
        row = np.full(KEYS, 1 / KEYS)
        for index in reversed(range(count)):
            backward[index] = row
            row = row * weights[index]
            row = row * (stay - leave) + row.sum() * leave
            row /= row.sum()
        both = forward * backward
        return np.asarray(both / both.sum(axis=1, keepdims=True))

    def regions(self, shares: Floats, seconds: Floats) -> Numbers:
        """The key of each span, by number, from its probabilities (spans, 24) and length (s).

        A region must be more probable than its surroundings for about `least_seconds`.
        """
        price = 2 * self.least_seconds
        gains = np.log(np.maximum(shares, 0.01)) * seconds[:, None]
        came = np.zeros((len(gains), KEYS), np.int64)
        score = np.zeros(KEYS)
        for index, gain in enumerate(gains):
            best = int(score.argmax())
            moves = score[best] - price > score
            came[index] = np.where(moves, best, np.arange(KEYS))
            score = np.where(moves, score[best] - price, score) + gain
        keys = np.zeros(len(gains), np.int64)
        key = int(score.argmax())
        for index in reversed(range(len(gains))):
            keys[index] = key
            key = int(came[index, key])
        return keys

    def _gains(self, known: Harmony, chords: Numbers, seconds: Floats) -> Floats:
        """Weighted log P(chord | key, chord before), shape (chords, 24); none for no chord."""
        usual = np.log(known.usual[:, chords].T)
        following = usual.copy()
        following[1:] = np.log(known.following[:, chords[:-1], chords[1:]].T + 1e-12)
        silent = chords == known.usual.shape[1] - 1
        after = np.append(True, silent[:-1])[: len(silent)]
        following[after] = usual[after]
        gains = (1 - self.succession) * usual + self.succession * following
        lasting = np.clip(np.sqrt(seconds / 2.0), 0.3, 2.0)  # long chords tell more
        gains = gains * (self.weight * lasting)[:, None]
        gains[silent] = 0.0
        return np.asarray(gains)
