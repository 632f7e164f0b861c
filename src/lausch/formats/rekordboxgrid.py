"""A grid of beats as rekordbox has it: stretches of one tempo, with two digits behind the point.

A steady recording has one tempo from its first beat on, where nearly all of its beats stand at most
`BESIDE_SECONDS` beside the grid. In others the tempo changes where they would not: the grid is
dynamic then, as it is where bars have another length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lausch.annotation import Beats
from lausch.annotation.times import Times

BESIDE_SECONDS = 0.025
STEADY_SHARE = 0.95
"""Of the beats of a steady recording."""
FEWEST = 8
USUAL_BPM = 120.0
USUAL_METRE = 4
_HUNDREDTHS = 100
"""A tempo of rekordbox has two digits behind the point."""


@dataclass(frozen=True)
class Stretch:
    """Beats of one tempo: the first one's time and number in the bar, beats in a bar, bpm."""

    start: float
    bpm: float
    number: int
    metre: int


def stretches(beats: Beats, delay: float = 0.0) -> Iterator[Stretch]:
    """The grid of beats that are `delay` seconds later; of one tempo if nearly all beats have it.

    Otherwise each stretch begins at the last beat of the one before, as its grid has it, so that
    what is rounded never adds up, and lasts as long as its beats are near the grid.
    """
    times, (numbers, metres) = beats.times + delay, _bars(beats)
    steady = _steady(times)
    at, origin = 0, float(times[0]) if len(times) else 0.0
    if steady is not None:
        bpm, origin = steady
    while at < max(1, len(times) - 1) and len(times):
        count = _regular(numbers[at:], metres[at:])
        if steady is None:
            count, bpm = _line(times[at:], origin, count)
        origin = max(0.0, round(origin, 3))
        yield Stretch(origin, bpm, numbers[at], metres[at])
        at += count
        origin += count * 60 / bpm


def _steady(times: Times) -> tuple[float, float] | None:
    """The tempo and the first beat of a recording with one tempo; None of another."""
    if len(times) < FEWEST:
        return None
    count = np.arange(len(times))
    near = np.ones(len(times), dtype=bool)
    for _ in range(3):
        slope, start = np.polyfit(count[near], times[near], 1)
        beside = np.abs(times - start - slope * count)
        near = beside <= max(BESIDE_SECONDS, float(np.median(beside)))
    bpm = round(60 / float(slope), 2)
    start = float(np.median(times - count * 60 / bpm))
    near = np.abs(times - start - count * 60 / bpm) <= BESIDE_SECONDS
    return (bpm, start) if near.mean() >= STEADY_SHARE else None


def _line(times: Times, origin: float, most: int) -> tuple[int, float]:
    """How many beats, `most` at the most, follow the first at one tempo, and that tempo."""
    low, high = 0.0, np.inf
    count, bpm = 1, USUAL_BPM
    if len(times) > 1:
        bpm = round(_tempo(1, float(times[1]) - origin), 2)
    for number, time in enumerate(times[1 : most + 1].tolist(), start=1):
        low = max(low, _tempo(number, time + BESIDE_SECONDS - origin))
        high = min(high, _tempo(number, time - BESIDE_SECONDS - origin))
        least, largest = np.ceil(low * _HUNDREDTHS), np.floor(high * _HUNDREDTHS)
        if least > largest:
            break
        middle = round(_tempo(number, time - origin) * _HUNDREDTHS)
        count, bpm = number, float(np.clip(middle, least, largest)) / _HUNDREDTHS
    return count, bpm


def _tempo(count: int, seconds: float) -> float:
    """In bpm, of so many beats; a grid may begin after the beat that follows."""
    return 60 * count / max(seconds, 1e-3)


def _regular(numbers: Sequence[int], metres: Sequence[int]) -> int:
    """How many beats are counted on from the first one in bars of one length."""
    for at in range(1, len(numbers)):
        if metres[at] != metres[0] or numbers[at] != numbers[at - 1] % metres[0] + 1:
            return at
    return len(numbers)


def _bars(beats: Beats) -> tuple[list[int], list[int]]:
    """For each beat its number in the bar, and how many there are; bars of four if unknown."""
    if beats.positions is None:
        return [at % USUAL_METRE + 1 for at in range(len(beats))], [USUAL_METRE] * len(beats)
    numbers = beats.positions.tolist()
    starts = [at for at, number in enumerate(numbers) if number == 1]
    usual = beats.beats_per_bar or USUAL_METRE
    metres = [usual] * len(numbers)
    for start, end in pairwise(starts):
        metres[start:end] = [end - start] * (end - start)
    if starts:  # an upbeat belongs to bars like the first
        metres[: starts[0]] = [max([metres[starts[0]], *numbers[: starts[0]]])] * starts[0]
        metres[starts[-1] :] = [max(usual, numbers[-1])] * (len(numbers) - starts[-1])
    return numbers, metres
