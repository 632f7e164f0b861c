"""What parts the columns of a table, and commas that may be decimal ones."""

from __future__ import annotations

import pytest

from lausch.errors import FormatError
from lausch.formats import delimiters
from lausch.formats.delimiters import split


def cells(*rows, one_column=False):
    numbered = list(enumerate(rows, start=1))
    return [list(each) for _, each in split(numbered, "x", one_column=one_column)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["0.5, 1", "1.0 ,2 "], [["0.5", "1"], ["1.0", "2"]]),
        (["0.5;a, b ;c"], [["0.5", "a, b", "c"]]),
        (["0.5\t a b\tc"], [["0.5", "a b", "c"]]),
        (["0.5  a   b"], [["0.5", "a", "b"]]),
        (["0,5 1", "1,5 2"], [["0,5", "1"], ["1,5", "2"]]),
        (["0,5;1", "1,5;2"], [["0,5", "1"], ["1,5", "2"]]),
        (["0,5\t1", "1,5\t2"], [["0,5", "1"], ["1,5", "2"]]),
        (["0.5\t1.0 A", "1.0\t1.5 B"], [["0.5", "1.0", "A"], ["1.0", "1.5", "B"]]),
        (["0.5,é ,b"], [["0.5", "é", "b"]]),
        (["0.5,\u00a0a"], [["0.5", "a"]]),
        (["0.5,1,,", "1.0,2,,"], [["0.5", "1"], ["1.0", "2"]]),
        (["0.5,1,,", "1.0,2,3,"], [["0.5", "1", ""], ["1.0", "2", "3"]]),
        (["0.5,", "1.0,"], [["0.5"], ["1.0"]]),
        (['0.5,"a, b"', '1.0, "c"'], [["0.5", "a, b"], ["1.0", "c"]]),
        (['"0.5" "1"'], [["0.5", "1"]]),
        (['0.5 "a'], [["0.5", '"a']]),
        (["time,beat", "0.5,1"], [["time", "beat"], ["0.5", "1"]]),
        (["time beat", "0.5 1"], [["time", "beat"], ["0.5", "1"]]),
        (["0.5", "1.0"], [["0.5"], ["1.0"]]),
    ],
)
def test_columns_part_by_the_first_mark_that_leaves_numbers(rows, expected):
    assert cells(*rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["0,50", "1,25"], [["0,50"], ["1,25"]]),
        (["0,5", "1,0"], [["0,5"], ["1,0"]]),
        (["1,1", "2,2", "3,3", "4,4"], [["1", "1"], ["2", "2"], ["3", "3"], ["4", "4"]]),
        (["1,05", "2,10"], [["1,05"], ["2,10"]]),
    ],
)
def test_pairs_of_whole_numbers_may_be_one_each_where_a_column_is_enough(rows, expected):
    assert cells(*rows, one_column=True) == expected


@pytest.mark.parametrize(
    ("rows", "one_column", "line"),
    [
        (["1,5", "2,4"], True, 1),  # neither is clear
        (["1,5", "2,05"], False, 2),
        (["1,5,3", "2,05,4"], True, 2),
    ],
)
def test_commas_that_may_be_either_are_refused(rows, one_column, line):
    with pytest.raises(FormatError, match=f"line {line}: its commas"):
        cells(*rows, one_column=one_column)


def test_where_two_columns_are_needed_pairs_are_two():
    assert cells("1,5", "2,4") == [["1", "5"], ["2", "4"]]
    assert cells("1,0", "2,0") == [["1", "0"], ["2", "0"]]


def test_only_the_first_lines_say_what_parts_them(monkeypatch):
    monkeypatch.setattr(delimiters, "SAMPLE", 2)
    assert cells("0.5 1", "1.0 2", "1.5;3") == [["0.5", "1"], ["1.0", "2"], ["1.5;3"]]
    assert cells("0.5 1", "1.0;2", "1.5;3")[0] == ["0.5 1"]
