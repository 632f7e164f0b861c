"""Bass lines become targets and come back; truths are cut, moved and masked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lausch.annotation import BeatPitches, Notes
from lausch.frames import Clock, Frames
from lausch.metrics.bass import beat_accuracy, root_accuracy, sparsity
from lausch.metrics.notes import note_f
from lausch.tasks.bass import BassTracking, BassTruth, beat_pitches, runs

CLOCK = Clock(22050, 1024)
BEATS = 0.5 + 0.5 * np.arange(8)
NOTES = Notes(BEATS[:7], BEATS[:7] + 0.45, [28, 36, 40, 43, 45, 67, 33])
TRUTH = BassTruth(NOTES, BEATS)
TASK = BassTracking()


def test_what_is_encoded_is_decoded_beat_by_beat():
    frames = TASK.encode(TRUTH, CLOCK, 100)
    assert frames.columns[0] == "midi 28"
    assert frames.columns[-1] == "midi 67"
    line = TASK.decode(Frames(0.9 * frames.values, CLOCK, frames.columns), beats=BEATS)
    assert line.beats.pitches.tolist() == [28, 36, 40, 43, 45, 67, 33, 0]
    scores = TASK.score(TRUTH, line)
    assert scores["beat accuracy"] == 1
    assert scores["frame accuracy"] == 1
    assert scores["octave errors"] == 0


def test_without_beats_there_are_no_pitches_of_beats():
    line = TASK.decode(TASK.encode(TRUTH, CLOCK, 100))
    assert len(line.beats) == 0
    assert note_f(NOTES, line.notes) > 0.9


def test_notes_outside_the_outputs_teach_nothing():
    low = BassTruth(Notes([0.0, 1.0], [1.0, 2.0], [27, 68]))
    assert not TASK.encode(low, CLOCK, 60).values.any()


def test_an_excerpt_is_cut_stretched_and_transposed():
    moved = TASK.moved(TRUTH, start=0.75, rate=2.0, seconds=0.5, semitones=3)
    np.testing.assert_allclose(moved.notes.onsets, [0.0, 0.125, 0.375])
    np.testing.assert_allclose(moved.notes.offsets, [0.1, 0.35, 0.5])
    assert moved.notes.pitches.tolist() == [31, 39, 43]
    np.testing.assert_allclose(moved.beats, [0.125, 0.375])


def test_unsure_frames_do_not_count():
    truth = BassTruth(NOTES, unsure=np.array([[1.0, 2.0]]))
    weights = TASK.weights(truth, CLOCK, 100)
    times = CLOCK.times(100)
    np.testing.assert_array_equal(weights[:, 0] == 0, (times >= 1.0) & (times < 2.0))
    assert TASK.weights(TRUTH, CLOCK, 100).all()


def test_a_beat_has_the_pitch_that_sounds_longest_or_a_rest():
    notes = Notes([0.0, 0.3, 1.0], [0.3, 0.5, 1.05], [40, 52, 45])
    assert beat_pitches(notes, np.array([0.0, 0.5, 1.0])).pitches.tolist() == [40, 0, 0]


def test_octave_errors_are_right_in_chroma_alone():
    reference = beat_pitches(NOTES, BEATS)
    shifted = Notes(NOTES.onsets, NOTES.offsets, np.where(NOTES.pitches == 40, 52, NOTES.pitches))
    right, chroma, octaves = beat_accuracy(reference, beat_pitches(shifted, BEATS))
    assert (right, chroma, octaves) == pytest.approx((6 / 7, 1.0, 1 / 7))


def test_sparsity_is_one_for_a_single_column_and_zero_for_even_ones():
    single = np.eye(5, 40, dtype=np.float32)
    assert sparsity(single) == pytest.approx(1)
    assert sparsity(np.ones((5, 40), np.float32)) == pytest.approx(0, abs=1e-6)


def test_calibration_judges_beats_and_their_rests():
    frames = TASK.encode(TRUTH, CLOCK, 100)
    soft = Frames(0.3 * frames.values, CLOCK, frames.columns)
    keen = replace(TASK, decoder=replace(TASK.decoder, threshold=0.2))
    deaf = replace(TASK, decoder=replace(TASK.decoder, threshold=0.4))
    for task, share in ((keen, 1.0), (deaf, 1 / 8)):
        assert task.judge(TRUTH, task.decode(soft)) == {"beat or rest": pytest.approx(share)}
        told = task.judge(TRUTH, task.decode(soft, beats=BEATS))
        assert told == {"beat or rest": pytest.approx(share)}
    unknown = BassTruth(NOTES)
    assert keen.judge(unknown, keen.decode(soft)) == {"frame accuracy": pytest.approx(1.0)}


def test_roots_are_asked_for_on_downbeats_with_a_known_chord() -> None:
    line = BeatPitches(np.arange(6.0), [36, 40, 43, 0, 48, 41])
    positions = np.array([1, 2, 1, 1, 1, 2])
    roots = np.array([0, 0, 0, 0, -1, 5])
    # C over C, G over C, a rest; the last downbeat has no chord, other beats are not asked for.
    assert root_accuracy(line, positions, roots) == pytest.approx(1 / 3)
    assert np.isnan(root_accuracy(line, positions, np.full(6, -1)))


def salience() -> Frames:
    """Ten frames of E1 at .9, ten at .6, ten of nothing, ten of A1 at .4."""
    values = np.zeros((40, 40), np.float32)
    values[:10, 0], values[10:20, 0], values[30:, 5] = 0.9, 0.6, 0.4
    return Frames(values, CLOCK, BassTracking().outputs)


def test_the_strongest_output_of_a_frame_is_its_label():
    task = BassTracking()
    truth = task.labels(salience(), confidence=0.3)
    assert truth.notes.pitches.tolist() == [28, 33]
    targets = task.encode(truth, CLOCK, 40).values
    np.testing.assert_array_equal(np.flatnonzero(targets[:, 0]), np.arange(20))
    np.testing.assert_array_equal(np.flatnonzero(targets[:, 5]), np.arange(30, 40))
    assert targets.sum() == 30


def test_what_a_teacher_does_not_hear_is_no_rest():
    truth = BassTracking().labels(salience(), confidence=0.3)
    weights = BassTracking().weights(truth, CLOCK, 40)[:, 0]
    np.testing.assert_array_equal(np.flatnonzero(weights == 0), np.arange(20, 30))


def test_frames_of_less_confidence_are_not_learnt_from():
    task = BassTracking()
    for confidence, kept in ((0.0, range(40)), (0.5, range(20)), (0.7, range(10)), (0.95, [])):
        truth = task.labels(salience(), confidence=confidence)
        weights = task.weights(truth, CLOCK, 40)[:, 0]
        np.testing.assert_array_equal(np.flatnonzero(weights), list(kept))


def test_runs_of_equal_values():
    assert runs(np.array([0, 0, 3, 3, 3, 1])) == [(0, 2), (2, 5), (5, 6)]
    assert runs(np.zeros(0)) == []


def test_frames_of_which_nothing_is_known_weigh_nothing():
    clock = Clock(10, 1)
    truth = BassTruth(
        Notes([0.0, 0.5], [0.5, 1.0], [28, 40]), unsure=np.array([[0.2, 0.4], [0.9, 5]])
    )
    weights = TASK.weights(truth, clock, 11)
    assert weights.shape == (11, 1)
    assert weights[:, 0].tolist() == [1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0]
    targets = TASK.encode(truth, clock, 11).values
    assert np.argwhere(targets).tolist() == [[n, 0 if n < 5 else 12] for n in range(10)]


@pytest.mark.parametrize(
    ("confidence", "pitches"), [(0.49, [30, 29]), (0.5, [30, 29]), (0.51, [30])]
)
def test_labels_of_a_model_count_where_it_is_sure(confidence, pitches):
    values = np.zeros((8, 40), np.float32)
    values[1:3, 2], values[4:6, 1], values[6:, 0] = 0.9, 0.5, 0.25
    found = TASK.labels(Frames(values, Clock(10, 1), TASK.outputs), confidence=confidence)
    assert found.notes.pitches.tolist() == pitches
    assert found.notes.onsets.tolist() == [0.1, 0.4][: len(pitches)]
    assert found.notes.offsets.tolist() == pytest.approx([0.3, 0.6][: len(pitches)])
    assert len(found.unsure) == (3 if len(pitches) == 2 else 2)
