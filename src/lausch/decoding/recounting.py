"""Numbers in the bar where a stretch was counted at another tempo, by a clock that goes on.

A bar pointer never cuts a bar short. Where it loses a beat, or finds one too many, all bars of one
side begin at a wrong beat. The tempo on both sides tells how many beats there were in between.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

AROUND = 16
"""The tempo at a beat is the median over so many intervals on either side."""
UNSTEADY = 0.08
"""An interval that differs by a larger share from the tempo around it is unsteady."""
STEADY = 4
"""A stretch is measured from so many beats before it to so many after it; the tempo of either side
is the mean of twice as many intervals, and as many end a stretch."""
SAME_TEMPO = 0.05
"""Shares by which tempi of both sides may differ."""
WHOLE = 0.25
"""Beats by which the time of a stretch may miss a whole number of them."""
COST = 10.0
"""Log-odds of downbeats that a slip of the count has to gain."""


class Slip(NamedTuple):
    """From beat `at` on the numbers in the bar should be `beats` higher, in bars of one length."""

    at: int
    beats: int


def slips(times: Floats, numbers: Numbers, ones: Numbers) -> list[Slip]:
    """Where the clock and the numbers in the bar disagree; arguments as for `recounted`.

    A stretch with a steady tempo on one side alone is measured from the first, or to the last, of
    the beats `ones`.
    """
    each = (_slip(times, numbers, first, after, ones) for first, after in unsteady(times))
    return [slip for slip in each if slip is not None]


def unsteady(times: Floats) -> list[tuple[int, int]]:
    """First beats of stretches with unsteady intervals, and the beats after their last."""
    intervals = np.diff(times)
    width = min(AROUND, (len(intervals) - 1) // 2)
    if width < STEADY:
        return []
    padded = np.pad(intervals, width, mode="reflect")
    tempo = np.median(sliding_window_view(padded, 2 * width + 1), axis=1)
    odd = np.flatnonzero(np.abs(intervals / tempo - 1) > UNSTEADY)
    stretches = np.split(odd, np.flatnonzero(np.diff(odd) > 2 * STEADY) + 1)
    return [(int(each[0]), int(each[-1]) + 1) for each in stretches if len(each)]


def in_step(times: Floats, at: float) -> bool:
    """Whether a time inside an unsteady stretch is on a beat of the tempo beside it."""
    for first, after in unsteady(times):
        left, right = first - STEADY, after + STEADY
        if times[max(left, 0)] <= at <= times[min(right, len(times) - 1)]:
            before = period(times, left - 2 * STEADY, left)
            later = period(times, right, right + 2 * STEADY)
            counts = [(at - times[left]) / before] if before is not None else []
            counts += [(at - times[right]) / later] if later is not None else []
            return any(abs(count - round(count)) <= WHOLE for count in counts)
    return False


def _slip(times: Floats, numbers: Numbers, first: int, after: int, ones: Numbers) -> Slip | None:
    """What the count lacks after a stretch from one beat to another; None for nothing."""
    # Beats beside a stretch may drift as well, so it is measured from further out.
    left, right = first - STEADY, after + STEADY
    before = period(times, left - 2 * STEADY, left)
    later = period(times, right, right + 2 * STEADY)
    if before is None and later is not None and ones[0] < after:
        left, before = int(ones[0]), later
    elif later is None and before is not None and ones[-1] > first:
        right, later = int(ones[-1]), before
        after = min(after, right)
    if before is None or later is None or abs(later / before - 1) > SAME_TEMPO:
        return None
    count = float(times[right] - times[left]) * 2 / (before + later)
    beats = (round(count) - int(numbers[right] - numbers[left])) % int(numbers.max())
    return Slip(after, beats) if beats and abs(count - round(count)) <= WHOLE else None


def period(times: Floats, first: int, last: int) -> float | None:
    """Seconds between beats from one to another; None where there are not so many."""
    inside = first >= 0 and last < len(times)
    return float(times[last] - times[first]) / (last - first) if inside else None


def recounted(times: Floats, numbers: Numbers, odds: Floats, ones: Numbers) -> Numbers:
    """Numbers in the bar, (beats,), that go on by the clock where downbeats speak for it.

    Between slips all bars move by as many beats; each slip that is taken has to gain `COST`. The
    numbers are the same where there is no slip, or no count has all of the beats `ones`.

    Parameters
    ----------
    times, numbers : in seconds, and as they were counted, in bars of one length.
    odds : log-odds of a downbeat at each beat.
    ones : beats that are downbeats for sure, increasing, at least one.
    """
    metre = int(numbers.max(initial=0))
    candidates = slips(times, numbers, ones) if metre > 1 else []
    if not candidates:
        return numbers
    edges = [0, *(slip.at for slip in candidates), len(times)]
    shifts = np.arange(metre)
    moved = (numbers - 1 + shifts[:, None]) % metre + 1  # (shifts, beats)
    worth = np.where(moved == 1, odds, 0.0)
    worth[:, ones] -= np.where(moved[:, ones] == 1, 0.0, np.inf)
    sums = np.add.reduceat(worth, edges[:-1], axis=1).T  # (segments, shifts)
    best = sums[0]
    choices: list[NDArray[np.bool_]] = []
    for slip, own in zip(candidates, sums[1:], strict=True):
        slipped = np.roll(best, slip.beats) - COST
        choices.append(slipped > best)
        best = np.maximum(best, slipped) + own
    if not np.isfinite(best.max()):
        return numbers
    shift = int(best.argmax())
    result = numbers.copy()
    for number in range(len(edges) - 2, -1, -1):
        result[edges[number] : edges[number + 1]] = moved[shift, edges[number] : edges[number + 1]]
        if number and choices[number - 1][shift]:
            shift = (shift - candidates[number - 1].beats) % metre
    return result
