"""Rows of drum patterns: the hardest stroke of each instrument in each part of a beat."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Drums
from lausch.errors import OptionError
from lausch.frames import Clock
from lausch.representations import LogMelS, Patterns, Rise, Stack
from lausch.representations.patterns import strokes_in

REGISTERS = Rise(LogMelS(44100, 441, 1024, bands=3))
CLOCK = Clock(44100, 441)
BEATS = np.array([1.0, 1.5, 2.1])


def rows(drums: Drums, beats: np.ndarray = BEATS, divisions: int = 4) -> np.ndarray:
    found = Patterns(REGISTERS, divisions).on_beats(strokes_in(drums, CLOCK), beats)
    return found.reshape(len(beats), divisions, 3)


def test_a_stroke_is_in_the_nearest_part_as_hard_as_it_is():
    found = rows(
        Drums([1.0, 1.24, 1.5, 1.96], ["kick", "snare", "kick", "hi-hat"], [1, 0.5, 1, 0.25])
    )
    assert found[0, 0].tolist() == [1, 0, 0]
    assert found[0, 2].tolist() == [0, 0.5, 0]
    assert found[1, 0].tolist() == [1, 0, 0]
    assert found[1, 3].tolist() == [0, 0, 0.25]
    assert np.count_nonzero(found) == 4


def test_a_stroke_a_little_early_belongs_to_its_beat():
    found = rows(Drums([0.95, 1.45], ["kick", "snare"]))
    assert found[0, 0].tolist() == [1, 0, 0]
    assert found[1, 0].tolist() == [0, 1, 0]


def test_of_several_strokes_the_hardest_counts():
    found = rows(Drums([1.0, 1.02, 1.04], ["kick"] * 3, [0.5, 0.75, 0.25]))
    assert found[0, 0, 0] == 0.75


def test_the_last_beat_is_as_long_as_the_one_before_and_no_stroke_beyond_counts():
    found = rows(Drums([0.2, 2.4, 2.65, 3.5], ["kick"] * 4))
    assert np.argwhere(found).tolist() == [[2, 2, 0]]


def test_toms_and_cymbals_are_left_out():
    assert not rows(Drums([1.0, 1.5], ["tom", "cymbal"])).any()


def test_without_beats_or_strokes_there_is_nothing():
    assert rows(Drums([1.0], ["kick"]), np.zeros(0)).shape == (0, 4, 3)
    assert not rows(Drums()).any()
    assert rows(Drums([1.0], ["kick"]), np.array([1.0]))[0, 0, 0] == 1


def test_a_stack_knows_that_its_rows_are_of_strokes():
    patterns = Stack((Patterns(REGISTERS, 4),))
    assert patterns.struck
    assert not Stack((REGISTERS,)).struck
    assert len(set(patterns.columns)) == 12
    silent = patterns.measure(np.zeros(44100, np.float32))
    assert silent.shape == (2, 12)


def test_other_columns_and_divisions_are_refused():
    with pytest.raises(OptionError, match="1 to 16 parts"):
        Patterns(REGISTERS, 0)
    with pytest.raises(OptionError, match="not of 5 columns"):
        Patterns(LogMelS(44100, 441, 1024, bands=5), 4)
