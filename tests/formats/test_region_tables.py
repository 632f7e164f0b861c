"""Tables of sections and chords: which column is an end, and rows that overlap a little."""

from __future__ import annotations

import pytest

from lausch import formats
from lausch.errors import FormatError
from lausch.formats.chords import ordered
from lausch.formats.regions import read_parts


def spans(text):
    return [(start, end, label) for start, end, label, _ in read_parts(text, "x")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 2 A\n2 4 B\n", [(0, 2, "A"), (2, 4, "B")]),
        ("0 4 A b c\n", [(0, 4, "A b c")]),
        ("0 2\n2 4\n", [(0, 2, ""), (2, 4, "")]),
        ("0 1\n2 1\n4 end\n", [(0, 2, "1"), (2, 4, "1"), (4, 4, "end")]),  # numbers are labels
        ("0 A\n2 B\n4 End\n", [(0, 2, "A"), (2, 4, "B"), (4, 4, "End")]),
        # Start, value, duration, label, as Sonic Visualiser has it.
        ("0 1 2 A\n2 2 2 B\n", [(0, 2, "A"), (2, 4, "B")]),
        ("0 1 2 A\n2.01 2 2 B\n", [(0, 2, "A"), (2.01, 4.01, "B")]),
        ("0 2 1 A\n2 4 2 B\n", [(0, 2, "1 A"), (2, 4, "2 B")]),  # ends that fit
        ("0 2.03 1 A\n2 4 2 B\n", [(0, 1, "A"), (2, 4, "B")]),  # by more than twenty milliseconds
        ("0 2 7\n2 4 7\n", [(0, 2, "7"), (2, 4, "7")]),
        ("2 4 B\n0 2 A\n", [(2, 4, "B"), (0, 2, "A")]),
    ],
)
def test_the_second_column_is_an_end_where_that_fits(text, expected):
    assert spans(text) == [pytest.approx(each) if not each[2] else each for each in expected]


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("0\n1\n", "only a time"),
        ("0 A\n1 B\n", "has no end"),
        ("1 A\n0 B\n2 end\n", "begins before the last"),
        ("2 1 A\n", "before it begins"),
        ("0 1 1 A\n1 2 1 B\n", "may be an end"),
        ("0 2 1 A\n3 4 0.5 B\n", "may be an end"),
    ],
)
def test_what_may_be_either_is_refused(text, clue):
    with pytest.raises(FormatError, match=clue):
        read_parts(text, "x")


@pytest.mark.parametrize(
    ("end", "cut"), [(1.0, 1.0), (1.019, 1.0), (0.9, 0.9), (1.03, 1.03), (1.021, 1.021)]
)
def test_chords_that_reach_a_little_into_the_next_are_cut_off_there(end, cut):
    rows = [(1.0, 2.0, "G:maj", 1.5), (0.0, end, " C:maj ", -0.5), (3.0, 3.0, "N", 1.0)]
    assert ordered(rows) == [(0.0, cut, "C:maj", 0.0), (1.0, 2.0, "G:maj", 1.0)]


def test_chords_that_reach_further_are_refused():
    decode = formats.FORMATS["chords"].decode
    assert len(decode("0 1.019 C\n1 2 G\n", "x").others["chords"]) == 2
    with pytest.raises(FormatError):
        decode("0 1.05 C\n1 2 G\n", "x")
