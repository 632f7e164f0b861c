"""Voicing has an output of its own, beside the pitches of `SoloTracking`."""

from __future__ import annotations

import json

import numpy as np
import pytest
from truths import TRUTHS

from lausch.annotation import Contour
from lausch.annotation.melody import hertz
from lausch.frames import Clock, Frames
from lausch.tasks import SoloTracking, VoicedSoloTracking, task_from_card, to_card

CLOCK = Clock(22050, 441)
TASK = VoicedSoloTracking(low_midi=36, semitones=60, bins_per_semitone=3)
PITCHES = SoloTracking(low_midi=36, semitones=60, bins_per_semitone=3)


def line(*midi: float) -> Contour:
    """Half a second of each pitch; 0 is silence."""
    pitches = np.repeat(np.array(midi), 50)
    sounds = pitches > 0
    return Contour(0.01 * np.arange(len(pitches)), hertz(np.where(sounds, pitches, 60)), sounds)


def with_voicing(values: np.ndarray, voicing: object) -> Frames:
    changed = values.copy()
    changed[:, -1] = voicing
    return Frames(changed, CLOCK, TASK.outputs)


def test_the_last_output_is_the_share_of_a_frame_that_sounds():
    targets = TASK.encode(line(60, 0, 62.3), CLOCK, 80)
    assert targets.columns == (*PITCHES.outputs, "voiced")
    np.testing.assert_array_equal(
        targets.values[:, :-1], PITCHES.encode(line(60, 0, 62.3), CLOCK, 80).values
    )
    voiced = targets.column("voiced")
    np.testing.assert_array_equal(voiced[1:24], 1)
    np.testing.assert_array_equal(voiced[27:49], 0)
    assert 0 < voiced[25] < 1
    assert not voiced[76:].any()
    assert not TASK.encode(Contour(), CLOCK, 5).values.any()


def test_what_lies_beyond_the_pitches_is_silence():
    assert not TASK.encode(line(20.0), CLOCK, 20).values.any()
    assert TASK.encode(line(36.0), CLOCK, 20).column("voiced")[1:].all()


def test_voicing_decides_and_pitches_do_not():
    values = TASK.encode(line(60, 65), CLOCK, 50).values
    weak = np.concatenate([0.02 * values[:, :-1], values[:, -1:]], axis=1, dtype=np.float32)
    sounds = TASK.decode(with_voicing(weak, 0.95)).contour
    assert sounds.voiced.all()
    np.testing.assert_allclose(sounds.hz[2:22], hertz(60), rtol=0.003)
    silent = TASK.decode(with_voicing(values, 0.02)).contour
    assert not silent.voiced.any()
    np.testing.assert_allclose(silent.hz[27:48], hertz(65), rtol=0.003)


def test_the_pianoroll_has_pitches_alone():
    values = TASK.encode(line(62), CLOCK, 25).values
    melody = TASK.decode(with_voicing(values, 1.0))
    plain = PITCHES.decode(Frames(values[:, :-1].copy(), CLOCK, PITCHES.outputs))
    np.testing.assert_array_equal(melody.activations.values, plain.activations.values)
    assert melody.activations.columns == plain.activations.columns


@pytest.mark.parametrize("frames", [0, 1, 40])
def test_silence_has_no_notes(frames):
    found = TASK.decode(Frames(np.zeros((frames, 181), np.float32), CLOCK, TASK.outputs))
    assert not found.contour.voiced.any()
    assert not len(found.notes)


def test_the_truth_comes_back_and_settings_travel_in_the_card():
    truth = TRUTHS["voiced solo"]
    assert TASK.judge(truth, TASK.decode(TASK.encode(truth, CLOCK, 1000)))["overall accuracy"] > 0.9
    assert task_from_card(json.loads(json.dumps(to_card(TASK)))) == TASK
    assert TASK.output_summary == "solo, 180 pitches and voicing"
