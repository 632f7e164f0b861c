"""Beats and tempo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.melody import Floats, shares
from lausch.annotation.steadiness import steady_period
from lausch.annotation.tactus import Stretch, other_tactus
from lausch.annotation.tempocurve import TempoCurve
from lausch.annotation.times import Times, freeze, increasing
from lausch.errors import AnnotationError

Positions = NDArray[np.int64]

DOUBTFUL = 0.5
CONSIDERABLE = 8
"""A stretch of fewer doubtful beats is not worth a word."""


@dataclass(frozen=True, eq=False)
class Beats:
    """Beat times in seconds and, where known, each beat's number in its bar (1 = downbeat).

    `positions` is None if the metre is unknown; `downbeats` is then empty. What says how sure they
    are is None where nobody knows.

    Parameters
    ----------
    confidence : probability that a beat is right within 70 ms, shape (beats,).
    downbeat_confidence : probability that a downbeat is one, shape (downbeats,).
    metre_confidence : probability that the bars have their true number of beats.
    """

    times: Times
    positions: Positions | None
    confidence: Floats | None
    downbeat_confidence: Floats | None
    metre_confidence: float | None

    def __init__(
        self,
        times: ArrayLike = (),
        positions: ArrayLike | None = None,
        confidence: ArrayLike | None = None,
        downbeat_confidence: ArrayLike | None = None,
        metre_confidence: float | None = None,
    ) -> None:
        seconds = increasing(times, "beat")
        numbers: Positions | None = None
        if positions is not None:
            try:
                numbers = np.array(positions, dtype=np.int64).reshape(-1)
            except OverflowError as error:
                raise AnnotationError(
                    "the number of a beat in its bar is larger than any bar; is it another column?"
                ) from error
            if numbers.shape != seconds.shape:
                raise AnnotationError(
                    f"every beat has one number in its bar, but there are {seconds.size} beats "
                    f"and {numbers.size} numbers"
                )
            if (numbers < 1).any():
                bad = int(np.flatnonzero(numbers < 1)[0])
                raise AnnotationError(
                    f"beats are counted from 1 (the downbeat), but beat {bad} at "
                    f"{seconds[bad]:.3f} s has number {numbers[bad]}; is it counted from 0?"
                )
        freeze(self, times=seconds, positions=numbers)
        downbeats = len(self.downbeats)
        freeze(
            self,
            confidence=_known(confidence, len(self), "beat"),
            downbeat_confidence=_known(downbeat_confidence, downbeats, "downbeat"),
            metre_confidence=_known_one(metre_confidence, "metre"),
        )

    def __len__(self) -> int:
        return len(self.times)

    def only(self, mask: NDArray[np.bool_]) -> Beats:
        """The beats where `mask` is true, shape (beats,), with all that is known of them."""
        ones = None if self.positions is None else mask[self.positions == 1]
        return Beats(
            self.times[mask],
            None if self.positions is None else self.positions[mask],
            None if self.confidence is None else self.confidence[mask],
            None if self.downbeat_confidence is None else self.downbeat_confidence[ones],
            self.metre_confidence,
        )

    @property
    def doubtful(self) -> Times:
        """Beginning and end of every considerable stretch of doubtful beats, shape (stretches, 2).

        At least `CONSIDERABLE` beats follow each other of which, with their neighbours, fewer
        than half are probably right.
        """
        if self.confidence is None or len(self) < CONSIDERABLE:
            return np.zeros((0, 2))
        counts = np.convolve(np.ones(len(self)), np.ones(5), "same")
        unsure = np.convolve(self.confidence, np.ones(5), "same") < DOUBTFUL * counts
        edges = np.flatnonzero(np.diff(unsure, prepend=False, append=False)).reshape(-1, 2)
        long = edges[edges[:, 1] - edges[:, 0] >= CONSIDERABLE]
        stretches: Times = self.times[long - [0, 1]]
        return stretches

    @property
    def other_tactus(self) -> list[Stretch]:
        """Stretches at another metrical level than that of `tempo_bpm`."""
        return other_tactus(self.times, steady_period(self.times))

    @property
    def downbeats(self) -> Times:
        """Times of the beats numbered 1, in seconds; empty if the metre is unknown."""
        if self.positions is None:
            return self.times[:0]
        times: Times = self.times[self.positions == 1]
        return times

    @property
    def beats_per_bar(self) -> int | None:
        """The most frequent length of a complete bar in beats; None without one."""
        if self.positions is None:
            return None
        starts = np.flatnonzero(self.positions == 1)
        if starts.size < 2:
            return None
        return int(np.bincount(np.diff(starts)).argmax())

    @property
    def tempo_bpm(self) -> float | None:
        """The tempo that prevails, by lines through the beats; None for fewer than two beats."""
        period = steady_period(self.times)
        return None if period is None else 60.0 / period


@dataclass(frozen=True)
class Tempo:
    """Tempi in beats per minute with their weights, the strongest first, as in MIREX.

    `confidence` is the probability that the first is right within 4 %, None where nobody knows;
    `curve` is the local tempo, None where no beats are known. Tempi are equal whatever their curve.
    """

    bpm: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()
    confidence: float | None = None
    curve: TempoCurve | None = field(default=None, compare=False)

    def __init__(
        self,
        bpm: Sequence[float] = (),
        weights: Sequence[float] = (),
        confidence: float | None = None,
        curve: TempoCurve | None = None,
    ) -> None:
        values = tuple(float(value) for value in bpm)
        parts = tuple(float(value) for value in weights)
        if len(values) != len(parts):
            raise AnnotationError(
                f"each tempo has one weight, but there are {len(values)} tempi "
                f"and {len(parts)} weights"
            )
        for value in values:
            if not (np.isfinite(value) and value > 0):
                raise AnnotationError(f"a tempo is a positive number of bpm, not {value}")
        for part in parts:
            if not 0 <= part <= 1:
                raise AnnotationError(f"a tempo's weight lies between 0 and 1, not at {part}")
        sure = _known_one(confidence, "tempo")
        freeze(self, bpm=values, weights=parts, confidence=sure, curve=curve)

    def __len__(self) -> int:
        return len(self.bpm)


def _known(values: ArrayLike | None, count: int, noun: str) -> Floats | None:
    return None if values is None else shares(values, count, noun)


def _known_one(value: float | None, noun: str) -> float | None:
    return None if value is None else float(shares([value], 1, noun)[0])


def bar_lengths(positions: Positions) -> Positions:
    """Number of beats in the bar of each beat, from their numbers in it; 0 where it is unknown.

    A bar ends before a beat 1. The last one, if it is not longer, is taken to be like the one
    before it.
    """
    ends = np.flatnonzero(positions[1:] == 1)
    if not len(ends):
        return np.zeros(len(positions), dtype=np.int64)
    lengths = np.append(positions[ends], positions[ends[-1]])
    own: Positions = lengths[np.searchsorted(ends, np.arange(len(positions)))]
    return np.where(positions <= own, own, 0)
