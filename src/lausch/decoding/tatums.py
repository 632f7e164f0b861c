"""Salience over spans of time, and the subdivision of beats.

The subdivision is that of "flex-q", a later addition to the program of Abeßer et al. (AES Semantic
Audio 2017): the one with the most salient pitches.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Times
from lausch.frames import Clock, pieces, release

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


_PIECE_FRAMES = 1024
_BEGIN, _END = slice(None, -1), slice(1, None)
SHARE = 0.2
"""Share of the frames of a span that must sound, or it is a rest."""


class Part(NamedTuple):
    """A span with one pitch: its column, or -1 for a rest."""

    start: float
    stop: float
    column: int
    confidence: float


class Pooled:
    """Activations (frames, columns) for averages over spans, `late_frames` behind their clock."""

    def __init__(self, values: NDArray[np.floating], clock: Clock, late_frames: float) -> None:
        self.clock = clock
        self.late = late_frames * clock.hop / clock.rate
        self.values = values
        self.count = len(values)
        # Sums up to every frame of hours would be larger than the values.
        sums = [np.zeros((1, values.shape[1]))]
        for _, piece in pieces(values, _PIECE_FRAMES):
            sums.append(np.cumsum(np.concatenate([sums[-1], piece]), axis=0)[-1:].copy())
        self._before = sums

    def frames(self, times: Times) -> Numbers:
        """The frames nearest to these times, from 0 to one after the last."""
        return np.clip(self.clock.frames(times - self.late), 0, self.count)

    def over(
        self, starts: Times, stops: Times, share: float = SHARE
    ) -> tuple[Floats, Numbers, Floats]:
        """Means over spans, which have at least one frame: from that nearest to each start.

        Returns
        -------
        means : mean of every column, shape (spans, columns).
        strongest : the column of the largest mean, shape (spans,).
        peak : the value that this share of its frames reaches, shape (spans,); the largest value
            for a share of 0.
        """
        first, last = self.frames(starts), self.frames(stops)
        last = np.minimum(np.maximum(last, first + 1), self.count)
        length = np.maximum(last - first, 1)[:, None]
        means = (self._sums(last) - self._sums(first)) / length
        strongest = means.argmax(axis=1)
        peak = np.zeros(len(first))
        # Windows extend beyond a span, so its largest value may be that of its neighbour.
        for span, (a, b, column) in enumerate(zip(first, last, strongest, strict=True)):
            if b > a:
                rank = max(int(np.ceil(share * (b - a))), min(2, (b - a + 1) // 2)) if share else 1
                peak[span] = np.partition(self.values[a:b, column], -rank)[-rank]
        release(self.values)
        return means, strongest, peak

    def _sums(self, frames: Numbers) -> Floats:
        """The sum of all rows before each of these frames, shape (len(frames), columns)."""
        sums = np.zeros((len(frames), self.values.shape[1]))
        home = frames // _PIECE_FRAMES
        for piece in np.unique(home).tolist():
            start = piece * _PIECE_FRAMES
            inside = self.values[start : start + _PIECE_FRAMES]
            running = np.cumsum(np.concatenate([self._before[piece], inside]), axis=0)
            here = home == piece
            sums[here] = running[frames[here] - start]
        return sums


def ends_of(beats: Times, seconds: float) -> Times:
    """The ends of beats (s): the next beats; the last beat is as long as the one before it.

    It ends with the recording, after `seconds`, at the latest.
    """
    if not len(beats):
        return np.zeros(0)
    period = beats[-1] - beats[-2] if len(beats) > 1 else max(seconds - beats[-1], 0.0)
    end = min(beats[-1] + period, max(seconds, beats[-1]))
    return np.append(beats[1:], end)


def divisions(
    pooled: Pooled,
    starts: Times,
    stops: Times,
    *,
    subdivisions: Sequence[int],
    margin: float,
    shortest_seconds: float,
) -> Numbers:
    """The number of equal parts of each beat, shape (beats,).

    The score of a subdivision is the mean over its parts of the lead of the strongest pitch over
    the next. It must exceed that of the whole beat by `margin`.
    """
    counts = np.ones(len(starts), dtype=np.int64)
    whole = _lead(pooled.over(starts, stops)[0])
    best = whole + margin
    for count in sorted(set(subdivisions) - {1}):
        edges = starts[:, None] + (stops - starts)[:, None] * np.arange(count + 1) / count
        means, _, _ = pooled.over(edges[:, :-1].ravel(), edges[:, 1:].ravel())
        score = _lead(means).reshape(-1, count).mean(axis=1)
        better = (score > best) & ((stops - starts) / count >= shortest_seconds)
        counts[better] = count
        best = np.maximum(best, np.where(better, score, best))
    return counts


def _lead(means: Floats) -> Floats:
    """The difference of the largest and the second largest value, shape (rows,)."""
    if means.shape[1] < 2:
        return np.asarray(means.max(axis=1))
    top: Floats = np.partition(means, -2, axis=1)[:, -2:]
    return np.asarray(np.diff(top, axis=1)[:, 0])


def parts_of(
    pooled: Pooled,
    starts: Times,
    stops: Times,
    counts: Numbers,
    threshold: float,
    share: float = SHARE,
) -> list[list[Part]]:
    """The pitches of each beat in sequence; neighbours of the same pitch are one part.

    A beat with only one pitch, from its beginning, has that pitch throughout: the end of a note is
    a matter of articulation.
    """
    edges: list[Floats] = [
        start + (stop - start) * np.arange(count + 1) / count
        for start, stop, count in zip(starts.tolist(), stops.tolist(), counts.tolist(), strict=True)
    ]
    if not edges:
        return []
    begin, end = (np.concatenate([each[some] for each in edges]) for some in (_BEGIN, _END))
    means, strongest, peak = pooled.over(begin, end, share)
    cuts = np.cumsum(counts)[:-1]
    columns = np.split(np.where(peak > threshold, strongest, -1), cuts)
    largest = np.split(means.max(axis=1), cuts)
    return [_joined(*each) for each in zip(edges, columns, largest, strict=True)]


def _joined(edges: Floats, columns: Numbers, confidences: Floats) -> list[Part]:
    """The parts of one beat; neighbours of the same pitch are one."""
    if columns[0] >= 0 and set(columns.tolist()) <= {-1, int(columns[0])}:
        edges, columns = edges[[0, -1]], columns[:1]
    parts: list[Part] = []
    for at, column in enumerate(columns.tolist()):
        start, stop, confidence = float(edges[at]), float(edges[at + 1]), float(confidences[at])
        if parts and parts[-1].column == column:
            last = parts.pop()
            before = (start - last.start) / (stop - last.start)
            confidence = before * last.confidence + (1 - before) * confidence
            start = last.start
        parts.append(Part(start, stop, column, confidence))
    return parts
