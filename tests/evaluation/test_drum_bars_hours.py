"""The page with the learning curve of drum patterns."""

from __future__ import annotations

import sys
from importlib import import_module
from types import SimpleNamespace

import pytest
from house import STUDIES

sys.path.insert(0, str(STUDIES))
hours = import_module("drum_bars_hours")


def amount(seconds, names, value, runs):
    tracks = [SimpleNamespace(duration=seconds, performer=name) for name in names]
    measures = {"accuracy": [value, 0.25, 0.75], "downbeat F": [value - 0.125, 0.125, 0.5]}
    row = {"takes": 62, "measures": measures, "runs": {"accuracy": runs, "downbeat F": runs}}
    return hours.Amount(tracks, row)


AMOUNTS = [amount(900, "ab", 0.5, [0.375]), amount(1800, "abba", 0.625, [0.5])]


def test_a_row_has_hours_takes_drummers_and_scores():
    text = hours.page(AMOUNTS, 1, "python studies/drum_bars_hours.py --data DATA")
    assert "| 0.5 | 2 | 2 | .500 [.250, .750] | .375 [.125, .500] | .375 |" in text
    assert "| 2.0 | 4 | 2 | .625 [.250, .750] | .500 [.125, .500] | .500 |" in text
    assert "62 takes" in text
    assert "Written by `python studies/drum_bars_hours.py --data DATA`" in text


@pytest.mark.parametrize(("seeds", "said"), [(1, True), (3, False)])
def test_one_seed_is_a_threat(seeds, said):
    assert ("**One seed.**" in hours.page(AMOUNTS, seeds, "a command")) == said
