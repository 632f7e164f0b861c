"""Downbeats among beats by a network of frames, and the mean of log-odds."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.agreement import downbeat_share, together
from lausch.frames import Clock, Frames


def test_frames_say_at_a_beat_what_share_of_it_is_a_downbeat():
    values = np.zeros((100, 2), dtype=np.float32)
    values[20] = [0.8, 0.6]
    values[61] = [0.5, 0.05]
    frames = Frames(values, Clock(50, 1), ("beat", "downbeat"))
    share = downbeat_share(frames, [20.3, 60.0, 90.0, 450.0])
    np.testing.assert_allclose(share, [0.75, 0.1, 0, 0], atol=1e-6)


def test_a_downbeat_three_frames_away_is_another_beat():
    values = np.zeros((50, 2), dtype=np.float32)
    values[20] = [0.8, 0.8]
    share = downbeat_share(Frames(values, Clock(50, 1), ("beat", "downbeat")), [18.0, 17.0])
    np.testing.assert_allclose(share, [1, 0], atol=1e-6)


def test_networks_agree_in_log_odds():
    mixed = together([[0.9, 0.5, 1.0], [0.1, 0.5, 1.0]])
    np.testing.assert_allclose(mixed, [0.5, 0.5, 0.999], atol=1e-6)


def test_a_network_with_all_of_the_weight_is_followed():
    mixed = together([[0.9, 0.2], [0.1, 0.5]], (1.0, 0.0))
    np.testing.assert_allclose(mixed, [0.9, 0.2], atol=1e-6)


def test_where_there_are_no_beats_there_is_nothing_to_agree_on():
    assert together([[], []]).shape == (0,)
    nothing = Frames(np.zeros((0, 2), dtype=np.float32), Clock(50, 1), ("beat", "downbeat"))
    assert downbeat_share(nothing, []).shape == (0,)


@pytest.mark.parametrize(("away", "share"), [(-3, 0.0), (-2, 0.75), (0, 0.75), (2, 0.75), (3, 0.0)])
def test_a_downbeat_counts_two_frames_away_on_both_sides(away, share):
    values = np.zeros((11, 2), np.float32)
    values[5] = (0.8, 0.0)
    values[5 + away, 1] = 0.6
    activations = Frames(values, Clock(100, 1), ("beat", "downbeat"))
    assert downbeat_share(activations, [5.0]) == pytest.approx([share])
    assert downbeat_share(activations, []).shape == (0,)
