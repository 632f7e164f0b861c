"""Where notes stand on the beats: the grid of each beat, swing, and what fills the bars."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Beats, Notes
from lausch.formats import drumstaff, notation
from lausch.formats.notation import QUARTER, grids_of, held, is_swing, positions_in, written

FOUR = Beats(np.arange(4.0), [1, 2, 3, 4])


def page(onsets, offsets, beats=FOUR):
    return written(Notes(onsets, offsets, [60] * len(onsets)), beats)


def rows(bar):
    """Ticks of notes, and of rests below 0."""
    return [each.ticks if each.pitch else -each.ticks for each in bar.written]


@pytest.mark.parametrize(
    ("onsets", "grids"),
    [
        ([0.93, 1.13], [1, 1]),
        ([0.957, 1.13], [1, 1]),
        ([0.959, 1.13], [1, 4]),  # less than a twenty-fourth before it
        ([-0.05, 0.25], [4, 1]),
        ([0.25, 2.25], [4, 1]),  # after the last
        ([0.0, 0.5, 1.0, 1.75], [2, 4]),
        ([1 / 3, 2 / 3, 1.25, 1.5], [3, 4]),
    ],
)
def test_a_beat_has_the_grid_that_fits_the_notes_in_it(onsets, grids):
    assert grids_of(np.array(onsets), 2).tolist() == grids


PRICES = [
    (notation.GRIDS, [(0.149, 1), (0.151, 4), (0.281, 4), (0.283, 3), (0.406, 3), (0.407, 2)]),
    (drumstaff.GRIDS, [(0.149, 1), (0.151, 4), (0.316, 4), (0.317, 3), (0.371, 3), (0.372, 2)]),
]
"""By the prices: half-way and a third of a beat are as good where .01 + .5 - x = .03 + x - 1/3."""


@pytest.mark.parametrize(("choices", "places"), PRICES, ids=("notes", "drums"))
def test_a_finer_grid_has_to_be_nearer_by_its_price(choices, places):
    for onset, grid in [(0.0, 1), *places]:
        assert grids_of(np.array([onset]), 1, choices).tolist() == [grid]
        assert grids_of(np.array([1 - onset - 1e-9]), 1, choices).tolist() == [grid]


@pytest.mark.parametrize(
    ("long_short", "short_long", "even", "swing"),
    [
        (1, 0, 0, True),
        (0, 1, 0, False),
        (1, 1, 0, False),
        (2, 1, 0, True),
        (1, 0, 1, False),
        (2, 0, 1, True),
        (2, 1, 1, False),
        (3, 1, 1, True),
        (0, 0, 0, False),
    ],
)
def test_a_page_swings_where_most_pairs_are_long_and_short(long_short, short_long, even, swing):
    parts = [2 / 3] * long_short + [1 / 3] * short_long + [1 / 2] * even
    onsets = np.sort(np.concatenate([np.arange(len(parts)), np.arange(len(parts)) + parts]))
    assert is_swing(onsets, grids_of(onsets, len(parts) + 1)) == swing


def test_triplets_are_no_pairs():
    onsets = np.arange(9) / 3
    assert not is_swing(onsets, grids_of(onsets, 3))


def test_a_pair_fills_its_beat_also_at_the_end():
    """The second note of the last beat ends with it."""
    onsets = [0, 2 / 3, 1, 5 / 3, 2, 8 / 3, 3, 11 / 3]
    (bar,) = page(onsets, [*onsets[1:], 4.0]).bars
    assert rows(bar) == [6] * 8


def test_an_even_eighth_ends_at_the_half_of_its_beat():
    onsets = [0, 2 / 3, 1, 5 / 3]
    (bar,) = page(onsets, [2 / 3, 1, 5 / 3, 1 + 5 / 6]).bars
    assert rows(bar)[:3] == [6, 6, 6]


def test_short_notes_last_a_part_of_their_own_beat():
    beats = Beats(np.arange(4.0), [1, 2, 3, 4])
    onsets = [2.0, 2.25, 3.0, 3.5]
    (bar,) = page(onsets, [each + 0.01 for each in onsets], beats).bars
    assert rows(bar) == [-24, 3, 3, -6, 6, 6]
    (bar,) = page([2.0, 2.5, 3.25], [2.01, 2.51, 3.26], beats).bars
    assert rows(bar) == [-24, 6, 6, -3, 3, -6]


@pytest.mark.parametrize(
    ("span", "ticks"),
    [
        ((0.0, 1.0), [12, -24, -12]),
        ((0.0, 2.0), [24, -24]),
        ((0.0, 3.0), [36, -12]),  # notes are dotted, rests are not
        ((0.0, 4.0), [48]),
        ((1.0, 4.0), [-12, 36]),
        ((3.0, 4.0), [-24, -12, 12]),
        ((0.25, 1.0), [-3, 6, 3, -24, -12]),
        ((0.5, 1.0), [-6, 6, -24, -12]),
        ((0.75, 2.0), [-9, 3, 12, -24]),
        ((4.0, 5.0), [-48]),
        ((-1.0, 1.0), [12, -24, -12]),
        ((-1.0, -0.5), [-48]),
        ((3.5, 9.0), [-24, -12, -6, 6]),
    ],
)
def test_note_values_do_not_hide_the_beats(span, ticks):
    (bar,) = page([span[0]], [span[1]]).bars if span[0] >= 0 else late(span).bars
    assert rows(bar) == ticks


def late(span):
    """The same beats a second later, since no note begins before 0."""
    return page([span[0] + 1], [span[1] + 1], Beats(np.arange(1.0, 5.0), [1, 2, 3, 4]))


def test_a_note_over_the_bar_is_tied():
    beats = Beats(np.arange(6.0), [4, 1, 2, 3, 4, 1])
    pickup, bar, last = page([0.5, 3.0], [2.0, 6.0], beats).bars
    assert [each.pickup for each in (pickup, bar, last)] == [True, False, False]
    assert [(each.tied_from, each.tied_to) for each in pickup.written] == [
        (False, False),
        (False, True),
    ]
    assert [(each.ticks, each.tied_from, each.tied_to) for each in bar.written] == [
        (12, True, False),
        (12, False, False),
        (24, False, True),
    ]
    assert last.written[0].tied_from
    assert not last.written[0].tied_to


@pytest.mark.parametrize(
    ("numbers", "lengths", "pickup"),
    [
        (None, [4, 4], False),
        ([1, 2, 3, 4, 1, 2], [4, 4], False),
        ([3, 4, 1, 2, 3, 4], [2, 4], True),
        ([1, 2, 3, 1, 2, 3], [3, 3], False),
        ([2, 3, 4, 5, 6, 7], [6], False),
        ([1, 2, 1, 2, 1, 2], [2, 2, 2], False),
        ([4, 1, 2, 3, 4, 5], [1, 5], True),
    ],
)
def test_bars_are_as_long_as_their_beats_and_the_last_is_whole(numbers, lengths, pickup):
    found, first = notation.bars_of(Beats(np.arange(6.0), numbers))
    assert (found, first) == (lengths, pickup)


def test_the_tempo_goes_on_beyond_the_beats():
    beats = np.array([1.0, 2.0, 2.5])
    times = np.array([0.0, 1.0, 1.5, 2.0, 2.25, 2.5, 3.0])
    assert positions_in(times, beats).tolist() == [-1, 0, 0.5, 1, 1.5, 2, 3]
    assert positions_in(times, beats[:1]).tolist() == [-2, 0, 1, 2, 2.5, 3, 4]  # 120 bpm
    assert positions_in(times, beats[1:]).tolist() == [-4, -2, -1, 0, 0.5, 1, 2]


def test_what_is_held_never_swings():
    page = held([(0, 30, 1), (30, 36, 0), (36, 48, 2)], FOUR)
    assert not page.swing
    assert rows(page.bars[0]) == [24, 6, -6, 12]


def test_without_beats_there_is_a_bar_of_rest():
    assert page([], [], Beats()) == notation.Page(
        (notation.Bar(4, False, (notation.Written(4 * QUARTER, 0),)),), False
    )


@pytest.mark.parametrize(
    ("pitch", "number"), [(0.2, 1), (0.5, 1), (40.49, 40), (40.5, 41), (127, 127)]
)
def test_a_pitch_is_that_of_the_nearest_key_but_never_a_rest(pitch, number):
    (bar,) = written(Notes([0.0], [4.0], [pitch]), FOUR).bars
    assert [each.pitch for each in bar.written] == [number]
