"""The best numbering of beats by bars of several metres: against every numbering, and by hand."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from lausch.decoding.bars import BarCounter, log_transitions
from lausch.errors import OptionError


def bars(metre: int, count: int, high: float = 0.9, low: float = 0.1) -> np.ndarray:
    """Probabilities of downbeats for bars that begin at the first beat."""
    return np.where(np.arange(metre * count) % metre == 0, high, low)


@pytest.mark.parametrize("metre", [2, 3, 4, 5, 6, 7])
def test_one_metre_of_several_is_recognised(metre):
    found = BarCounter().numbers(bars(metre, 8), (2, 3, 4, 5, 6, 7))
    assert found.tolist() == (np.arange(8 * metre) % metre + 1).tolist()


def test_an_upbeat_has_the_last_numbers():
    probabilities = np.concatenate([[0.1, 0.1], bars(4, 5)])
    assert BarCounter().numbers(probabilities, (3, 4))[:4].tolist() == [3, 4, 1, 2]


def test_a_change_of_metre_within_the_piece_is_followed_where_it_is_likely_enough():
    probabilities = np.concatenate([bars(4, 6), bars(7, 6), bars(3, 6)])
    expected = [n % m + 1 for m in (4, 7, 3) for n in range(6 * m)]
    assert BarCounter(change=0.01).numbers(probabilities, (3, 4, 7)).tolist() == expected
    never = BarCounter(change=0.0).numbers(probabilities, (3, 4, 7))
    starts = np.flatnonzero(never == 1)
    assert len(set(np.diff(starts).tolist())) == 1


def test_it_is_the_best_of_all_numberings():
    random = np.random.default_rng(3)
    counter = BarCounter(weight=0.7, change=0.2)
    metres = (2, 3)
    number = np.array([1, 2, 1, 2, 3])
    follow = np.full((5, 5), -np.inf)
    follow[0, 1] = follow[2, 3] = follow[3, 4] = 0.0
    follow[1, 0] = follow[4, 2] = np.log(0.8)
    follow[1, 2] = follow[4, 0] = np.log(0.2)
    for _ in range(5):
        chance = random.uniform(0.05, 0.95, 6)
        score = np.where(number == 1, np.log(chance)[:, None], np.log(1 - chance)[:, None])
        best = max(
            product(range(5), repeat=6),
            key=lambda path: (
                0.7 * sum(score[n, s] for n, s in enumerate(path))
                + sum(follow[a, b] for a, b in pairwise(path))
            ),
        )
        assert counter.numbers(chance, metres).tolist() == number[list(best)].tolist()


def test_each_state_leads_somewhere_with_probability_1():
    for metres in ((4,), (3, 4), (2, 3, 5)):
        np.testing.assert_allclose(np.exp(log_transitions(metres, 0.1)).sum(axis=1), 1)


def test_no_beats_have_no_numbers_and_no_metre_is_refused():
    assert BarCounter().numbers(np.zeros(0), (3, 4)).size == 0
    for metres in ((), (0, 4), (17,)):
        with pytest.raises(OptionError, match="metres are 1 to 16"):
            BarCounter().numbers(np.ones(4), metres)


def test_each_number_has_its_own_probability_and_later_ones_that_of_the_last():
    numbers = np.array([2, 3, 4, 1, 2, 3, 4, 1])
    chances = np.full((8, 4), 0.1)
    chances[np.arange(8), numbers - 1] = 0.7
    assert BarCounter().counted(chances, (3, 4)).tolist() == numbers.tolist()
    # The first of two columns is a downbeat, all other beats are alike.
    two = np.stack([chances[:, 0], 1 - chances[:, 0]], axis=1)
    assert BarCounter().counted(two, (4,)).tolist() == numbers.tolist()
    assert BarCounter().numbers(chances[:, 0], (4,)).tolist() == numbers.tolist()
