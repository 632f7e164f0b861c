"""States of bars: what is known of a metre, and outputs at beats as frames of time."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Beats
from lausch.annotation.rhythm import bar_lengths
from lausch.frames import Clock, Frames
from lausch.models.model import load_model
from lausch.tasks import task_from_card, to_card
from lausch.tasks.bar_states import BarStates

FPS = Clock(50, 1)
TASK = BarStates(meters=(3, 4))
TIMES = 1.0 + 0.6 * np.arange(40)


def lengths(*positions: int) -> list[int]:
    return bar_lengths(np.array(positions)).tolist()


def test_a_bar_is_as_long_as_its_last_number():
    assert lengths(1, 2, 3, 1, 2, 3, 4, 1) == [3, 3, 3, 4, 4, 4, 4, 4]


def test_an_upbeat_belongs_to_a_bar_and_the_last_bar_is_like_the_one_before():
    assert lengths(3, 4, 1, 2, 3, 1, 2) == [4, 4, 3, 3, 3, 3, 3]
    assert lengths(1, 2, 1, 2, 3) == [2, 2, 2, 2, 0]


def test_without_the_end_of_a_bar_no_length_is_known():
    assert lengths(1, 2, 3) == [0, 0, 0]
    assert lengths() == []


def test_targets_are_states_and_other_metres_have_none():
    truth = Beats(0.5 * np.arange(8), [1, 2, 3, 1, 2, 1, 2, 3])
    targets = TASK.encode(truth, Clock(2, 1), 6).values
    assert targets.argmax(axis=1).tolist()[:3] == [0, 1, 2]
    assert targets.sum(axis=1).tolist() == [1, 1, 1, 0, 0, 0]
    assert TASK.outputs[:4] == ("beat 1 of 3", "beat 2 of 3", "beat 3 of 3", "beat 1 of 4")


def test_outputs_at_beats_are_decoded_from_frames_of_time():
    values = np.full((1400, 2), 0.01, dtype=np.float32)
    values[FPS.frames(TIMES), 0] = 0.9
    found = Frames(values, FPS, ("beat", "downbeat"))
    beats = TASK.beats_in(found)
    outputs = np.full((40, 7), 0.02, np.float32)
    outputs[np.arange(40), (np.arange(40) + 2) % 3] = 0.88
    placed = TASK.placed(outputs, beats, found)
    assert placed.columns == ("beat", *TASK.outputs)
    sounding = placed.values[:, 0] > 1e-3
    assert (placed.values[sounding].argmax(axis=1) == 0).all()
    np.testing.assert_allclose(TASK.taken(placed.values)[FPS.frames(TIMES)], outputs, atol=1e-6)
    decoded = TASK.decode(placed)
    np.testing.assert_allclose(decoded.downbeats, TIMES[1::3], atol=0.011)
    np.testing.assert_allclose(TASK.chances(outputs), [0.04, 0.9, 0.04] * 13 + [0.04], atol=1e-6)


def test_no_beats_have_no_numbers():
    silent = Frames(np.zeros((500, 2), np.float32), FPS, ("beat", "downbeat"))
    placed = TASK.placed(np.zeros((0, 7), np.float32), TASK.beats_in(silent), silent)
    assert len(TASK.decode(placed)) == 0


def test_the_shipped_weights_bring_a_chain_that_was_trained():
    decoder = load_model("durandessid2016").task.decoder
    follow = np.reshape(decoder.follow, (4, 4))
    assert (np.diag(follow) > follow.T[~np.eye(4, dtype=bool)].max() + 4).all()
    assert decoder.slip < follow.min()


def test_weights_of_the_network_become_those_of_the_decoder():
    learnt = {
        "1.follow": np.array([[0.0, -1.5], [-2.0, 0.25]], np.float32),
        "1.slip": np.array([-7.0], np.float32),
        "0.mean": np.zeros(3, np.float32),
    }
    decoder = TASK.completed(learnt).decoder
    assert decoder.follow == (0.0, -1.5, -2.0, 0.25)
    assert decoder.slip == -7.0
    completed = TASK.completed(learnt)
    assert task_from_card(to_card(completed)) == completed
