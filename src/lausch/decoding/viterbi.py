"""The most probable path through bars: exact Viterbi, one choice per beat instead of per frame.

Inside a beat the state moves deterministically, so a beat of interval j that starts at frame t is
worth one number, a difference of cumulative sums. Only where a beat starts is there a choice:

    V[t, beat, j'] = max over j of F[t - j, beat - 1, j] + log P(j' | j)
    F[t, beat, j]  = V[t, beat, j] + what the first frames of the beat say

Frames off the beat cost the same on every path once their sum over the recording is taken out.
All t within one shortest interval depend on earlier ones only and are computed together. F is held
for one stretch of the recording at a time; the way back computes a stretch again from its saved
beginning, so that memory does not grow with frames x states.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Scores = NDArray[np.float32]
Numbers = NDArray[np.int64]

STRETCH_FRAMES = 8192
KEEP_BYTES = 96_000_000
"""As long as all stretches together are smaller than this they are kept, not computed again."""


@dataclass(frozen=True)
class Path:
    """The beats of the best path: where each starts, its length in frames, its number in the bar.

    The first beat may start before frame 0 and the last may end after the recording.
    `log_score` is the log-probability of frames and path, less the sum over all frames of their
    log-densities off the beat.
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
) -> Path:
    """The best sequence of beats, with one metre for the whole recording.

    The path may begin and end anywhere inside a beat; all states are equally likely at frame 0.

    Parameters
    ----------
    downbeat_gain, beat_gain : shape (frames,): log-density of each frame on a downbeat, or on
        another beat, minus its log-density off the beat.
    intervals : frames per beat of each tempo, shape (tempi,), increasing.
    regions : frames at the start of each beat that are "on the beat", shape (tempi,).
    log_transition : log P(to | from), shape (tempi from, tempi to).
    meters : beats per bar to choose from; (1,) knows beats only, all of them downbeats.
    log_weight : added for every frame spent in a tempo, shape (tempi,): a tempo prior.
    """
    frames = len(beat_gain)
    if frames == 0:
        nothing = np.zeros(0, dtype=np.int64)
        return Path(nothing, nothing, nothing, meters[0], 0.0)
    weight = np.zeros(len(intervals)) if log_weight is None else log_weight
    gains = _RegionGains(downbeat_gain, beat_gain, intervals, regions)
    rows = _rows(meters)
    step = _Step(rows, intervals, log_transition, weight)

    history = _beginnings(rows, intervals, gains, weight)
    saved: list[Scores] = []
    kept: list[Scores] = []
    size = 4 * len(rows) * len(intervals) * (frames + len(intervals))
    offset = 0.0
    for first, count in _stretches(frames):
        peak = history.max()  # float32 keeps its precision only near zero
        history = history - peak
        offset += float(peak)
        saved.append(history)
        scores = step.run(history, gains, first, count)
        if size <= KEEP_BYTES:
            kept.append(scores)
        history = scores[-step.reach :].copy()

    # The last beat may end after the recording: those that start too early to reach its end,
    # and would need a successor, do not count.
    starts = np.arange(frames - step.reach, frames)[:, None]
    left = np.where(starts + intervals >= frames, (frames - starts) * weight, -np.inf)
    final = history + left[:, None, :]
    last, row, tempo = np.unravel_index(int(final.argmax()), final.shape)
    meter = rows[row].meter
    own = [index for index, each in enumerate(rows) if each.meter == meter]

    beats = [(int(starts[last, 0]), own.index(int(row)), int(tempo))]
    narrow = _Step([rows[index] for index in own], intervals, log_transition, weight)
    for index, (first, count) in reversed(list(enumerate(_stretches(frames)))):
        if beats[-1][0] < first:
            continue
        if kept:
            scores = kept[index][:, own]
        else:
            scores = narrow.run(saved[index][:, own], gains, first, count)
        narrow.back(scores, first, beats)
    beats.reverse()
    return Path(
        starts=np.array([start for start, _, _ in beats]),
        intervals=intervals[[tempo for _, _, tempo in beats]],
        positions=np.array([narrow.rows[row].position for _, row, _ in beats]),
        meter=meter,
        log_score=offset + float(final[last, row, tempo]),
    )


@dataclass(frozen=True)
class _Row:
    """One beat of one metre."""

    meter: int
    position: int


def _rows(meters: Sequence[int]) -> list[_Row]:
    """All beats of all metres, downbeats first, so that each kind is one slice."""
    downbeats = [_Row(meter, 1) for meter in meters]
    return downbeats + [_Row(meter, n) for meter in meters for n in range(2, meter + 1)]


def _stretches(frames: int) -> Iterator[tuple[int, int]]:
    """First frame and length of each stretch; frame 0 belongs to the beginnings."""
    for first in range(1, max(frames, 2), STRETCH_FRAMES):
        yield first, min(STRETCH_FRAMES, frames - first)


