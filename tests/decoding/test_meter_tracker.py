"""Metres that follow each other: the recursion against all states, and bars with a known answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.decoding import viterbi
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.meter_tracker import MeterTracker
from lausch.decoding.recursion import log_changes
from lausch.decoding.state_space import beat_regions, log_transitions
from lausch.decoding.viterbi import best_path


def best_score(downbeat, beat, intervals, regions, log_transition, meters, change):
    """The best log-score over every state (metre, beat, tempo, frame inside the beat), frame by
    frame."""
    states = [
        (m, b, k, p)
        for m, meter in enumerate(meters)
        for b in range(meter)
        for k, j in enumerate(intervals)
        for p in range(int(j))
    ]
    number = {state: index for index, state in enumerate(states)}
    into = log_changes(len(meters), change)
    matrix = np.full((len(states), len(states)), -np.inf)
    for m, b, k, p in states:
        here = number[m, b, k, p]
        if p + 1 < intervals[k]:
            matrix[here, number[m, b, k, p + 1]] = 0
            continue
        for to in range(len(intervals)):
            if b + 1 < meters[m]:
                matrix[here, number[m, b + 1, to, 0]] = log_transition[k, to]
                continue
            for other in range(len(meters)):
                matrix[here, number[other, 0, to, 0]] = log_transition[k, to] + into[m, other]
    said = np.zeros((len(beat), len(states)))
    for index, (_, b, k, p) in enumerate(states):
        if p < regions[k]:
            said[:, index] = downbeat if b == 0 else beat
    counts = np.bincount([m for m, *_ in states])
    score = said[0] - np.log(counts[[m for m, *_ in states]])
    for frame in range(1, len(beat)):
        score = (score[:, None] + matrix).max(axis=0) + said[frame]
    return float(score.max())


def score_of(path, downbeat, beat, intervals, regions, log_transition, meters, change):
    """The log-score of a path of beats, and that its bars are whole ones of the metres."""
    ones = np.flatnonzero(path.positions == 1)
    assert set(np.diff(ones).tolist()) <= set(meters)
    total = 0.0
    tempi = [int(np.flatnonzero(intervals == j)[0]) for j in path.intervals]
    for n, (start, position) in enumerate(zip(path.starts, path.positions, strict=True)):
        gain = downbeat if position == 1 else beat
        region = np.arange(start, start + regions[tempi[n]])
        total += gain[region[(region >= 0) & (region < len(beat))]].sum()
        total += log_transition[tempi[n - 1], tempi[n]] if n else 0.0
    return total


@pytest.mark.parametrize("stretch", [8192, 7])
@pytest.mark.parametrize("keep", [96_000_000, 0])
@settings(deadline=None, max_examples=15)
@given(
    seed=st.integers(0, 10_000),
    frames=st.integers(1, 45),
    tempi=st.integers(1, 3),
    meters=st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True),
    change=st.sampled_from([1e-3, 0.3]),
)
def test_the_best_path_is_that_of_the_full_model(
    seed, frames, tempi, meters, change, stretch, keep
):
    rng = np.random.default_rng(seed)
    intervals = 2 + np.concatenate([[0], np.cumsum(rng.integers(1, 3, tempi - 1))]).astype(int)
    regions = beat_regions(intervals, 3.0)
    transition = log_transitions(intervals, 4.0)
    downbeat, beat = rng.normal(size=(2, frames)) * 2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(viterbi, "stretch_frames", lambda frames, reach: stretch)
        patch.setattr(viterbi, "KEEP_BYTES", keep)
        path = best_path(
            downbeat,
            beat,
            intervals=intervals,
            regions=regions,
            log_transition=transition,
            meters=meters,
            change=change,
        )
    settings_ = (downbeat, beat, intervals, regions, transition, meters, change)
    assert path.log_score == pytest.approx(best_score(*settings_), abs=1e-3)
    # Without the cost of metres, which beats alone do not tell, the path is worth no less.
    assert score_of(path, *settings_) >= path.log_score - 1e-3


def bars(lengths, seconds=0.45, start=0.5):
    """Beats of bars of these lengths, and their numbers."""
    numbers = np.concatenate([np.arange(1, length + 1) for length in lengths])
    return start + seconds * np.arange(len(numbers)), numbers


def activations(times, numbers, fps=50.0):
    frames = np.arange(int((times[-1] + 1) * fps))

    def pulses(at):
        distance = np.abs(frames[:, None] - at * fps)
        return 0.9 * np.clip(1 - distance / 2, 0, None).max(axis=1, initial=0)

    return pulses(times), pulses(times[numbers == 1])


@pytest.mark.parametrize("lengths", [[4] * 8 + [3] * 8, [7] * 5 + [2] * 9 + [5] * 6])
def test_a_change_of_metre_is_followed(lengths):
    times, numbers = bars(lengths)
    beat, down = activations(times, numbers)
    frames, positions = MeterTracker().bars(beat, down, 50.0, meters=range(2, 8))
    np.testing.assert_allclose(frames / 50, times, atol=0.03)
    assert positions.tolist() == numbers.tolist()
    _, fixed = BarPointer().bars(beat, down, 50.0, meters=range(2, 8))
    assert len(set(np.diff(np.flatnonzero(fixed == 1)).tolist())) == 1


def test_a_metre_that_never_changes_is_that_of_the_bar_pointer():
    times, numbers = bars([5] * 8)
    beat, down = activations(times, numbers)
    ours = MeterTracker(change=1e-4).bars(beat, down, 50.0, meters=(3, 5))
    theirs = BarPointer().bars(beat, down, 50.0, meters=(3, 5))
    np.testing.assert_array_equal(ours[0], theirs[0])
    assert ours[1].tolist() == theirs[1].tolist() == numbers.tolist()


def test_changes_are_equally_likely_and_sum_to_one():
    np.testing.assert_allclose(
        np.exp(log_changes(3, 0.2)), [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]], rtol=1e-5
    )
    assert log_changes(1, 0.2).tolist() == [[0.0]]


def test_a_network_that_knows_no_downbeat_has_no_bias_to_long_bars():
    times, numbers = bars([3] * 12)
    beat, down = activations(times, numbers)
    # Each beat is a downbeat by a third, those that are one by a little more.
    unsure = 0.33 * beat + 0.05 * down
    _, longest = BarPointer().bars(beat, unsure, 50.0, meters=range(2, 8))
    assert longest.max() > 5
    _, fair = MeterTracker(downbeat_share=0.35).bars(beat, unsure, 50.0, meters=range(2, 8))
    assert fair.tolist() == numbers.tolist()
