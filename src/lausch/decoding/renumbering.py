"""Numbers of beats in the bar, with a downbeat where a user says that there is one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lausch.decoding.anchors import Anchors
from lausch.decoding.bars import best_states, log_transitions
from lausch.decoding.recounting import recounted

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

SLIP = 1e3
"""Loss in log-score of a bar that is cut short: in one metre, as few as possible are."""
IRREGULAR = 20.0
"""Its loss where metres are compared, of which another one might need fewer such bars."""
LACK = 1e6
"""Loss of an anchor without a downbeat."""


def rotated(numbers: Numbers, shift: int) -> Numbers:
    """Numbers in the bar, (beats,), that begin `shift` beats later; before 0 earlier.

    Where bars have different lengths, the beats at the ends are of bars of the most frequent.
    """
    starts = np.flatnonzero(numbers == 1)
    lengths = np.diff(starts)
    bar = int(np.bincount(lengths).argmax()) if lengths.size else int(numbers.max())
    if shift > 0:
        before = (numbers[0] - 2 - np.arange(shift)) % bar + 1
        return np.concatenate([before[::-1], numbers[:-shift]])[: len(numbers)]
    if shift < 0:
        after = (numbers[-1] + np.arange(-shift)) % bar + 1
        return np.concatenate([numbers[-shift:], after])[-len(numbers) :]
    return numbers


def rotation(numbers: Numbers, at: int) -> int:
    """Beats by which the bars move so that beat `at` is a first one, by as few as possible."""
    ones = np.flatnonzero(numbers == 1)
    return at - int(ones[np.abs(ones - at).argmin()]) if ones.size else 0


def numbered(
    beats: Floats,
    numbers: Numbers,
    anchors: Anchors,
    meters: Sequence[int],
    odds: Floats | None = None,
    change: float = 0.0,
) -> Numbers:
    """Numbers in the bar, (beats,), with 1 at the beats nearest to the downbeats of `anchors`.

    All bars move by as many beats where that is enough, but for stretches in which, by the clock,
    beats were lost or added (see `recounting`). Where anchors contradict it, there is another
    metre, or as few bars as possible are cut short or are longer than others.

    Parameters
    ----------
    beats, numbers : in seconds, and as they were found.
    meters : beats per bar to choose from.
    odds : log-odds of a downbeat at each beat; by default from `numbers`.
    change : probability that a bar is followed by one of another metre.
    """
    if not anchors.downbeats or not len(beats):
        return numbers
    ones = np.unique(np.abs(beats[:, None] - np.array(anchors.downbeats)).argmin(axis=0))
    if odds is None:
        odds = np.where(numbers == 1, 1.0, -1.0)
    moved = rotated(numbers, rotation(numbers, int(ones[0])))
    if not change:
        moved = recounted(beats, moved, odds, ones)
    if (moved[ones] == 1).all():
        return moved
    metres = tuple(dict.fromkeys(meters))
    choices = [metres] if change else [(metre,) for metre in metres]
    paths = [_numbers(odds, ones, choice, change) for choice in choices]
    best = max(paths, key=lambda pair: pair[1])[0]
    return best if change else recounted(beats, best, odds, ones)


def _numbers(
    odds: Floats, ones: Numbers, metres: tuple[int, ...], change: float
) -> tuple[Numbers, float]:
    """The best numbers with 1 at the beats `ones`, and their log-score for a comparison."""
    number = np.concatenate([np.arange(1, metre + 1) for metre in metres])
    first = number == 1
    scores = -np.logaddexp(0, np.where(first, -odds[:, None], odds[:, None]))
    scores[ones] -= np.where(first, 0, LACK)
    follow = log_transitions(metres, change)
    path = best_states(scores, np.maximum(follow, -SLIP))
    irregular = np.count_nonzero(np.isneginf(follow[path[:-1], path[1:]]))
    score = float(scores[np.arange(len(path)), path].sum()) - IRREGULAR * irregular
    return number[path], score
