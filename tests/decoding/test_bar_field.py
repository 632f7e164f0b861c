"""The best states of a chain of bars: against every sequence, and by hand."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from lausch.decoding.bar_field import BarField, states
from lausch.errors import OptionError

KNOWN = (2, 3)


def shares(metre: int, count: int, known: tuple[int, ...] = (3, 4), sure: float = 0.9):
    """Probabilities of all states for bars of one metre, (metre * count, states)."""
    metres, numbers = states(known)
    beat = np.arange(metre * count) % metre + 1
    right = (metres == metre) & (numbers == beat[:, None])
    return np.where(right, sure, (1 - sure) / (len(metres) - 1))


def test_states_are_the_beats_of_each_metre():
    metres, numbers = states(KNOWN)
    assert metres.tolist() == [2, 2, 3, 3, 3]
    assert numbers.tolist() == [1, 2, 1, 2, 3]


def test_steps_inside_a_bar_are_free_and_all_others_have_their_weight():
    field = BarField(follow=(-1.0, -2.0, -3.0, -4.0), slip=-9.0)
    expected = [
        [-9, 0, -9, -9, -9],
        [-1, -9, -2, -9, -9],
        [-9, -9, -9, 0, -9],
        [-9, -9, -9, -9, 0],
        [-3, -9, -4, -9, -9],
    ]
    assert field.scores(KNOWN).tolist() == expected


def test_it_is_the_best_of_all_sequences():
    random = np.random.default_rng(0)
    for _ in range(5):
        field = BarField(tuple(random.normal(-1, 1, 4).tolist()), slip=-2.0, weight=0.7)
        chances = random.dirichlet(np.ones(5), 5)
        score, follow = 0.7 * np.log(chances), field.scores(KNOWN)
        best = max(
            product(range(5), repeat=5),
            key=lambda path: (
                sum(score[n, state] for n, state in enumerate(path))
                + sum(follow[a, b] for a, b in pairwise(path))
            ),
        )
        found = field.numbers(chances, KNOWN, KNOWN)
        assert found.tolist() == states(KNOWN)[1][list(best)].tolist()


def test_a_lost_beat_is_a_slip():
    chances = shares(4, 6)
    found = BarField(slip=-4.0).numbers(np.delete(chances, 9, axis=0), (3, 4), (3, 4))
    assert found.tolist() == np.delete(np.arange(24) % 4 + 1, 9).tolist()


def test_only_metres_that_are_asked_for_are_counted():
    found = BarField().numbers(shares(4, 6), (3, 4), (3,))
    assert set(found.tolist()) == {1, 2, 3}
    with pytest.raises(OptionError, match="knows bars of 3, 4 beats, not of 7"):
        BarField().numbers(shares(4, 6), (3, 4), (7,))


def test_weights_have_a_row_for_each_metre():
    with pytest.raises(OptionError, match="a row for each metre"):
        BarField(follow=(0.0, 1.0))
    with pytest.raises(OptionError, match="9 are needed"):
        BarField(follow=(0.0,)).scores((2, 3, 4))


def test_no_beats_have_no_numbers():
    assert BarField().numbers(np.zeros((0, 7)), (3, 4), (3, 4)).size == 0
