"""Numbers of beats in the bar by a conditional random field over beats, a linear chain.

A state is a beat of a bar of some metre. A network scores the states of each beat, and learnt
weights score each state after another (Durand and Essid, ISMIR 2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.decoding.bars import best_states
from lausch.errors import OptionError

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class BarField:
    """The weights of the field; `numbers` finds its best states.

    A beat after the one before it in the same bar scores 0.

    Parameters
    ----------
    follow : score of a bar after another, from each metre to each, row by row; empty for 0 after
        the same metre and -5 after another.
    slip : score of any other state after another, where a beat is lost or one too many.
    weight : factor of the scores of the network; 1 in training.
    smallest : probabilities of states are held this far from 0.
    """

    follow: tuple[float, ...] = ()
    slip: float = -10.0
    weight: float = 1.0
    smallest: float = 1e-6

    def __post_init__(self) -> None:
        object.__setattr__(self, "follow", tuple(float(each) for each in self.follow))
        if round(len(self.follow) ** 0.5) ** 2 != len(self.follow):
            raise OptionError(f"`follow` has a row for each metre, not {len(self.follow)} scores")

    def numbers(self, chances: ArrayLike, known: Sequence[int], meters: Sequence[int]) -> Numbers:
        """Numbers in the bar, (beats,), from probabilities of all states, (beats, sum of `known`).

        States are the beats of bars of the metres `known`, in order. Only those of `meters` are
        used. Raises OptionError when none of these is known.
        """
        metre, number = states(known)
        usable = np.isin(metre, tuple(meters))
        if not usable.any():
            raise OptionError(
                f"the field knows bars of {', '.join(map(str, known))} beats, not of "
                f"{', '.join(map(str, meters)) or 'none'}: choose a known metre or another model"
            )
        scores = np.log(np.maximum(np.asarray(chances, dtype=np.float64), self.smallest))
        follow = self.scores(known)[np.ix_(usable, usable)]
        path = best_states(self.weight * scores[:, usable], follow)
        found: Numbers = number[usable][path]
        return found

    def scores(self, known: Sequence[int]) -> Floats:
        """The score of each state after another, shape (states from, states to)."""
        count = len(known)
        if self.follow and len(self.follow) != count**2:
            raise OptionError(f"`follow` has {len(self.follow)} scores, but {count**2} are needed")
        usual = np.where(np.eye(count, dtype=bool), 0.0, -5.0)
        follow = np.reshape(self.follow, (count, count)) if self.follow else usual
        inside, last, first = steps(known)
        allowed = inside + np.outer(last.sum(axis=1), first.sum(axis=1)) > 0
        scores: Floats = np.where(allowed, last @ follow @ first.T, self.slip)
        return scores


def states(known: Sequence[int]) -> tuple[Numbers, Numbers]:
    """Metre and number in the bar of each state, both (sum of `known`,)."""
    metre = np.repeat(np.array(known, dtype=np.int64), known)
    number = np.concatenate([np.arange(1, each + 1) for each in known])
    return metre, number


def steps(known: Sequence[int]) -> tuple[Floats, Floats, Floats]:
    """The steps inside a bar, (from, to); the last beats and the first ones, (states, metres)."""
    metre, number = states(known)
    same = metre[:, None] == metre
    inside = (same & (number[:, None] + 1 == number)).astype(np.float64)
    of = (metre[:, None] == np.array(known)).astype(np.float64)
    return inside, of * (number == metre)[:, None], of * (number == 1)[:, None]
