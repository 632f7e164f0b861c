"""The choice of the octave of a tempo, on half of what is known."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib import import_module

import numpy as np
from house import STUDIES

from lausch.annotation import Tempo
from lausch.decoding.tempo import CombFilters

sys.path.append(str(STUDIES))
octaves = import_module("octaves")
BPM = 6000 / np.arange(24.0, 151.0)


def track(bpm, chosen_on=True, **heights):
    """A histogram with peaks of `heights` by tempo, such as at60=1."""
    strength = np.zeros(len(BPM))
    for name, height in heights.items():
        strength[np.abs(BPM / float(name.removeprefix("at")) - 1).argmin()] = height
    return octaves.Known(BPM, strength, Tempo((bpm,), (1.0,)), chosen_on)


def test_scores_are_of_the_tempo_that_the_filters_take():
    one = track(120.0, at60=1.0, at120=0.9)
    assert one.scores(CombFilters()) == {"Acc1": 0.0, "Acc2": 1.0}
    assert one.scores(CombFilters(rivalry=0.8)) == {"Acc1": 1.0, "Acc2": 1.0}
    nothing = replace(one, strength=np.zeros(len(BPM)))
    assert nothing.scores(CombFilters()) == {"Acc1": 0.0, "Acc2": 0.0}


def test_one_half_chooses_and_the_other_has_no_say():
    first = [track(120.0, at60=1.0, at120=0.85), track(60.0, at60=1.0, at120=0.75)]
    other = [track(60.0, False, at60=1.0, at120=0.95)] * 9
    best, gain = octaves.chosen({"one": [*first, *other]})
    assert 0.75 < best.rivalry <= 0.85
    assert gain == 0.5


def test_the_table_has_both_halves():
    sets = {"one": [track(120.0, at60=1.0, at120=0.85), track(60.0, False, at60=1.0, at120=0.85)]}
    lines = octaves.rows(sets, {"paper": CombFilters(), "ours": CombFilters(rivalry=0.8)})
    assert [(half, name, acc1) for _, half, name, _, acc1, _ in lines] == [
        ("chosen on", "paper", ".000"),
        ("chosen on", "ours", "1.000"),
        ("other", "paper", "1.000"),
        ("other", "ours", ".000"),
    ]
    text = octaves.page(sets)
    assert "what ships: rivalry 0.6, 110 bpm, 0.5 octaves" in text
    assert "one | other | the paper's rule | 1 | 1.000 | 1.000 |" in text
