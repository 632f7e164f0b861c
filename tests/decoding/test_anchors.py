"""Anchors are met, over the whole piece, or refused in words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.decoding.anchors import MOST, TOLERANCE_SECONDS, Anchors, distances
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.evidence import Evidence
from lausch.decoding.meter_tracker import MeterTracker
from lausch.decoding.recounting import STEADY, in_step, unsteady
from lausch.decoding.renumbering import numbered, rotated
from lausch.decoding.rephasing import rephased
from lausch.errors import OptionError

FPS = 50.0
TRACKER = BarPointer(break_even=0.3)


def pulses(beats, seconds, height=0.9):
    """A peak three frames wide at each beat (s)."""
    frames = np.arange(int(seconds * FPS))
    distance = np.abs(frames[:, None] - np.asarray(beats) * FPS)
    return height * np.clip(1 - distance / 2, 0, None).max(axis=1, initial=0)


def bars(beats, down, seconds, anchors, tracker=TRACKER, meters=(3, 4)):
    """Beats in seconds, and their numbers in the bar."""
    frames, numbers = tracker.bars(
        pulses(beats, seconds), pulses(down, seconds), FPS, meters=meters, anchors=anchors
    )
    return frames / FPS, numbers


BEATS = np.arange(0.5, 59.5, 0.5)


@pytest.mark.parametrize("tracker", [TRACKER, MeterTracker(break_even=0.15)])
@pytest.mark.parametrize("wrong", [1, 2, 3])
def test_one_word_rights_bars_that_are_rotated(wrong, tracker):
    beats, numbers = bars(
        BEATS, BEATS[wrong::4], 60, Anchors(downbeats=BEATS[40] + 0.03), tracker, (4,)
    )
    np.testing.assert_allclose(beats, BEATS, atol=0.03)
    np.testing.assert_array_equal(numbers, np.arange(len(BEATS)) % 4 + 1)


def test_an_anchor_that_is_so_already_changes_nothing():
    free = bars(BEATS, BEATS[::4], 60, Anchors())
    said = bars(BEATS, BEATS[::4], 60, Anchors(BEATS[[3, 70]] - 0.05, BEATS[8] + 0.06))
    np.testing.assert_array_equal(said, free)


def test_an_anchor_between_beats_moves_the_whole_piece():
    off = BEATS + 0.25
    beats, numbers = bars(off, off[::4], 60, Anchors(beats=BEATS[50] + 0.02))
    np.testing.assert_allclose(np.diff(beats), 0.5, atol=0.04)
    np.testing.assert_allclose((beats - 0.5 + 0.1) % 0.5, 0.1, atol=0.05)
    assert numbers[2:].tolist() == [(numbers[0] + n - 1) % 4 + 1 for n in range(2, len(numbers))]


def test_two_anchors_in_a_beat_count_it_twice_as_fast_throughout():
    beats = TRACKER.beats(pulses(BEATS, 60), FPS, Anchors(beats=[20.0, 20.25])) / FPS
    np.testing.assert_allclose(np.diff(beats), 0.25, atol=0.03)
    assert len(beats) >= 2 * len(BEATS) - 2


def test_anchors_on_and_off_the_beat_part_a_piece():
    played = np.concatenate([BEATS[:60], BEATS[60:] + 0.25])
    beats = TRACKER.beats(pulses(played, 61), FPS, Anchors(beats=[10.0, 50.0])) / FPS
    early, late = beats[beats < 28], beats[beats > 33]
    np.testing.assert_allclose((early + 0.1) % 0.5, 0.1, atol=0.04)
    np.testing.assert_allclose((late + 0.1) % 0.5, 0.1, atol=0.04)


def test_an_anchor_beside_a_beat_bends_a_few_beats():
    beats = TRACKER.beats(pulses(BEATS, 60), FPS, Anchors(beats=30.12)) / FPS
    assert Anchors(30.12).met(beats).all()
    assert len(beats) == len(BEATS)
    far = np.abs(BEATS - 30) > 5
    np.testing.assert_allclose(beats[far], BEATS[far], atol=0.03)


@settings(deadline=None, max_examples=60)
@given(
    bpm=st.floats(50, 200),
    words=st.lists(st.floats(0, 29.9), min_size=1, max_size=4),
    ones=st.lists(st.floats(0, 29.9), max_size=2),
    noise=st.floats(0, 0.5),
    seed=st.integers(0, 100),
)
def test_every_anchor_has_its_beat_or_is_refused(bpm, words, ones, noise, seed):
    activation = pulses(np.arange(0.4, 29, 60 / bpm), 30)
    activation = np.maximum(activation, noise * np.random.default_rng(seed).random(len(activation)))
    anchors = Anchors(words, ones)
    try:
        frames, numbers = TRACKER.bars(activation, activation / 3, FPS, anchors=anchors)
    except OptionError:
        assert len(anchors.times) > 1  # a single anchor can always be had
        return
    beats = frames / FPS
    assert (np.diff(beats) > 0).all()
    for time in anchors.times:
        assert np.abs(beats - time).min() <= TOLERANCE_SECONDS + 1e-6
    for one in anchors.downbeats:
        assert numbers[np.abs(beats - one).argmin()] == 1


def test_anchors_that_contradict_each_other_are_refused():
    with pytest.raises(OptionError, match=r"within 70 ms of .*min-bpm"):
        TRACKER.beats(pulses(BEATS, 60), FPS, Anchors(beats=[10.0, 10.15, 10.3, 10.72, 10.9]))
    with pytest.raises(OptionError, match="between 50 and 70 bpm"):
        TRACKER.within(50, 70).beats(pulses(BEATS, 60), FPS, Anchors(beats=[10.0, 10.5, 11.0]))


def test_downbeats_that_no_metre_has_cut_one_bar_short():
    beats, numbers = bars(BEATS, BEATS[::4], 60, Anchors(downbeats=BEATS[[0, 8, 89, 97]]))
    np.testing.assert_allclose(beats, BEATS, atol=0.03)
    ones = np.flatnonzero(numbers == 1)
    assert {0, 8, 89, 97} <= set(ones.tolist())
    assert np.count_nonzero(np.diff(ones) != 4) == 1


def test_downbeats_choose_the_metre():
    _, numbers = bars(BEATS, BEATS[::4], 60, Anchors(downbeats=BEATS[[0, 3, 6, 9, 30]]))
    np.testing.assert_array_equal(numbers, np.arange(len(BEATS)) % 3 + 1)


@pytest.mark.parametrize("height", [0.0, 0.9])
def test_anchors_where_nothing_is_found_have_beats_between(height):
    activation = pulses(BEATS[80:], 60, height)
    beats = TRACKER.beats(activation, FPS, Anchors(beats=[10.0, 10.5, 11.0])) / FPS
    for time in (10.0, 10.5, 11.0):
        assert np.abs(beats - time).min() <= TOLERANCE_SECONDS
    np.testing.assert_allclose(np.diff(beats), 0.5, atol=0.06)


@pytest.mark.parametrize("frames", [0, 1, 2, 17])
def test_an_anchor_in_a_short_recording(frames):
    beats = TRACKER.beats(np.zeros(frames), FPS, Anchors(beats=0.0)) / FPS if frames else ()
    assert len(beats) == min(frames, 1)


@pytest.mark.parametrize(
    "given", [-0.1, np.nan, np.inf, 86401, "now", [[1.0]], [1, None], np.arange(MOST + 1)]
)
def test_times_have_bounds(given):
    for noun in ("beats", "downbeats"):
        with pytest.raises(OptionError):
            Anchors(**{noun: given})


def test_times_in_any_order_and_number():
    assert Anchors(3, [2.0, 1.5, 2.0]).times.tolist() == [1.5, 2.0, 3.0]
    assert not Anchors()
    with pytest.raises(OptionError, match=r"at 70 s .* ends at 60\.00 s"):
        Anchors([2.0, 70]).check_inside(60.0)


@given(st.integers(1, 12), st.integers(2, 5), st.integers(-15, 15), st.integers(0, 4))
def test_bars_that_are_rotated_go_on_at_the_ends(count, meter, shift, first):
    numbers = (np.arange(count) + first) % meter + 1
    moved = rotated(numbers, shift)
    if np.count_nonzero(numbers == 1) > 1:
        np.testing.assert_array_equal(moved, (np.arange(count) + first - shift) % meter + 1)
    assert len(moved) == count


def counted_slowly(lost):
    """Beats of 0.5 s but for a stretch counted with so many beats less, and true downbeats."""
    slow = np.linspace(20.0, 26.0, 13 - lost)
    beats = np.concatenate([np.arange(0.0, 20.0, 0.5), slow, np.arange(26.5, 60.0, 0.5)])
    return beats, np.round(beats / 0.5).astype(int) % 4 == 0


@pytest.mark.parametrize("lost", [2, 3, 5])
@pytest.mark.parametrize("said", [0.0, 40.0])
def test_a_word_holds_beyond_a_stretch_that_was_counted_at_another_tempo(lost, said):
    beats, true = counted_slowly(lost)
    numbers = np.arange(len(beats)) % 4 + 1
    odds = np.where(true, 3.0, -3.0)
    odds[beats > 26 if said else beats < 20] = 0.0  # the network does not know, and counted on
    right = numbered(beats, numbers, Anchors(downbeats=said), (4,), odds)
    sure = (beats <= 20) | (beats >= 26)
    np.testing.assert_array_equal(right[sure] == 1, true[sure])


def test_a_word_in_an_unsteady_beginning_goes_by_the_clock():
    slow = np.linspace(0.5, 8.0, 12)  # 15 beats of 0.5 s, counted as 11
    beats = np.concatenate([slow, np.arange(8.5, 60.0, 0.5)])
    odds = np.where(np.round((beats - 0.5) / 0.5) % 4 == 0, 3.0, -3.0)
    numbers = numbered(beats, np.arange(len(beats)) % 4 + 2, Anchors(downbeats=0.5), (4,), odds)
    late = beats > 9
    np.testing.assert_array_equal(numbers[late] == 1, odds[late] > 0)


def test_a_word_against_the_network_is_not_undone_where_beats_are_steady():
    beats = 0.5 * np.arange(120) + 0.01 * np.sin(np.arange(120))
    odds = np.where(np.arange(120) % 4 == 0, 5.0, -5.0)
    numbers = numbered(beats, np.arange(120) % 4 + 1, Anchors(downbeats=beats[1]), (4,), odds)
    np.testing.assert_array_equal(numbers, (np.arange(120) - 1) % 4 + 1)


def test_words_in_a_stretch_counted_slowly_leave_the_beats_after_it_where_they_are():
    slow = np.linspace(0.5, 8.0, 12)
    heard = np.concatenate([slow, np.arange(8.5, 60.0, 0.5)])
    words = Anchors(downbeats=[0.5, 2.5, 4.5])  # two of them are half-way between those
    beats, _ = bars(heard, heard[15::4], 60, words, meters=(4,))
    late = beats[beats > 12]
    np.testing.assert_allclose((late + 0.25) % 0.5, 0.25, atol=0.04)


def test_beats_put_before_and_behind_those_that_were_found_are_hardly_downbeats():
    found = np.arange(100.0, 351.0, 25.0)
    frames = np.arange(500)
    either = np.clip(0.9 - np.abs(frames[:, None] - found).min(axis=1) / 3, 0, 1)
    heard = Evidence.of_bars(either, 0.99 * either, 50.0)
    moved = rephased(heard, found, np.array([62.5, 387.5]), 10.0)
    share = moved.down / np.maximum(moved.either, 1e-9)
    np.testing.assert_allclose(share[[62, 63, 87, 88, 387, 388]], 0.05)
    assert (share[[112, 113, 337, 338]] > 0.9).all()
    assert not moved.either[:60].any()
    assert not moved.either[391:].any()


def test_a_time_beside_an_unsteady_stretch_is_in_step_with_its_clock():
    times = np.concatenate([np.arange(40) * 0.5, 20 + 0.3 * np.arange(5), 22 + 0.5 * np.arange(40)])
    ((first, after),) = unsteady(times)
    assert (first, after) == (40, 45)
    left, right = first - STEADY, after + STEADY
    assert in_step(times, times[left])
    assert in_step(times, times[right])
    assert not in_step(times, times[left] - 0.5)
    assert not in_step(times, times[right] + 0.5)
    for beats in (1, 1.24, 1.25, 1.75, 1.76, 2):
        assert in_step(times, times[left] + 0.5 * beats)
    for beats in (1.26, 1.5, 1.74):
        assert not in_step(times, times[left] + 0.5 * beats)


def test_an_unsteady_beginning_is_in_step_with_the_tempo_after_it():
    times = np.concatenate([[0.0, 0.3, 0.6, 0.9], 1.5 + 0.5 * np.arange(40)])
    ((first, after),) = unsteady(times)
    assert first - STEADY < 0
    right = times[after + STEADY]
    assert in_step(times, times[0]) == (abs((right - times[0]) / 0.5 % 1) <= 0.25)
    assert in_step(times, right - 1.0)
    assert not in_step(times, right - 1.25)
    assert not in_step(times, times[0] - 0.1)


@pytest.mark.parametrize("count", [1, 2, 3, 10])
def test_distances_are_those_of_the_nearest(count):
    to = np.cumsum(1 + np.arange(count) % 3)
    of = np.linspace(-1, to[-1] + 3, 57)
    np.testing.assert_allclose(distances(of, to), np.abs(of[:, None] - to).min(axis=1))
    assert distances(of, to[:0]).tolist() == [np.inf] * 57
    assert distances(of[:0], to).tolist() == []


def test_stretches_that_are_far_apart_are_two():
    periods = np.full(80, 0.5)
    periods[20:23], periods[50:54] = 0.3, 0.7
    assert unsteady(np.concatenate([[0.0], np.cumsum(periods)])) == [(20, 23), (50, 54)]
    periods[30:33] = 0.3  # eight steady intervals between them are too few
    assert unsteady(np.concatenate([[0.0], np.cumsum(periods)])) == [(20, 33), (50, 54)]
