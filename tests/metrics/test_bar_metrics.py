"""Where the annotated bars begin in the estimated ones."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Beats
from lausch.metrics.bars import PLACES, places

TIMES = np.arange(24) * 0.5
FOUR = Beats(TIMES, np.arange(24) % 4 + 1)


@pytest.mark.parametrize(
    ("first", "per_bar", "place"),
    [
        (0, 4, "right"),
        (1, 4, "a beat"),
        (3, 4, "a beat"),
        (2, 4, "half a bar"),
    ],
)
def test_bars_that_begin_on_another_beat(first, per_bar, place):
    shares = places(FOUR, Beats(TIMES + 0.06, (np.arange(24) + first) % per_bar + 1))
    assert shares == {each: float(each == place) for each in PLACES}


def test_bars_of_another_length_are_right_where_they_meet():
    shares = places(FOUR, Beats(TIMES, np.arange(24) % 3 + 1))
    assert shares == pytest.approx(dict.fromkeys(PLACES, 0.0) | {
        "right": 2 / 6, "another metre": 4 / 6,
    })  # fmt: skip


def test_a_bar_of_five_has_places_that_have_no_name():
    five = Beats(TIMES[:20], np.arange(20) % 5 + 1)
    shares = places(five, Beats(TIMES[:20], (np.arange(20) + 2) % 5 + 1))
    assert shares["elsewhere"] == 1.0


def test_beats_beside_the_annotated_ones_are_none():
    shares = places(FOUR, Beats(TIMES + 0.08, FOUR.positions))
    assert shares["no beat"] == 1.0
    assert places(FOUR, Beats((), ()))["no beat"] == 1.0


def test_without_bars_nothing_is_said():
    assert places(FOUR, Beats(TIMES)) == {}
    assert places(Beats(TIMES), FOUR) == {}
    assert places(Beats((), ()), FOUR) == {}
