"""Curves of tags: their clock, and what no curve has."""

from __future__ import annotations

import pytest

from lausch import formats
from lausch.annotation.tags import INSTRUMENTS
from lausch.annotation.times import LONGEST_SECONDS
from lausch.errors import FormatError
from lausch.formats import tags
from lausch.frames import Clock

ONE, TWO = INSTRUMENTS[:2]


def curve(*times, head=f"time,{ONE},{TWO}"):
    text = head + "\n" + "".join(f"{time},0.25,0.5\n" for time in times)
    return formats.FORMATS["tagcurve"].decode(text, "x").read("tags").curve


@pytest.mark.parametrize(
    ("times", "clock"),
    [
        ((0, 0.5, 1), Clock(tags.TICKS, 5000)),
        ((0, 0.0001), Clock(tags.TICKS, 1)),
        ((0, 0.4, 1.2, 1.5), Clock(tags.TICKS, 5000)),  # beside it by less than half
        ((0,), Clock(tags.TICKS, tags.TICKS)),
        (
            (0, LONGEST_SECONDS / 2, LONGEST_SECONDS),
            Clock(tags.TICKS, 5000 * round(LONGEST_SECONDS)),
        ),
    ],
)
def test_frames_have_one_distance(times, clock):
    found = curve(*times)
    assert (found.clock.rate, found.clock.hop) == (clock.rate, clock.hop)
    assert found.columns == (ONE, TWO)
    assert found.values.tolist() == [[0.25, 0.5]] * len(times)


@pytest.mark.parametrize(
    "times",
    [
        (0, 0.00009),
        (0, 0.2, 1.0),
        (0.3, 0.5, 0.7),
        (0, LONGEST_SECONDS / 2, LONGEST_SECONDS + 1),
        (1, 0),
    ],
)
def test_times_without_one_are_refused(times):
    with pytest.raises(FormatError, match="curve"):
        curve(*times)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_part_by_any_mark(mark):
    text = f"time,{ONE},{TWO}\n0,0.25,0.5\n0.5,1,0\n".replace(",", mark)
    found = formats.FORMATS["tagcurve"].decode(text, "x").read("tags")
    assert found.curve.values.tolist() == [[0.25, 0.5], [1, 0]]
    assert found.pairs == {ONE: 1.0, TWO: 0.5}  # the largest value of each


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("time,kazoo\n0,1\n", "columns of a curve are"),
        (f"{ONE},time\n0,1\n", "columns of a curve are"),
        (f"time,{ONE}\n0\n", "line 2: 1 columns where there are 2"),
        (f"time,{ONE}\n0,1\n\n0.5,1,1\n", "line 4: 3 columns where there are 2"),
        (f"time,{ONE}\n0,x\n", "line 2"),
    ],
)
def test_what_is_no_curve_is_refused(text, clue):
    with pytest.raises(FormatError, match=clue):
        formats.FORMATS["tagcurve"].decode(text, "x")


def test_a_curve_of_no_instrument_has_no_tags():
    read = formats.FORMATS["tagcurve"].decode("time\n0\n0.5\n", "x")
    assert len(read.others["tags"].names) == 0
