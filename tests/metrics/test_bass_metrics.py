"""Scores of bass lines whose agreement is counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import BeatPitches, Contour, Notes, hertz
from lausch.annotation.bass import REST
from lausch.metrics import bass

TIMES = [0.0, 1.0, 2.0, 3.0, 4.0]
TRUTH = BeatPitches(TIMES, [40, 41, 43, 45, REST])


def test_beats_are_right_or_an_octave_away_or_wrong():
    # right, an octave up, a fifth away, a rest where there is bass; where there is none nobody asks
    estimate = BeatPitches(TIMES, [40, 53, 50, REST, 33])
    assert bass.beat_accuracy(TRUTH, estimate) == (0.25, 0.5, 0.25)
    nothing = BeatPitches(TIMES, [REST] * 5)
    assert np.isnan(bass.beat_accuracy(nothing, TRUTH)).all()
    assert bass.beat_accuracy(TRUTH, nothing) == (0, 0, 0)


def test_frames_count_rests_too():
    line = Notes([0.0, 2.0], [1.0, 4.0], [40, 41])
    pitches = [40, REST, 53, 50]  # right, right, an octave up, wrong
    hz = np.array([0.0 if pitch == REST else float(hertz(pitch)) for pitch in pitches])
    assert bass.frame_accuracy(line, Contour([0.5, 1.5, 2.5, 3.5], hz)) == (0.5, 0.75)
    assert bass.frame_accuracy(line, Contour()) == (0, 0)
    assert bass.frame_accuracy(Notes(), Contour([0.5, 1.5], [0.0, 110.0])) == (0.5, 0.5)


def test_a_note_sounds_from_its_onset_until_before_its_offset():
    line = Notes([1.0], [2.0], [40.4])
    assert bass.sounding(line, np.array([0.9, 1.0, 1.9, 2.0])).tolist() == [REST, 40, 40, REST]


def test_roots_are_asked_on_downbeats_with_a_known_chord():
    roots = np.array([4, 5, 7, -1, 9])
    first = np.array([1, 2, 1, 1, 1])
    assert bass.root_accuracy(TRUTH, first, roots) == pytest.approx(2 / 3)  # E, G, and a rest
    assert np.isnan(bass.root_accuracy(TRUTH, first, np.full(5, -1)))


def test_sparsity_is_hoyers():
    values = np.array([[1.0, 0, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1]])
    assert bass.sparsity(values[:2]) == pytest.approx(1)
    assert bass.sparsity(values[2:]) == pytest.approx(0)
    assert bass.sparsity(values) == pytest.approx(0.5)
    assert bass.sparsity(np.array([[3.0, 4, 0, 0]])) == pytest.approx(2 - 7 / 5)
