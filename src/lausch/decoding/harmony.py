"""How chords follow one another in a key, how long they last, and where in a bar they change.

Probabilities from counts of annotated music, see the notice in `harmony.json` and
`studies/harmony.py`. Rare successions are smoothed by those of the same interval in any key, and
these by how often a chord is used in the key (Jelinek & Mercer, 1980).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.vocabulary import CLASSES, TRIADS, triad_of

Floats = NDArray[np.float64]

KEYS = 24
"""Twelve major keys, C first, then twelve minor ones."""
_IN_KEY, _BY_INTERVAL, _ANY = 20.0, 20.0, 0.5
"""Counts that the next coarser table is worth."""
_NO_CHORD = 0.02
"""Probability that a piece begins without a chord, or falls silent after one."""


@dataclass(frozen=True)
class Harmony:
    """Probabilities for one set of labels.

    Parameters
    ----------
    usual : P(chord | key), shape (24, labels).
    following : P(next | chord, key), shape (24, labels, labels); 0 from a chord to itself.
    lengths : P(beats of a chord), shape (longest,); the last one is that of all longer ones.
    places : P(a chord begins | place in the bar), by beats in a bar.
    """

    usual: Floats
    following: Floats
    lengths: Floats
    places: dict[int, Floats]

    def log_following(self, keys: Floats) -> Floats:
        """log P(next | chord) for weights of the keys, shape (24,): (labels, labels)."""
        mixed = np.tensordot(keys, self.following, axes=1)
        return np.asarray(np.log(np.maximum(mixed, 1e-12)))


@lru_cache(maxsize=8)
def harmony(labels: tuple[str, ...] = CLASSES, jazz: float = 0.5) -> Harmony:
    """Probabilities for `CLASSES` or `TRIADS`, with this share of jazz; the rest is pop."""
    table: dict[str, Any] = json.loads(
        files("lausch.decoding").joinpath("harmony.json").read_bytes()
    )
    pop, other = (_counts(table[style], labels) for style in ("pop", "jazz"))
    shares = (1 - jazz, jazz)
    usual, following = (shares[0] * pop[part] + shares[1] * other[part] for part in (0, 1))
    lengths = np.zeros(len(table["pop"]["lengths"]))
    for share, style in zip(shares, ("pop", "jazz"), strict=True):
        lengths += share * np.array(table[style]["lengths"]) / sum(table[style]["lengths"])
    return Harmony(
        _in_every_key(usual),
        _in_every_key(following),
        np.asarray(lengths + 1e-4) / (1 + 1e-4 * len(lengths)),
        {int(meter): _places(table, meter) for meter in table["jazz"]["places"]},
    )


def _places(table: dict[str, Any], meter: str) -> Floats:
    both = [np.array(table[style]["places"][meter], np.float64) for style in ("pop", "jazz")]
    counts = np.sum(both, axis=0)
    return np.asarray((counts[:, 1] + 1) / (counts.sum(axis=1) + 20))


def _counts(table: dict[str, Any], labels: tuple[str, ...]) -> tuple[Floats, Floats]:
    """P(chord | mode), (2, labels), and P(next | chord, mode), (2, labels, labels), C as tonic."""
    where = _places_of(labels)
    size = len(labels)
    counts = np.zeros((2, size, size))
    for mode, before, after, count in table["successions"]:
        if where[before] >= 0 and where[after] >= 0 and where[before] != where[after]:
            counts[mode, where[before], where[after]] += count
    usual = counts.sum(axis=1) + _ANY
    usual[:, -1] = _NO_CHORD * usual[:, :-1].sum(axis=1)
    usual /= usual.sum(axis=1, keepdims=True)
    # By interval: all keys count alike.
    turned = np.sum([_turned(counts.sum(axis=0), step) for step in range(12)], axis=0)
    smooth = turned[None] + _BY_INTERVAL * usual[:, None, :]
    smooth[:, :, -1] = _NO_CHORD * smooth[:, :, :-1].sum(axis=2)
    smooth = _normalised(smooth)
    following = _normalised(counts + _IN_KEY * smooth)
    return usual, following


def _normalised(rows: Floats) -> Floats:
    """Rows that sum to 1, without going from a chord to itself."""
    own = rows * (1 - np.eye(rows.shape[-1]))
    return np.asarray(own / own.sum(axis=-1, keepdims=True))


def _places_of(labels: tuple[str, ...]) -> list[int]:
    """For each class the place among labels, -1 for none."""
    if labels == CLASSES:
        return list(range(len(CLASSES)))
    assert labels == TRIADS
    return [triad_of(label) for label in CLASSES]


def _turned(table: Floats, semitones: int) -> Floats:
    """A table of chords, in each of its axes of labels, some semitones higher."""
    size = table.shape[-1] - 1
    index = np.arange(size)
    source = np.append(12 * (index // 12) + (index - semitones) % 12, size)
    for axis in range(table.ndim):
        if table.shape[axis] == size + 1:
            table = np.take(table, source, axis=axis)
    return table


def _in_every_key(modes: Floats) -> Floats:
    """Tables of both modes on C as tables of all keys."""
    return np.stack([_turned(modes[mode], tonic) for mode in (0, 1) for tonic in range(12)])
