"""Pitches of parts of beats: what sounds for long enough, and how beats are divided."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.tatums import Pooled, divisions, ends_of, parts_of
from lausch.frames import Clock


def pooled(*rows):
    """Activations with one frame a second, from rows of two columns."""
    return Pooled(np.array(rows, dtype=np.float64), Clock(1, 1), 0.0)


def columns(values, threshold=0.25, counts=(1,), share=0.2, beat=4.0):
    starts = beat * np.arange(len(counts))
    parts = parts_of(pooled(*values), starts, starts + beat, np.array(counts), threshold, share)
    return [[(each.start, each.stop, each.column) for each in beat] for beat in parts]


@pytest.mark.parametrize(("level", "column"), [(0.25, -1), (0.26, 1)])
def test_a_beat_below_the_threshold_and_on_it_is_a_rest(level, column):
    assert columns([(0.0, level)] * 4) == [[(0, 4, column)]]


@pytest.mark.parametrize(
    ("share", "sounding", "column"),
    [
        (0.2, 1, -1),
        (0.2, 2, 1),
        (0.0, 1, 1),
        (0.75, 2, -1),
        (0.75, 3, 1),
        (1.0, 3, -1),
        (1.0, 4, 1),
    ],
)
def test_a_pitch_sounds_in_a_share_of_the_frames_and_in_two_at_least(share, sounding, column):
    values = [(0.0, 0.9 if frame < sounding else 0.0) for frame in range(4)]
    assert columns(values, share=share) == [[(0, 4, column)]]


def test_a_single_pitch_from_the_beginning_fills_its_beat():
    low, high, rest = (0.9, 0.0), (0.0, 0.9), (0.0, 0.0)
    assert columns([low, low, rest, rest], counts=(2,)) == [[(0, 4, 0)]]
    assert columns([rest, rest, low, low], counts=(2,)) == [[(0, 2, -1), (2, 4, 0)]]
    assert columns([low, low, high, high], counts=(2,)) == [[(0, 2, 0), (2, 4, 1)]]
    assert columns([low, high, high, high], counts=(4,)) == [[(0, 1, 0), (1, 4, 1)]]


def test_the_confidence_of_joined_parts_is_their_mean_by_length():
    values = [(0.9, 0.0), (0.0, 0.3), (0.0, 0.6), (0.0, 0.9)]
    ((first, second),) = parts_of(
        pooled(*values), np.zeros(1), np.full(1, 4.0), np.array([4]), 0.25
    )
    assert (first.confidence, second.confidence) == (pytest.approx(0.9), pytest.approx(0.6))


@pytest.mark.parametrize(
    ("beats", "seconds", "ends"),
    [
        ([], 9, []),
        ([1], 9, [9]),
        ([1], 0.5, [1]),
        ([1, 2, 4], 9, [2, 4, 6]),
        ([1, 2, 4], 5, [2, 4, 5]),
        ([1, 2, 4], 3, [2, 4, 4]),
    ],
)
def test_the_last_beat_is_as_long_as_the_one_before_it_within_the_recording(beats, seconds, ends):
    assert ends_of(np.array(beats, dtype=float), seconds).tolist() == ends


@pytest.mark.parametrize(
    ("margin", "shortest", "counts"),
    [(0.0, 0.0, [2]), (0.44, 0.0, [2]), (0.46, 0.0, [1]), (0.0, 2.0, [2]), (0.0, 2.1, [1])],
)
def test_a_beat_is_divided_where_that_has_the_clearer_pitches(margin, shortest, counts):
    """Halves of .9 and .45 have a mean lead of .675; the whole has one of .225."""
    values = pooled((0.9, 0.0), (0.9, 0.0), (0.0, 0.45), (0.0, 0.45))
    found = divisions(
        values,
        np.zeros(1),
        np.full(1, 4.0),
        subdivisions=(1, 2, 4),
        margin=margin,
        shortest_seconds=shortest,
    )
    assert found.tolist() == counts


def test_frames_are_late_by_as_much_as_they_are():
    values = np.arange(8.0)[:, None]
    for late, mean in [(0.0, 2.5), (1.0, 1.5), (-2.0, 4.5)]:
        means, _, _ = Pooled(values, Clock(10, 5), late).over(np.ones(1), np.full(1, 2.0))
        assert means.tolist() == [[mean]]
