"""The most probable chords: a semi-Markov path, with successions of the key (arrays only).

A chord lasts a number of steps, beats or frames, and is followed by another one as chords are in
the key. Every step has a score for each label. With cumulative sums S of the scores and lengths d

    begin[t, c'] = max over c of end[t, c] + log P(c' | c)
    end[t, c]    = max over d of begin[t - d, c] + log P(d) + S[t, c] - S[t - d, c]

First the key is not known, and all count alike; the chords of that path tell it (`keys.py`), and
the second path follows the successions of the keys.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.vocabulary import CLASSES
from lausch.decoding.harmony import Harmony, harmony
from lausch.decoding.keys import KeyTracker

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Values = NDArray[np.floating[Any]]

TRACKER = KeyTracker(change=2e-3)
CLEAREST = 10.0
CONFIDENCE = (0.303, -0.991)
"""Slope and offset of the log-odds that a chord is right by its `clarity`, fitted to `rootwise2026`
by `studies/chord_confidence.py`. For other systems they are a guess."""
_SURE = 1e-3
"""Outputs nearer to 0 or 1 count as so near."""


@dataclass(frozen=True)
class ChordPath:
    """Chords in steps: the first step of each, and one past the last; labels by number.

    `confidence` is the expected share of the time in which the label is right; `keys` are the
    numbers of the keys that the chords stand in, and `key_shares` the probabilities of all keys at
    each chord, shape (chords, 24).
    """

    edges: Numbers
    labels: Numbers
    confidence: Floats
    keys: Numbers
    key_shares: Floats


@dataclass(frozen=True)
class ChordDecoder:
    """The settings.

    Parameters
    ----------
    weight : of the scores of a second against the probabilities of succession and length.
    succession : power of P(next | chord).
    length : power of P(length).
    place : power of the odds that a chord begins on a beat of the bar.
    typical_seconds, spread : median of the lengths without beats, and standard deviation of their
        logarithm.
    longest_seconds : without beats; longer chords pay no more.
    jazz : share of jazz in the statistics of harmony.
    sharpness : factor of the scores in `clarity`.
    no_chord : added to the score of no chord, in each second.
    """

    weight: float = 1.0
    succession: float = 0.5
    length: float = 0.5
    place: float = 0.5
    typical_seconds: float = 1.7
    spread: float = 0.65
    longest_seconds: float = 10.0
    jazz: float = 0.5
    sharpness: float = 0.3
    no_chord: float = 0.0

    def path(
        self,
        scores: Values,
        labels: tuple[str, ...] = CLASSES,
        *,
        fps: float,
        beats: Floats | None = None,
        positions: Numbers | None = None,
    ) -> ChordPath:
        """The chords of scores, shape (frames, labels): log-likelihoods of each frame.

        Parameters
        ----------
        labels : `CLASSES` or `TRIADS`, the columns.
        fps : frames a second.
        beats : in frames, fractional and increasing; chords then begin on these, or on the first
            and last frame. None for none.
        positions : number in the bar of each beat, if known.
        """
        frames = len(scores)
        if not frames:
            nothing = np.zeros(0, np.int64)
            return ChordPath(nothing[:1], nothing, np.zeros(0), nothing, np.zeros((0, 24)))
        known = harmony(labels, self.jazz)
        values = np.asarray(scores, np.float64) * (self.weight / fps)
        values[:, -1] += self.no_chord * self.weight / fps
        sums = np.concatenate([np.zeros((1, len(labels))), np.cumsum(values, axis=0)])
        if beats is None or len(beats) < 2:
            edges = np.arange(frames + 1)
            lengths = self._lengths_in_frames(fps)
            odds = np.zeros(len(edges))
        else:
            inner, own = _inner(beats, frames)
            edges = np.concatenate([[0], inner, [frames]])
            lengths = self.length * np.log(known.lengths)
            odds = np.zeros(len(edges))
            if positions is not None:
                odds[1:-1] = self.place * _odds(known, np.asarray(positions)[own])
        unknown = np.full((1, 24), 1 / 24)
        first = self.succession * np.log(known.usual.mean(axis=0))
        plain = self._successions(known, unknown)
        starts, numbers = _viterbi(sums[edges], lengths, odds, first, plain, None)
        keys = TRACKER.posteriors(known, numbers, np.diff(edges[starts]) / fps)
        owner = np.repeat(np.arange(len(numbers)), np.diff(starts))
        within = self._successions(known, keys)
        starts, numbers = _viterbi(sums[edges], lengths, odds, first, within, owner)
        ends = edges[starts]
        gains, seconds = sums[ends[1:]] - sums[ends[:-1]], np.diff(ends) / fps
        keys = TRACKER.posteriors(known, numbers, seconds)
        return ChordPath(
            ends,
            numbers,
            confidence_of(clarity(gains * self.sharpness, numbers, seconds)),
            TRACKER.regions(keys, seconds),
            keys,
        )

    def _successions(self, known: Harmony, keys: Floats) -> Callable[[int], Floats]:
        """Weighted log P(next | chord) by rows of weights of the keys, the last one kept."""

        @lru_cache(maxsize=1)
        def table(row: int) -> Floats:
            return np.asarray(self.succession * known.log_following(keys[row]))

        return table

    def _lengths_in_frames(self, fps: float) -> Floats:
        """Weighted log P(length), shape (longest,): log-normal; the last is of all longer ones."""
        seconds = np.arange(1, max(2, round(self.longest_seconds * fps)) + 1) / fps
        away = np.log(seconds / self.typical_seconds) / self.spread
        density = np.exp(-0.5 * away**2) / seconds
        return np.asarray(self.length * np.log(density / density.sum() + 1e-9))


def clarity(gains: Floats, numbers: Numbers, seconds: Floats) -> Floats:
    """Log-odds of each chord against all other labels in a second, within `CLEAREST`: (chords,).

    `gains` are the scores of every label over the chord, (chords, labels).
    """
    own = gains[np.arange(len(numbers)), numbers]
    others = gains.copy()
    others[np.arange(len(numbers)), numbers] = -np.inf
    highest = others.max(axis=1, keepdims=True)
    rest = highest[:, 0] + np.log(np.exp(others - highest).sum(axis=1))
    return np.asarray(np.clip((own - rest) / seconds, -CLEAREST, CLEAREST))


def confidence_of(log_odds: Floats) -> Floats:
    """The share of the time in which chords are right, from their `clarity`."""
    slope, offset = CONFIDENCE
    return np.asarray(1 / (1 + np.exp(-(slope * log_odds + offset))))


def chroma_scores(outputs: Values, templates: Values) -> Floats:
    """Log-likelihoods of labels for probabilities of the pitch classes, shape (frames, labels).

    Pitch classes are independent given the chord; `templates` are (labels, 12), 0 or 1.
    """
    sure = np.clip(outputs, _SURE, 1 - _SURE)
    return np.asarray(np.log(sure) @ templates.T + np.log(1 - sure) @ (1 - templates).T)


def class_scores(outputs: Values) -> Floats:
    """Log-probabilities of labels, shape (frames, labels); no chord where there is no output."""
    total = outputs.sum(axis=1, keepdims=True)
    values = np.log(np.maximum(outputs / np.maximum(total, _SURE), _SURE))
    values[total[:, 0] < _SURE, -1] = 0.0
    return np.asarray(values)


def _inner(beats: Floats, frames: int) -> tuple[Numbers, Numbers]:
    """Beats as whole frames between the first and the last, each once, and which beats they are."""
    whole = np.floor(np.asarray(beats) + 0.5).astype(np.int64)
    new = np.append(True, np.diff(whole) > 0)
    own = np.flatnonzero((whole > 0) & (whole < frames) & new)
    return whole[own], own


def _odds(known: Harmony, positions: Numbers) -> Floats:
    """Log-odds that a chord begins on each beat, over those of an average beat."""
    meter = 3 if len(positions) and positions.max() == 3 else 4
    places = known.places[meter]
    share = places[(positions - 1) % meter]
    mean = places.mean()
    return np.asarray(np.log(share / (1 - share)) - np.log(mean / (1 - mean)))


def _viterbi(
    sums: Floats,
    lengths: Floats,
    odds: Floats,
    first: Floats,
    following: Callable[[int], Floats],
    owner: Numbers | None,
) -> tuple[Numbers, Numbers]:
    """First steps of the chords, with the number of steps behind them, and their labels.

    `owner` says which table of `following` each step has; None for the first one.
    """
    count, labels = len(sums) - 1, sums.shape[1]
    longest = min(len(lengths), count)
    begin = np.full((count + 1, labels), -np.inf)
    begin[0] = first
    came = np.zeros((count + 1, labels), np.int64)  # the chord before one that begins here
    taken = np.zeros((count + 1, labels), np.int64)  # steps of the chord that ends here
    for end in range(1, count + 1):
        span = min(longest, end)
        options = begin[end - span : end] - sums[end - span : end] + lengths[span - 1 :: -1, None]
        best = options.argmax(axis=0)
        value = options[best, np.arange(labels)] + sums[end]
        taken[end] = span - best
        moves = value[:, None] + following(0 if owner is None else int(owner[min(end, count - 1)]))
        before = moves.argmax(axis=0)
        begin[end] = moves[before, np.arange(labels)] + odds[end]
        came[end] = before
        if span == len(lengths):  # a chord of the longest length may go on
            stays = options[0] + sums[end] > begin[end]
            begin[end] = np.where(stays, options[0] + sums[end], begin[end])
            came[end] = np.where(stays, np.arange(labels), came[end])
    edges, numbers = [count], [int(value.argmax())]
    at = count
    while True:
        at -= int(taken[at, numbers[-1]])
        edges.append(at)
        if at == 0:
            break
        numbers.append(int(came[at, numbers[-1]]))
    starts, path = np.array(edges[::-1]), np.array(numbers[::-1])
    new = np.append(True, path[1:] != path[:-1])  # those that went on are one chord
    return np.append(starts[:-1][new], count), path[new]
