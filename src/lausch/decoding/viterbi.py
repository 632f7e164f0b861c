"""The most probable path through bars: exact Viterbi, one choice per beat instead of per frame.

Inside a beat the states follow each other, so a beat of interval j that starts at frame t has one
score, a difference of cumulative sums. There is a choice only at the start of a beat:

    V[t, beat, j'] = max over j of F[t - j, beat - 1, j] + log P(j' | j)
    F[t, beat, j]  = V[t, beat, j] + the gain of the first frames of the beat

Without the sum over the whole recording, frames off the beat cost nothing on any path. F of one
segment of the recording is in memory; the backward pass computes a segment again from its saved
beginning, so memory does not grow with frames x states.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.decoding.recursion import AnchoredGains, Gains, RegionGains, Step, beginnings, rows_of

Floats = NDArray[np.float64]
Scores = NDArray[np.float32]
Numbers = NDArray[np.int64]

STRETCH_FRAMES = 8192
"""No segment but the last is shorter."""
KEEP_BYTES = 96_000_000
"""If all segments together are smaller than this, they stay in memory."""


@dataclass(frozen=True)
class Path:
    """The beats of the best path: first frame, length in frames and number in the bar of each.

    The first beat may start before frame 0, and the last may end after the recording. `log_score`
    is the log-probability of frames and path without the sum of log-densities off the beat. The
    metre is that of the last bar, and of all bars where none can change.
    """

    starts: Numbers
    intervals: Numbers
    positions: Numbers
    meter: int
    log_score: float


def best_path(
    downbeat_gain: Floats,
    beat_gain: Floats,
    *,
    intervals: Numbers,
    regions: Numbers,
    log_transition: Floats,
    meters: Sequence[int] = (1,),
    log_weight: Floats | None = None,
    change: float = 0.0,
    anchors: Numbers | None = None,
    reach: int = 0,
) -> Path:
    """The best sequence of beats, with one metre for the whole recording unless it may change.

    The path may begin and end inside a beat; all states have the same probability at frame 0.

    Parameters
    ----------
    downbeat_gain, beat_gain : shape (frames,): log-density of each frame on a downbeat, or on
        another beat, minus its log-density off the beat.
    intervals : frames per beat of each tempo, shape (tempi,), increasing.
    regions : frames at the start of each beat that are "on the beat", shape (tempi,).
    log_transition : log P(to | from), shape (tempi from, tempi to).
    meters : beats per bar to choose from; with (1,) all beats are downbeats.
    log_weight : added for every frame spent in a tempo, shape (tempi,): a tempo prior.
    change : probability that a bar is followed by one of another metre.
    anchors : increasing frames at which a beat has to be, or within `reach` frames of them. If no
        path has all of these beats, the best of those that lack the fewest is returned.
    """
    frames = len(beat_gain)
    if frames == 0:
        nothing = np.zeros(0, dtype=np.int64)
        return Path(nothing, nothing, nothing, meters[0], 0.0)
    weight = np.zeros(len(intervals)) if log_weight is None else log_weight
    gains: Gains = RegionGains(downbeat_gain, beat_gain, intervals, regions)
    if anchors is not None and anchors.size:
        gains = AnchoredGains(gains, intervals, regions, anchors, reach, frames)
    rows = rows_of(meters)
    step = Step(rows, intervals, log_transition, weight, change)

    history = beginnings(rows, intervals, gains, weight)
    saved: list[Scores] = []
    segments: list[Scores] = []
    size = 4 * len(rows) * len(intervals) * (frames + len(intervals))
    offset = 0.0
    stretches = _stretches(frames, step.reach)
    for first, count in stretches:
        peak = history.max()  # float32 keeps its precision only near zero
        history = history - peak
        offset += float(peak)
        saved.append(history)
        scores = step.run(history, gains, first, count)
        if size <= KEEP_BYTES:
            segments.append(scores)
        history = scores[-step.reach :].copy()
        del scores  # or two of them would be there at once

    # The last beat may end after the recording. Beats that end before it need a successor.
    starts = np.arange(frames - step.reach, frames)[:, None]
    left = np.where(starts + intervals >= frames, (frames - starts) * weight, -np.inf)
    final = history + left[:, None, :]
    last, row, tempo = np.unravel_index(int(final.argmax()), final.shape)
    meter = rows[row].meter
    if segments or change:
        own = list(range(len(rows)))
    else:  # they are computed again, for this metre only
        own = [index for index, each in enumerate(rows) if each.meter == meter]
        step = Step([rows[index] for index in own], intervals, log_transition, weight)
    beats = [(int(starts[last, 0]), own.index(int(row)), int(tempo))]
    for index, (first, count) in reversed(list(enumerate(stretches))):
        if beats[-1][0] < first:
            continue
        scores = (
            segments[index] if segments else step.run(saved[index][:, own], gains, first, count)
        )
        step.back(scores, first, beats)
        del scores
    beats.reverse()
    return Path(
        starts=np.array([start for start, _, _ in beats]),
        intervals=intervals[[tempo for _, _, tempo in beats]],
        positions=np.array([step.rows[row].position for _, row, _ in beats]),
        meter=meter,
        log_score=offset + float(final[last, row, tempo]),
    )


def stretch_frames(frames: int, reach: int) -> int:
    """The length of a segment.

    Of each segment `reach` frames are saved, and one is in memory: the least memory is that of the
    root of frames x reach.
    """
    return max(STRETCH_FRAMES, math.isqrt(frames * reach))


def _stretches(frames: int, reach: int) -> list[tuple[int, int]]:
    """First frame and length of each segment; frame 0 belongs to the beginnings."""
    length = stretch_frames(frames, reach)
    return [(first, min(length, frames - first)) for first in range(1, max(frames, 2), length)]
