"""The beat-wise recursion against Viterbi on the full state space, state by state."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.decoding import viterbi
from lausch.decoding.recursion import Step, log_changes
from lausch.decoding.state_space import beat_regions, log_transitions
from lausch.decoding.viterbi import best_path


def dense(downbeat, beat, intervals, regions, log_transition, meter, weight):
    """Every state (beat, tempo, frame inside the beat), every frame: slow and plain."""
    states = [
        (b, k, p) for b in range(meter) for k, j in enumerate(intervals) for p in range(int(j))
    ]
    number = {state: index for index, state in enumerate(states)}
    matrix = np.full((len(states), len(states)), -np.inf)
    for b, k, p in states:
        if p + 1 < intervals[k]:
            matrix[number[b, k, p], number[b, k, p + 1]] = 0
        else:
            for to in range(len(intervals)):
                target = number[(b + 1) % meter, to, 0]
                matrix[number[b, k, p], target] = log_transition[k, to]
    said = np.array([weight[k] * np.ones(len(beat)) for _, k, _ in states]).T
    for index, (b, k, p) in enumerate(states):
        if p < regions[k]:
            said[:, index] += downbeat if b == 0 else beat
    score = said[0] - np.log(len(states))
    pointers = []
    for frame in range(1, len(beat)):
        options = score[:, None] + matrix
        pointers.append(options.argmax(axis=0))
        score = options.max(axis=0) + said[frame]
    path = [int(score.argmax())]
    for pointer in reversed(pointers):
        path.append(int(pointer[path[-1]]))

    def worth(visited):
        """The score of any path, so that of two equally good ones neither is wrong."""
        numbers = [number[state] for state in visited]
        total = -np.log(len(states)) + said[0, numbers[0]]
        for frame in range(1, len(beat)):
            total += matrix[numbers[frame - 1], numbers[frame]] + said[frame, numbers[frame]]
        return total

    best = [states[index] for index in reversed(path)]
    assert worth(best) == pytest.approx(score.max(), abs=1e-9)
    return float(score.max()), worth


def unrolled(path, intervals, frames):
    """The states a path of beats visits, frame by frame."""
    states = []
    for start, interval, position in zip(path.starts, path.intervals, path.positions, strict=True):
        tempo = int(np.flatnonzero(intervals == interval)[0])
        for inside in range(int(interval)):
            if 0 <= start + inside < frames:
                states.append((int(position) - 1, tempo, inside))
    return states


@pytest.mark.parametrize("stretch", [8192, 7])
@pytest.mark.parametrize("keep", [96_000_000, 0])
@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    frames=st.integers(1, 45),
    shortest=st.integers(2, 4),
    tempi=st.integers(1, 4),
    meters=st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True),
)
def test_same_path_as_the_full_hmm(seed, frames, shortest, tempi, meters, stretch, keep):
    rng = np.random.default_rng(seed)
    intervals = shortest + np.concatenate([[0], np.cumsum(rng.integers(1, 3, tempi - 1))])
    intervals = intervals.astype(np.int64)
    regions = beat_regions(intervals, 3.0)
    transition = log_transitions(intervals, 4.0)
    downbeat, beat = rng.normal(size=(2, frames))
    weight = rng.normal(size=tempi) * 0.2
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
            log_weight=weight,
        )
    naive = {
        meter: dense(downbeat, beat, intervals, regions, transition, meter, weight)
        for meter in meters
    }
    winner = max(naive, key=lambda meter: naive[meter][0])
    assert path.log_score == pytest.approx(naive[winner][0], abs=1e-3)
    assert path.meter == winner
    visited = unrolled(path, intervals, frames)
    assert len(visited) == frames
    assert naive[winner][1](visited) == pytest.approx(naive[winner][0], abs=1e-3)


def test_no_frames_no_beats():
    intervals = np.array([2, 3])
    path = best_path(
        np.zeros(0),
        np.zeros(0),
        intervals=intervals,
        regions=np.array([1, 1]),
        log_transition=log_transitions(intervals, 100.0),
    )
    assert len(path.starts) == 0


def test_segments_of_hours_are_longer_than_those_of_songs():
    assert viterbi.stretch_frames(20_000, 180) == viterbi.stretch_frames(200_000, 180) == 8192
    hours = viterbi.stretch_frames(1_620_000, 180)
    kept = [length + 180 * -(-1_620_000 // length) for length in (8192, hours, 60_000)]
    assert kept[1] == min(kept)


def followed(frames=60, seed=3, **options):
    """The best path through noise at three tempi."""
    intervals = np.array([4, 5, 7])
    return best_path(
        *np.random.default_rng(seed).normal(size=(2, frames)),
        intervals=intervals,
        regions=beat_regions(intervals, 3.0),
        log_transition=log_transitions(intervals, 4.0),
        **options,
    )


@pytest.mark.parametrize("meters", [(1,), (3,)])
def test_a_single_metre_has_none_to_change_to(meters):
    for seed in range(5):
        plain = followed(seed=seed, meters=meters)
        changing = followed(seed=seed, meters=meters, change=0.2)
        np.testing.assert_array_equal(plain.starts, changing.starts)
        assert changing.log_score == pytest.approx(plain.log_score, abs=1e-4)


@pytest.mark.parametrize("count", [2, 3, 6])
def test_after_a_bar_some_metre_follows(count):
    steps = np.exp(log_changes(count, 0.1))
    np.testing.assert_allclose(steps.sum(axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(np.diag(steps), 0.9, atol=1e-6)
    assert np.exp(log_changes(1, 0.1)).tolist() == [[1.0]]


def test_a_recording_is_computed_once_if_its_scores_fit_into_memory(monkeypatch):
    runs, run = [], Step.run
    monkeypatch.setattr(Step, "run", lambda *given: runs.append(given[4]) or run(*given))
    monkeypatch.setattr(viterbi, "stretch_frames", lambda frames, reach: 20)
    bytes_of_scores = 4 * 3 * 3 * (60 + 3)  # float32 of three beats in a bar and three tempi
    for limit, times in [(bytes_of_scores, 1), (bytes_of_scores - 1, 2)]:
        monkeypatch.setattr(viterbi, "KEEP_BYTES", limit)
        runs.clear()
        followed(meters=(3,))
        assert runs in ([20, 20, 19], [20, 20, 19, 19, 20, 20])
        assert len(runs) == 3 * times
