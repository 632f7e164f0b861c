"""The solo's targets and the way back, for both resolutions."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from truths import TRUTHS

from lausch.annotation import Contour
from lausch.annotation.melody import hertz
from lausch.decoding.contour import ContourDecoder
from lausch.frames import Clock
from lausch.tasks import SoloTracking, task_from_card, to_card

FINE = SoloTracking(low_midi=36, semitones=60, bins_per_semitone=3)
CLOCKS = {1: Clock(22050, 2205), 3: Clock(22050, 441)}


def held(pitch, seconds=2.0):
    times = 0.01 * np.arange(round(seconds / 0.01))
    return Contour(times, np.full(len(times), float(hertz(pitch))))


@settings(deadline=None, max_examples=25)
@given(st.floats(38.0, 94.0))
def test_a_pitch_between_bins_comes_back(pitch):
    melody = FINE.decode(FINE.encode(held(pitch), CLOCKS[3], 100))
    assert melody.contour.voiced[1:-1].all()
    cents = 1200 * np.log2(melody.contour.hz[1:-1] / hertz(pitch))
    assert np.abs(cents).max() < 5


@pytest.mark.parametrize("task", [SoloTracking(), FINE], ids=["semitones", "thirds"])
def test_a_frame_is_the_share_that_sounds(task):
    clock = CLOCKS[task.bins_per_semitone]
    line = held(69.0, 1.0)
    values = task.encode(line, clock, 2 * int(clock.fps)).column("midi 69")
    assert values[1 : int(clock.fps) - 1].tolist() == pytest.approx([1.0] * (int(clock.fps) - 2))
    assert values[int(clock.fps)] == pytest.approx(0.5)
    assert not values[int(clock.fps) + 1 :].any()


@pytest.mark.parametrize("task", [SoloTracking(), FINE], ids=["semitones", "thirds"])
def test_what_lies_outside_the_axis_is_not_taught(task):
    clock = CLOCKS[task.bins_per_semitone]
    assert not task.encode(held(130.0), clock, 10).values.any()
    assert not task.encode(Contour(), clock, 10).values.any()
    assert task.encode(held(60.0), clock, 0).values.shape == (0, len(task.outputs))


@pytest.mark.parametrize("task", [SoloTracking(), FINE], ids=["semitones", "thirds"])
@pytest.mark.parametrize("column", [0, -1])
def test_the_first_and_the_last_pitch_of_the_axis_are_taught(task, column):
    steps = (len(task.outputs) - 1 if column else 0) / task.bins_per_semitone
    values = task.encode(held(task.low_midi + steps), CLOCKS[task.bins_per_semitone], 5).values
    assert values[1:, column] == pytest.approx(np.ones(4), abs=1e-3)


def test_an_excerpt_is_cut_stretched_and_transposed():
    line = TRUTHS["solo"]
    moved = FINE.moved(line, start=4.0, rate=2.0, seconds=3.0, semitones=12)
    assert moved.times[0] == pytest.approx(0.0, abs=0.01)
    assert moved.times[-1] < 3.0
    at = np.searchsorted(line.times, 4.0 + 2.0 * 1.5)
    here = np.searchsorted(moved.times, 1.5)
    assert moved.hz[here] == pytest.approx(2 * line.hz[at])


def test_the_roll_has_the_notes():
    melody = FINE.decode(FINE.encode(held(62.0), CLOCKS[3], 100))
    assert melody.activations.values.shape == (20, 120)
    assert melody.activations.column("midi 62")[1:-1].min() > 0.9
    assert len(melody.notes) == 1
    assert melody.notes.pitches[0] == pytest.approx(62.0, abs=0.05)


def test_settings_travel_in_the_card():
    task = SoloTracking(decoder=ContourDecoder(break_even=0.3))
    assert task_from_card(json.loads(json.dumps(to_card(task)))) == task


def test_scores_of_the_truth():
    melody = FINE.decode(FINE.encode(TRUTHS["solo"], CLOCKS[3], 1000))
    assert FINE.score(TRUTHS["solo"], melody)["raw pitch accuracy"] > 0.97


@pytest.mark.parametrize(("bins", "reach"), [(1, 0), (2, 2), (3, 2), (5, 2)])
def test_several_bins_to_the_semitone_share_a_pitch(bins, reach):
    task = SoloTracking(bins_per_semitone=bins)
    clock = Clock(100, 1)
    truth = Contour([0.0, 0.01], [440.0, 440.0], [True, True])
    row = task.encode(truth, clock, 2).values[0]
    place = round((69 - task.low_midi) * bins)
    assert np.flatnonzero(row).tolist() == list(range(place - reach, place + reach + 1))
    assert row[place] == pytest.approx(1.0)
    np.testing.assert_allclose(row[place - reach : place], row[place + reach : place : -1])
