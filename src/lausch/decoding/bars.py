"""Numbers of beats in the bar, from a probability for each beat: a hidden Markov model over beats.

The states are the beats of bars of each metre. A beat is followed by the next of its bar, and the
last by a first one, of the same metre or, seldom, of another (Krebs, Böck, Dorfer and Widmer, ISMIR
2016; Durand, Bello, David and Richard, TASLP 25(1), 2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.errors import OptionError

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class BarCounter:
    """The settings of the model; `numbers` and `path` run it.

    Parameters
    ----------
    weight : exponent of the probabilities; less than 1 where neighbours say the same.
    change : probability that a bar is followed by one of another metre.
    smallest : probabilities are held this far from 0 and 1.
    """

    weight: float = 1.0
    change: float = 1e-3
    smallest: float = 1e-3

    def numbers(self, downbeat: ArrayLike, meters: Sequence[int]) -> Numbers:
        """Numbers in the bar, 1 on the downbeat, from probabilities of a downbeat, both (beats,).

        Raises OptionError without any metre, or for one outside 1 to 16.
        """
        first = np.asarray(downbeat, dtype=np.float64)
        return self.counted(np.stack([first, 1 - first], axis=1), meters)

    def counted(self, chances: ArrayLike, meters: Sequence[int]) -> Numbers:
        """The same from probabilities of each number in the bar, (beats, numbers).

        Numbers beyond the last column are as probable as that. Raises OptionError as above.
        """
        if not meters or min(meters) < 1 or max(meters) > 16:
            raise OptionError(f"metres are 1 to 16 beats per bar, not {tuple(meters)}")
        held = np.clip(np.asarray(chances, dtype=np.float64), self.smallest, 1 - self.smallest)
        metres = tuple(dict.fromkeys(meters))
        number = np.concatenate([np.arange(1, metre + 1) for metre in metres])
        scores = np.log(held)[:, np.minimum(number, held.shape[1]) - 1]
        path: Numbers = number[self.path(scores, metres)]
        return path

    def path(self, scores: Floats, meters: Sequence[int]) -> Numbers:
        """The best sequence of states, (beats,), from log-probabilities (beats, sum of `meters`).

        States are the beats of a bar of the first metre, then those of the second, and so on. The
        first beat may have any number.
        """
        return best_states(self.weight * scores, log_transitions(meters, self.change))


def best_states(scores: Floats, follow: Floats) -> Numbers:
    """The sequence of states with the largest sum, shape (beats,): exact Viterbi.

    Scores (beats, states) are added to those of each state after another, (from, to).
    """
    count = len(scores)
    came = np.zeros((count, len(follow)), dtype=np.int64)
    best = scores[0] if count else np.zeros(len(follow))
    for beat in range(1, count):
        reached = best[:, None] + follow
        came[beat] = reached.argmax(axis=0)
        best = reached.max(axis=0) + scores[beat]
    path = np.zeros(count, dtype=np.int64)
    if count:
        path[-1] = int(best.argmax())
        for beat in range(count - 1, 0, -1):
            path[beat - 1] = came[beat, path[beat]]
    return path


def log_transitions(meters: Sequence[int], change: float) -> Floats:
    """Log-probability of a state after another, shape (states from, states to).

    A bar is followed by one of another metre with the probability `change`.
    """
    first = np.cumsum([0, *meters[:-1]])
    last = first + np.array(meters) - 1
    steps = np.zeros((int(last[-1]) + 1,) * 2)
    np.fill_diagonal(steps[:-1, 1:], 1.0)
    steps[last] = 0.0
    steps[last[:, None], first] = change / max(len(meters) - 1, 1)
    steps[last, first] = 1.0 if len(meters) == 1 else 1.0 - change
    with np.errstate(divide="ignore"):
        logs: Floats = np.log(steps)
    return logs
