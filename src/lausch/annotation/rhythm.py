"""Beats and tempo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.steadiness import steady_period
from lausch.annotation.times import Times, freeze, increasing
from lausch.errors import AnnotationError

Positions = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Beats:
    """Beat times in seconds and, where known, each beat's number in its bar (1 = downbeat).

    `positions` is None if the metre is unknown; `downbeats` is then empty.
    """

    times: Times
    positions: Positions | None

    def __init__(self, times: ArrayLike = (), positions: ArrayLike | None = None) -> None:
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

    def __len__(self) -> int:
        return len(self.times)

    def only(self, kept: NDArray[np.bool_]) -> Beats:
        """The beats that are kept, with their numbers in the bar; shape (beats,)."""
        return Beats(self.times[kept], None if self.positions is None else self.positions[kept])

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
    """Tempi in beats per minute with their weights, the strongest first, as in MIREX."""

    bpm: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()

    def __init__(self, bpm: Sequence[float] = (), weights: Sequence[float] = ()) -> None:
        values = tuple(float(value) for value in bpm)
        shares = tuple(float(value) for value in weights)
        if len(values) != len(shares):
            raise AnnotationError(
                f"each tempo has one weight, but there are {len(values)} tempi "
                f"and {len(shares)} weights"
            )
        for value in values:
            if not (np.isfinite(value) and value > 0):
                raise AnnotationError(f"a tempo is a positive number of bpm, not {value}")
        for share in shares:
            if not 0 <= share <= 1:
                raise AnnotationError(f"a tempo's weight lies between 0 and 1, not at {share}")
        freeze(self, bpm=values, weights=shares)

    def __len__(self) -> int:
        return len(self.bpm)
