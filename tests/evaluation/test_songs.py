"""Means know how much evidence they rest on."""

from __future__ import annotations

import math

import numpy as np
import pytest
from stubs import row

from lausch.evaluation.bootstrap import mean, mean_over_songs, paired


def test_equal_values_leave_no_doubt():
    found = mean_over_songs([0.5] * 8, list("abcdefgh"))
    assert (found.value, found.low, found.high, found.tracks, found.songs) == (0.5, 0.5, 0.5, 8, 8)


def test_few_songs_have_no_interval():
    found = mean_over_songs([0.0, 1.0] * 10, list("abcd") * 5)
    assert found.value == 0.5
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert not found.clear


def test_takes_of_a_song_are_one_piece_of_evidence():
    values = np.repeat(np.random.default_rng(0).random(10), 10)
    alone = mean_over_songs(values, [str(number) for number in range(100)])
    together = mean_over_songs(values, [str(number // 10) for number in range(100)])
    assert together.value == pytest.approx(alone.value)
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_intervals_hold_what_they_promise():
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(200):
        values = rng.normal(0.6, 0.1, 40)
        found = mean_over_songs(values, [str(number) for number in range(40)])
        inside += found.low <= 0.6 <= found.high
    assert 180 <= inside <= 198


def test_an_interval_is_the_same_every_time():
    values, songs = [0.1, 0.9, 0.5, 0.7, 0.2], list("abcde")
    assert mean_over_songs(values, songs) == mean_over_songs(values, songs)


@pytest.mark.parametrize("values", [[], [1.0, 2.0]])
def test_a_mean_needs_values_and_songs(values):
    with pytest.raises(ValueError, match="a mean needs one"):
        mean_over_songs(values, ["a"])


def test_what_nobody_measured_has_no_mean():
    assert mean([row()], "downbeat F") is None
    assert mean([], "beat F") is None
    both = [row(track="a", downbeat_F=0.4), row(track="b")]
    found = mean(both, "downbeat F")
    assert found is not None
    assert (found.value, found.tracks) == (0.4, 1)


def test_differences_are_taken_track_by_track():
    ours = [row("ours", str(n), beat_F=0.1 * n + 0.05) for n in range(8)]
    theirs = [row("theirs", str(n), beat_F=0.1 * n) for n in (7, 6, 5, 4, 3, 2)]
    found = paired(ours, theirs, "beat F")
    assert found is not None
    assert found.value == pytest.approx(0.05)
    assert found.tracks == 6
    assert found.clear
    assert paired(ours, [row("theirs", "elsewhere")], "beat F") is None
