"""The study of metres: how much of a piece has its metre, and the tables by metre."""

from __future__ import annotations

import numpy as np
from house import study

from lausch.annotation import Beats
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result

METRES = study("metres")


def bars(*lengths: int) -> Beats:
    numbers = np.concatenate([np.arange(1, length + 1) for length in (*lengths, 1)])
    return Beats(0.5 * np.arange(len(numbers)), numbers)


def test_bars_have_their_ends_and_lengths():
    assert METRES.bar_lengths(bars(3, 4)) == [(0.0, 1.5, 3), (1.5, 3.5, 4)]
    assert METRES.bar_lengths(Beats([1.0, 2.0])) == []


def test_the_metre_is_right_bar_by_bar():
    assert METRES.metre_share(bars(3, 3, 4, 4), bars(3, 3, 4, 4)) == 1.0
    assert METRES.metre_share(bars(3, 3, 4, 4), bars(3, 3, 3, 3, 3)) == 0.5
    moved = bars(4, 4, 4)
    later = Beats(moved.times, np.roll(moved.positions, 1))
    assert METRES.metre_share(moved, later) > 0.6
    assert METRES.metre_share(bars(4, 4), Beats()) == 0.0


class OneTrack:
    def __init__(self, annotation):
        self.track = self
        self.style = "rock"
        self.annotation = annotation

    def has(self, name):
        return name == "beats"

    def read(self, name):
        return self.annotation


def test_a_piece_has_its_metre_or_changes_it():
    assert METRES.metre_of(OneTrack(bars(*[5] * 30, 4)))["metre"] == "5"
    assert METRES.metre_of(OneTrack(bars(4, 4, 3, 3)))["metre"] == METRES.CHANGING
    assert METRES.has_bars(OneTrack(bars(4, 4)))
    assert not METRES.has_bars(OneTrack(bars(4)))


def test_the_tables_have_a_column_for_each_metre():
    def result(system, metre, value, **other):
        facts = {"metre": metre, **other}
        return Result(system, "meters", metre, metre, 9.0, {"metre": value}, 0.0, facts)

    evidence = Evidence(
        METRES.STUDY, (), ("holzapfel2016",), {},
        (result("holzapfel2016", "5", 0.75), result("holzapfel2016", "changing", 0.5)),
        "lausch report",
        others=(result("lausch2026, two to seven", "5", 0.25, other=1),),
    )  # fmt: skip
    text = METRES.by_metre(evidence, measure="metre")
    assert "| 5 (1) |" in text
    assert "| **holzapfel2016** | – | – | – | .750 | – | – | .500 | .625 |" in text
    assert "| lausch2026, two to seven | – | – | – | .250 | – | – | – | .250 |" in text
