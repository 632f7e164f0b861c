"""Numbers in the bar as other programs write them."""

from __future__ import annotations

import pytest

from lausch.errors import FormatError
from lausch.formats.beats import positions_of


def positions(*cells):
    return positions_of(list(enumerate(cells, start=1)), "x")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1.1", "1.2", "1.3", "2.1"), [1, 2, 3, 1]),
        (("1.01", "1.02", "2.01"), [1, 2, 1]),
        (("1,1", "1,2", "2,1"), [1, 2, 1]),
        (("1.1", "1.2", "3.1"), [1, 2, 1]),
        (("7.3", "7.4", "8.1"), [3, 4, 1]),
        (("1.1", "1.2", "1.3", "1.4", "2.2", "2.3"), [1, 2, 3, 4, 2, 3]),  # four of five count on
        (("1", "2", "1", "2"), [1, 2, 1, 2]),
        (("1.0", "2.0"), [1, 2]),
        (("-1", "-1"), None),
        (("-1.0", "-1.0"), None),
        (("beat", "beat"), None),
        (("", ""), None),
    ],
)
def test_numbers_are_counted_in_bars_or_alone(cells, expected):
    assert positions(*cells) == expected


@pytest.mark.parametrize(
    "cells",
    [
        ("1.1", "1.2", "1.2"),
        ("2.1", "1.2", "1.3"),
        ("1.1", "1.3", "1.5"),
        ("1.1", "1.2", "1.3", "2.2", "2.3"),  # three of four
        ("1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.6"),
        ("2.1", "2.2", "2.3", "2.4", "2.5", "1.6"),
        ("1.5", "2.5"),
        ("1", "beat"),
        ("1", "-1"),
    ],
)
def test_other_fractions_and_gaps_are_refused(cells):
    with pytest.raises(FormatError):
        positions(*cells)
