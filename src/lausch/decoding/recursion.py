"""The Viterbi recursion through bars: scores of beats that start at each frame.

These are F of `decoding.viterbi` for every beat of every metre (a row) and every tempo. The frames
within one shortest interval depend only on earlier ones and are computed together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Scores = NDArray[np.float32]
Numbers = NDArray[np.int64]
Gains: TypeAlias = "Callable[[int, int], Scores]"
"""Of the first frame and their count: (frames, downbeat or beat, tempi), as `RegionGains`."""


@dataclass(frozen=True)
class Row:
    """One beat of one metre."""

    meter: int
    position: int


def rows_of(meters: Sequence[int]) -> list[Row]:
    """All beats of all metres, downbeats first: each kind is one slice."""
    downbeats = [Row(meter, 1) for meter in meters]
    return downbeats + [Row(meter, n) for meter in meters for n in range(2, meter + 1)]


class RegionGains:
    """Sums of gains over the first frames of a beat, for every tempo and frame."""

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
        table = np.stack(kinds, axis=1).astype(np.float32)
        return np.take(table, which, axis=2)  # in the order of memory, unlike table[:, :, which]


LACK = 1e4
"""Loss in log-score of a path without a beat where there has to be one: no path that has one."""


@dataclass(frozen=True, eq=False)
class AnchoredGains:
    """Gains with a loss for every beat inside which there has to be another one.

    Parameters
    ----------
    plain : gains without anchors.
    intervals, regions : frames per beat of each tempo, and those of its region.
    anchors : increasing frames at which there has to be a beat, its region or its start.
    reach : frames around each of them that will do.
    count : frames of the recording.
    """

    plain: Gains
    intervals: Numbers
    regions: Numbers
    anchors: Numbers
    reach: int
    count: int

    def __call__(self, first: int, count: int) -> Scores:
        gains = self.plain(first, count)
        lead = int(self.intervals[-1])
        begin, end = np.searchsorted(self.anchors, [first, first + count + lead])
        for anchor in self.anchors[begin:end].tolist():
            low = max(anchor - lead + 1, first)
            starts = np.arange(low, min(anchor + 1, first + count))[:, None]
            after = starts + self.intervals
            own = (starts + self.regions > max(anchor - self.reach, 0)) & (starts <= anchor)
            following = (after <= anchor + self.reach) & (after < self.count)
            lacking = (after > anchor) & ~own & ~following
            gains[starts[:, 0] - first] -= LACK * lacking[:, None]
        return gains


def beginnings(rows: list[Row], intervals: Numbers, gains: Gains, weight: Floats) -> Scores:
    """F for beats that start at or before frame 0, since the path may begin inside a beat."""
    reach = int(intervals[-1])
    starts = np.arange(1 - reach, 1)[:, None]
    states = {row.meter: row.meter * int(intervals.sum()) for row in rows}
    worth = gains(1 - reach, reach)
    entry = np.where(starts > -intervals, starts * weight, -np.inf)
    scores = np.empty((reach, len(rows), len(intervals)), dtype=np.float32)
    for index, row in enumerate(rows):
        kind = 0 if row.position == 1 else 1
        scores[:, index] = worth[:, kind] + entry - np.log(states[row.meter])
    return scores


def log_changes(meters: int, change: float) -> Scores:
    """Log-probability that a bar of one metre is followed by one of another, (meters, meters)."""
    steps = np.full((meters, meters), change / max(meters - 1, 1))
    np.fill_diagonal(steps, 1.0 - change if meters > 1 else 1.0)
    logs: Scores = np.log(steps).astype(np.float32)
    return logs


class Step:
    """The recursion: from F of the frames before to F of one shortest interval of frames.

    With the probability `change` a bar is followed by one of another metre, each equally likely.
    """

    def __init__(
        self,
        rows: list[Row],
        intervals: Numbers,
        log_transition: Floats,
        weight: Floats,
        change: float = 0.0,
    ) -> None:
        self.rows = rows
        self.intervals = intervals
        self.reach = int(intervals[-1])
        self.downbeats = sum(row.position == 1 for row in rows)
        self.previous = np.array(
            [rows.index(Row(row.meter, (row.position - 2) % row.meter + 1)) for row in rows]
        )
        # For the downbeat of each metre, log-probabilities of the metre before, (before, after).
        self.into = log_changes(self.downbeats, change) if change else None
        tempi = len(intervals)
        self.width = len(rows) * tempi
        self.worth = (log_transition + (intervals * weight)[:, None]).astype(np.float32)
        # For each distance between two tempi, the worth of each tempo as the later one, repeated
        # for all rows; -inf where the earlier one is out of range.
        self.distances = []
        for distance in range(1 - tempi, tempi):
            worth = np.full(tempi, -np.inf, dtype=np.float32)
            diagonal = np.diagonal(self.worth, distance)
            start = max(distance, 0)
            worth[start : start + len(diagonal)] = diagonal
            if np.isfinite(worth).any():
                self.distances.append((distance, np.tile(worth, len(rows))))
        # Starts of the beats that end at each frame of a block, in a window that begins `reach`
        # frames before the block.
        block = np.arange(int(intervals[0]))[:, None, None]
        self.sources = (
            (self.reach + block - intervals) * self.width
            + self.previous[:, None] * tempi
            + np.arange(tempi)
        ).reshape(len(block), self.width)

    def run(self, history: Scores, gains: Gains, first: int, count: int) -> Scores:
        """F of the frames `first` - reach ... `first` + count - 1, shape (frames, rows, tempi)."""
        tempi = len(self.intervals)
        block = len(self.sources)
        scores = np.empty((self.reach + count, len(self.rows), tempi), dtype=np.float32)
        scores[: self.reach] = history
        flat = scores.reshape(-1)
        region = gains(first, count)
        margin = tempi - 1
        before = np.zeros(margin + block * self.width + margin, dtype=np.float32)
        best, candidate = np.empty((2, block * self.width), dtype=np.float32)
        size = 0
        for at in range(0, count, block):
            if size != min(block, count - at):
                size = min(block, count - at)
                sources, cells = self.sources[:size], size * self.width
                now = before[margin : margin + cells].reshape(size, self.width)
                (first_shift, first_worth), *others = [
                    (before[margin - distance :][:cells], np.tile(worth, size))
                    for distance, worth in self.distances
                ]
                best, candidate = best[:cells], candidate[:cells]
                arrival = best.reshape(size, len(self.rows), tempi)
            np.take(flat[at * self.width :], sources, out=now, mode="clip")
            if self.into is not None:
                last = now[:, : self.downbeats * tempi].reshape(size, self.downbeats, tempi)
                last[:] = (last[:, :, None] + self.into[:, :, None]).max(axis=1)
            np.add(first_shift, first_worth, out=best)
            for shift, worth in others:
                np.add(shift, worth, out=candidate)
                np.maximum(best, candidate, out=best)
            new = scores[self.reach + at :][:size]
            gain = region[at:][:size]
            split = self.downbeats
            np.add(arrival[:, :split], gain[:, :1], out=new[:, :split])
            np.add(arrival[:, split:], gain[:, 1:], out=new[:, split:])
        return scores

    def back(self, scores: Scores, first: int, beats: list[tuple[int, int, int]]) -> None:
        """Append (start, row, tempo) of earlier beats until one starts before `first`."""
        tempi = np.arange(len(self.intervals))
        start, row, tempo = beats[-1]
        while start >= first:
            ends = start - self.intervals - first + self.reach
            if row < self.downbeats and self.into is not None:
                into = self.into[:, row, None] + self.worth[:, tempo]
                choices = scores[ends, self.previous[: self.downbeats, None], tempi] + into
                meter, tempo = (int(n) for n in np.unravel_index(choices.argmax(), choices.shape))
                row = int(self.previous[meter])
            else:
                row = int(self.previous[row])
                tempo = int((scores[ends, row, tempi] + self.worth[:, tempo]).argmax())
            start -= int(self.intervals[tempo])
            beats.append((start, row, tempo))
