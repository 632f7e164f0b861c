"""Numbers as they are printed."""

from __future__ import annotations

import math

import pytest

from lausch.evaluation.bootstrap import Mean
from lausch.evaluation.tables import difference, number, percent, score, table

NAN = math.nan


@pytest.mark.parametrize(
    ("mean", "text"),
    [
        (None, "–"),
        (Mean(0.9126, 0.881, 0.939, 9, 9), ".913 [.88, .94]"),
        (Mean(1.0, 1.0, 1.0, 9, 9), "1.000 [1.00, 1.00]"),
        (Mean(0.5, NAN, NAN, 2, 2), ".500"),
    ],
)
def test_scores(mean, text):
    assert score(mean) == text


@pytest.mark.parametrize(
    ("mean", "text"),
    [
        (None, "–"),
        (Mean(0.02, -0.01, 0.05, 9, 9), "+.020 [-.010, +.050]"),
        (Mean(-0.02, -0.03, -0.01, 9, 9), "**-.020 [-.030, -.010]**"),
        (Mean(-1.0, NAN, NAN, 2, 2), "-1.000"),
    ],
)
def test_differences(mean, text):
    assert difference(mean) == text


def test_shares_and_numbers():
    assert [percent(0), percent(0.126), percent(1)] == ["·", "13 %", "100 %"]
    assert [number(NAN), number(0.25), number(1)] == ["–", ".250", "1.000"]


def test_numbers_stand_right_and_words_left():
    text = table(("who", "n", "F"), [("a|b", "3", ".913 [.88, .94]"), ("c", "12", "–")])
    assert text.splitlines() == [
        "| who | n | F |",
        "|---|--:|--:|",
        r"| a\|b | 3 | .913 [.88, .94] |",
        "| c | 12 | – |",
    ]
