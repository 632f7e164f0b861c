"""Chords: what harmony sounds from when to when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.harte import NO_CHORD, symbol_of
from lausch.annotation.melody import Floats, shares
from lausch.annotation.times import LONGEST_SECONDS, UNITS, Times, freeze
from lausch.errors import AnnotationError

TOGETHER_SECONDS = 1e-6
"""Chords that overlap by no more than this follow one another: times were rounded."""


@dataclass(frozen=True, eq=False)
class Chords:
    """Chords in order of time; where there is none between two, the harmony is unknown.

    Parameters
    ----------
    intervals : start and end of each chord in seconds, shape (chords, 2), as in mir_eval.chord.
        They do not overlap.
    labels : of each chord, in Harte's syntax (see `annotation.harte`): "Bb:min7", "N" for no chord,
        "X" for an unknown one.
    confidence : of each chord, 0 to 1; by default 1.
    """

    intervals: Times
    labels: tuple[str, ...]
    confidence: Floats

    def __init__(
        self,
        intervals: ArrayLike = (),
        labels: Sequence[str] = (),
        confidence: ArrayLike | None = None,
    ) -> None:
        words = tuple(str(label) for label in labels)
        spans = spans_of(intervals, len(words), "chord")
        for label in set(words):
            symbol_of(label)  # which says what is wrong
        freeze(
            self,
            intervals=spans,
            labels=words,
            confidence=shares(confidence, len(words), "chord"),
        )

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def starts(self) -> Times:
        """The beginnings of the chords in seconds, shape (chords,)."""
        return self.intervals[:, 0]

    @property
    def ends(self) -> Times:
        """The ends of the chords in seconds, shape (chords,)."""
        return self.intervals[:, 1]

    def at(self, times: ArrayLike, otherwise: str = NO_CHORD) -> tuple[str, ...]:
        """The label at each of some times in seconds; `otherwise` where there is no chord."""
        seconds = np.asarray(times, dtype=np.float64).reshape(-1)
        places = np.searchsorted(self.starts, seconds, side="right") - 1
        inside = (places >= 0) & (seconds < np.append(self.ends, 0.0)[places])
        return tuple(
            self.labels[place] if sounds else otherwise
            for place, sounds in zip(places.tolist(), inside.tolist(), strict=True)
        )

    def renamed(self, name: Callable[[str], str]) -> Chords:
        """The chords with other labels; equal neighbours become one."""
        return joined(self.intervals, [name(label) for label in self.labels], self.confidence)

    def inside(self, start: float, end: float) -> Chords:
        """The chords between two times in seconds, which count from the first of these then."""
        spans = np.clip(self.intervals, start, end) - start
        kept = np.flatnonzero(spans[:, 1] > spans[:, 0])
        labels = [self.labels[index] for index in kept.tolist()]
        return Chords(spans[kept], labels, self.confidence[kept])


def spans_of(intervals: ArrayLike, count: int, noun: str) -> Times:
    """Checked intervals of `count` entries that do not overlap; `noun` names these in errors."""
    spans = np.array(intervals, dtype=np.float64)
    spans = spans.reshape(-1, 2) if spans.size % 2 == 0 else spans
    if spans.shape != (count, 2):
        raise AnnotationError(
            f"every {noun} has a start, an end and a label, but there are {count} labels and "
            f"intervals of shape {spans.shape}"
        )
    if not np.isfinite(spans).all():
        raise AnnotationError(f"the intervals of {noun}s are finite seconds")
    spans[1:, 0] = np.where(
        np.abs(spans[1:, 0] - spans[:-1, 1]) <= TOGETHER_SECONDS, spans[:-1, 1], spans[1:, 0]
    )
    starts, ends = spans.T
    for wrong, what in (
        (starts < 0, "begins before the recording"),
        (ends <= starts, "ends before it begins; is the second column a duration?"),
        (np.diff(ends, prepend=0.0) < 0, "ends before the last one; are they in order?"),
        (starts < np.append(0.0, ends[:-1]), "begins before the last one ends"),
        (ends > LONGEST_SECONDS, f"ends too late: {UNITS}"),
    ):
        if wrong.any():
            bad = int(np.flatnonzero(wrong)[0])
            raise AnnotationError(f"{noun} {bad} at {starts[bad]:.3f} s {what}")
    return spans


def joined(
    intervals: ArrayLike, labels: Sequence[str], confidence: ArrayLike | None = None
) -> Chords:
    """Chords of which equal neighbours are one, as sure as they are on average over time."""
    spans = np.array(intervals, dtype=np.float64).reshape(-1, 2)
    sure = shares(confidence, len(labels), "chord")
    cuts = changes(spans, labels)
    lengths = spans[:, 1] - spans[:, 0]
    rows = [
        (spans[first, 0], spans[last - 1, 1], np.average(sure[first:last], weights=within))
        for first, last in pairwise(cuts)
        if (within := lengths[first:last]).sum() > 0
    ]
    names = [labels[first] for first, last in pairwise(cuts) if lengths[first:last].sum() > 0]
    table = np.array(rows).reshape(-1, 3)
    return Chords(table[:, :2], names, np.clip(table[:, 2], 0, 1))


def changes(spans: Times, labels: Sequence[str]) -> list[int]:
    """The first of each run of entries with one label without gaps, and the number of entries."""
    if not len(labels):
        return [0]
    names = np.array(labels, dtype=object)
    new: NDArray[np.bool_] = (names[1:] != names[:-1]) | (
        np.abs(spans[1:, 0] - spans[:-1, 1]) > TOGETHER_SECONDS
    )
    return [0, *(np.flatnonzero(new) + 1).tolist(), len(labels)]


def chords_of_beats(beats: ArrayLike, labels: Sequence[str], end: float) -> Chords:
    """Chords that stand beat by beat: one label for each beat (s), the last one up to `end` (s)."""
    times = np.array(beats, dtype=np.float64).reshape(-1)
    edges = np.append(times, max(end, float(times[-1]) if len(times) else 0.0))
    return joined(np.stack([edges[:-1], edges[1:]], axis=1), labels)
