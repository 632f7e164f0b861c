"""Beats of the tempo map of a MIDI file: metres, pickups, and where the first beat is."""

from __future__ import annotations

import pytest
from reading import midi, track

from lausch.formats import midigrid

MARK = "ff060a" + b"first beat".hex()


def numbers(*events, ticks=960):
    """Numbers in the bar of ten quarters of 96 ticks, after events at these quarters."""
    rows, now = [], 0
    for at, event in events:
        rows.append((round(96 * at) - now, event))
        now = round(96 * at)
    beats = midigrid.decode(midi(track(*rows, (ticks - now, "ff0100"))), "x").beats
    return None if beats.positions is None else beats.positions.tolist()


def metre(count, power):
    return f"ff5804{count:02x}{power:02x}1808"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], None),
        ([(0, metre(4, 2))], [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3]),
        ([(0, metre(3, 2))], [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2]),
        ([(0, metre(2, 1))], [1, 2, 1, 2, 1, 2]),  # halves
        ([(0, metre(0, 2))], None),
        ([(0, metre(6, 3))], [1, 2, 1, 2, 1, 2, 1]),  # dotted quarters
        ([(0, metre(9, 3))], [1, 2, 3, 1, 2, 3, 1]),
        ([(0, metre(3, 3))], [1, 2, 3] * 7),  # eighths
        ([(0, metre(7, 3))], [1, 2, 3, 4, 5, 6, 7] * 3),
        ([(0, metre(12, 4))], [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2]),
        ([(0, metre(6, 2))], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5]),  # no compound metre
        ([(0, metre(3, 2)), (3, metre(4, 2))], [2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]),
        ([(0, metre(1, 2)), (1, metre(4, 2))], [4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2]),  # a pickup
        ([(0, metre(2, 2)), (2, metre(3, 2))], [2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]),
        ([(0, metre(5, 2)), (5, metre(4, 2))], [1, 2, 3, 4, 5, 1, 2, 3, 4, 1, 2]),
        ([(0, metre(4, 2)), (0, MARK)], [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3]),
        ([(0, metre(4, 2)), (2, MARK)], [3, 4, 1, 2, 3, 4, 1, 2, 3]),
        ([(0, metre(4, 2)), (3, MARK)], [4, 1, 2, 3, 4, 1, 2, 3]),
        ([(0, metre(4, 2)), (4, MARK)], [1, 2, 3, 4, 1, 2, 3]),
        ([(0, metre(4, 2)), (2, MARK), (3, MARK)], [3, 4, 1, 2, 3, 4, 1, 2, 3]),
        ([(0, metre(4, 2)), (2, MARK.replace("66", "46"))], [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3]),
    ],
)
def test_beats_have_the_numbers_of_their_metre(events, expected):
    assert numbers(*events) == expected


def test_the_last_beat_is_that_of_the_end():
    assert len(numbers((0, metre(4, 2)), ticks=960)) == 11
    assert len(numbers((0, metre(4, 2)), ticks=959)) == 10
    assert numbers((0, metre(4, 2)), ticks=1) == [1]
