"""The local tempo: how fast the music is at each of its beats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.melody import Floats
from lausch.annotation.times import Times, freeze, increasing
from lausch.errors import AnnotationError

BEATS_AROUND = 4
"""Beats on each side whose times count: half a bar is not seen, a ritardando is."""
PAUSE = 1.8
"""An interval so many times as long as the median of those around is a pause, not a tempo."""


@dataclass(frozen=True, eq=False)
class TempoCurve:
    """Local tempi in beats per minute, and the times of the beats in seconds, both (beats,)."""

    times: Times
    bpm: Floats

    def __init__(self, times: ArrayLike = (), bpm: ArrayLike = ()) -> None:
        seconds = increasing(times, "beat")
        tempi = np.array(bpm, dtype=np.float64).reshape(-1)
        if tempi.shape != seconds.shape:
            raise AnnotationError(
                f"a curve of tempo has one tempo at each time, but there are {seconds.size} times "
                f"and {tempi.size} tempi"
            )
        wrong = np.flatnonzero(~(np.isfinite(tempi) & (tempi > 0)))
        if wrong.size:
            at = int(wrong[0])
            raise AnnotationError(
                f"a tempo is a positive number of bpm, but at {seconds[at]:.3f} s it is "
                f"{tempi[at]:g}"
            )
        freeze(self, times=seconds, bpm=tempi)

    def __len__(self) -> int:
        return len(self.times)


def curve_of(times: Times) -> TempoCurve:
    """The local tempo at each beat; empty for fewer than two beats. Times increase, in seconds.

    It is the slope of a line through up to `BEATS_AROUND` beats on both sides by least squares, as
    the interval of two beats is as coarse as the grid of frames. No line crosses a pause.
    """
    if len(times) < 2:
        return TempoCurve()
    starts = np.concatenate([[0], np.flatnonzero(_pauses(np.diff(times))) + 1, [len(times)]])
    kept, slopes = [], []
    for first, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        for beat in range(first, end if end - first > 1 else first):
            near = slice(max(first, beat - BEATS_AROUND), min(end, beat + BEATS_AROUND + 1))
            numbers = np.arange(near.stop - near.start, dtype=np.float64)
            kept.append(beat)
            slopes.append(np.polyfit(numbers, times[near], 1)[0])
    return TempoCurve(times[kept], 60.0 / np.array(slopes))


def _pauses(intervals: Floats) -> NDArray[np.bool_]:
    width = 2 * BEATS_AROUND + 1
    padded = np.pad(intervals, BEATS_AROUND, mode="symmetric")
    around = np.median(np.lib.stride_tricks.sliding_window_view(padded, width), axis=1)
    wide: NDArray[np.bool_] = intervals > PAUSE * around
    return wide