class _RegionGains:
    """What the first frames of a beat say, for a beat of every tempo at every frame."""

    def __init__(
        self, downbeat: Floats, beat: Floats, intervals: Numbers, regions: Numbers
    ) -> None:
        self.lead = int(intervals[-1])
        self.regions = regions
        edge = np.zeros(self.lead)
        self.totals = [
            np.concatenate([[0.0], np.cumsum(np.concatenate([edge, gain, edge]))])
            for gain in (downbeat, beat)
        ]

    def __call__(self, first: int, count: int) -> Scores:
        """Shape (count, downbeat or beat, tempi), for beats that start at `first` and after."""
        lengths, which = np.unique(self.regions, return_inverse=True)
        start = first + self.lead
        kinds = [
            np.stack([t[start + n :][:count] - t[start:][:count] for n in lengths], axis=1)
            for t in self.totals
        ]
        table: Scores = np.stack(kinds, axis=1).astype(np.float32)[:, :, which]
        return table


def _beginnings(
    rows: list[_Row], intervals: Numbers, gains: _RegionGains, weight: Floats
) -> Scores:
    """F for beats that start at or before frame 0: the path begins anywhere inside them."""
    reach = int(intervals[-1])
    starts = np.arange(1 - reach, 1)[:, None]
    states = {row.meter: row.meter * int(intervals.sum()) for row in rows}
    said = gains(1 - reach, reach)
    begun = np.where(starts > -intervals, starts * weight, -np.inf)
    scores = np.empty((reach, len(rows), len(intervals)), dtype=np.float32)
    for index, row in enumerate(rows):
        kind = 0 if row.position == 1 else 1
        scores[:, index] = said[:, kind] + begun - np.log(states[row.meter])
    return scores


class _Step:
    """The recursion: from F of the frames before to F of one shortest interval of frames."""

    def __init__(
        self, rows: list[_Row], intervals: Numbers, log_transition: Floats, weight: Floats
    ) -> None:
        self.rows = rows
        self.intervals = intervals
        self.reach = int(intervals[-1])
        self.downbeats = sum(row.position == 1 for row in rows)
        self.previous = np.array(
            [rows.index(_Row(row.meter, (row.position - 2) % row.meter + 1)) for row in rows]
        )
        tempi = len(intervals)
        self.width = len(rows) * tempi
        self.worth = (log_transition + (intervals * weight)[:, None]).astype(np.float32)
        # For each distance between two tempi, the worth of arriving in each: one row of numbers
        # that fits all beats, -inf where the distance leads out of the range.
        self.distances = []
        for distance in range(1 - tempi, tempi):
            worth = np.full(tempi, -np.inf, dtype=np.float32)
            diagonal = np.diagonal(self.worth, distance)
            start = max(distance, 0)
            worth[start : start + len(diagonal)] = diagonal
            if np.isfinite(worth).any():
                self.distances.append((distance, np.tile(worth, len(rows))))
        # Where a beat that ends at frame i of a block began, in a window that starts `reach`
        # frames before the block.
        block = np.arange(int(intervals[0]))[:, None, None]
        self.sources = (
            (self.reach + block - intervals) * self.width
            + self.previous[:, None] * tempi
            + np.arange(tempi)
        ).reshape(len(block), self.width)

    def run(self, history: Scores, gains: _RegionGains, first: int, count: int) -> Scores:
        """F of the frames `first` - reach ... `first` + count - 1, shape (frames, rows, tempi)."""
        tempi = len(self.intervals)
        block = len(self.sources)
        scores = np.empty((self.reach + count, len(self.rows), tempi), dtype=np.float32)
        scores[: self.reach] = history
        flat = scores.reshape(-1)
        said = gains(first, count)
        margin = tempi - 1
        ended = np.zeros(margin + block * self.width + margin, dtype=np.float32)
        candidate = np.empty((block, self.width), dtype=np.float32)
        best = np.empty((block, self.width), dtype=np.float32)
        for at in range(0, count, block):
            size = min(block, count - at)
            now = ended[margin : margin + size * self.width].reshape(size, self.width)
            window = flat[at * self.width :]
            np.take(window, self.sources[:size], out=now, mode="clip")
            best[:] = -np.inf
            for distance, worth in self.distances:
                shifted = ended[margin - distance :][: size * self.width]
                np.add(shifted.reshape(size, self.width), worth, out=candidate[:size])
                np.maximum(best[:size], candidate[:size], out=best[:size])
            chosen = best[:size].reshape(size, len(self.rows), tempi)
            new = scores[self.reach + at :][:size]
            told = said[at:][:size]
            split = self.downbeats
            np.add(chosen[:, :split], told[:, :1], out=new[:, :split])
            np.add(chosen[:, split:], told[:, 1:], out=new[:, split:])
        return scores

    def back(self, scores: Scores, first: int, beats: list[tuple[int, int, int]]) -> None:
        """Append (start, row, tempo) of earlier beats until one starts before `first`."""
        tempi = np.arange(len(self.intervals))
        start, row, tempo = beats[-1]
        while start >= first:
            row = int(self.previous[row])
            ended = scores[start - self.intervals - first + self.reach, row, tempi]
            tempo = int((ended + self.worth[:, tempo]).argmax())
            start -= int(self.intervals[tempo])
            beats.append((start, row, tempo))
