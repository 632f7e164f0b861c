"""From notes in seconds to note values on the beats: bars, ties, triplets and rests.

A beat is a quarter note. In each beat the notes begin at halves, thirds or quarters of it,
whichever fits them. Two notes in a beat are written as even eighths; where most are long and
short, the page is marked as swing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats, Notes
from lausch.annotation.times import Times

QUARTER = 12
"""Ticks: halves, thirds and quarters of a beat are whole numbers of them."""
GRIDS = ((1, 0.0), (2, 0.01), (3, 0.03), (4, 0.05))
"""Parts of a beat, and what each costs over the distance of the notes from it, in beats."""
COLLISION = 0.5
USUAL_METRE = 4

Ticks = NDArray[np.int64]


@dataclass(frozen=True)
class Written:
    """A note or rest as it is written.

    The pitch is a MIDI number, 0 for a rest. Ties go to the note before and to the next. A beat of
    triplets has "start", "inside" and "stop".
    """

    ticks: int
    pitch: int
    tied_from: bool = False
    tied_to: bool = False
    triplet: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar.

    `beats` is its number of quarters; a pickup stands before the first downbeat; what is written
    fills `beats` * `QUARTER` ticks.
    """

    beats: int
    pickup: bool
    written: tuple[Written, ...]


@dataclass(frozen=True)
class Page:
    """The bars of a line; `swing` says that pairs of eighths are long and short."""

    bars: tuple[Bar, ...]
    swing: bool


def written(notes: Notes, beats: Beats) -> Page:
    """Notes of one line on the grid of the beats.

    Of notes that overlap the earlier ends where the later begins. What sounds before the first beat
    or after the last one has ended is left out. Beats without numbers in the bar are counted in
    four from the first; without any beats the page is a bar of rest.
    """
    if not len(beats):
        rest = Written(USUAL_METRE * QUARTER, 0)
        return Page((Bar(USUAL_METRE, False, (rest,)),), False)
    lengths, pickup = bars_of(beats)
    total = sum(lengths)
    onsets, offsets = (positions_in(times, beats.times) for times in (notes.onsets, notes.offsets))
    grids = grids_of(onsets, total)
    swing = is_swing(onsets, grids)
    begin, end = (snapped(each, grids) for each in (onsets, offsets))
    even = pairs_of(onsets, grids)
    begin, end = (straight(each, even) for each in (begin, end))
    grids[even] = 2
    least = QUARTER // grids[np.clip(begin // QUARTER, 0, total - 1)]
    spans = _spans(begin, np.maximum(end, begin + least), notes.pitches, total * QUARTER)
    pieces = _pieces(spans, lengths, grids)
    pairs = enumerate(zip(lengths, pieces, strict=True))
    bars = tuple(Bar(length, at == 0 and pickup, tuple(inside)) for at, (length, inside) in pairs)
    return Page(bars, swing)


def held(spans: Sequence[tuple[int, int, int]], beats: Beats) -> Page:
    """What is held from one half beat to another, split at the bars.

    `spans` are (begin, end, number) in ticks without gaps, with 0 for a rest; the number stands
    where a note has its pitch.
    """
    lengths, pickup = bars_of(beats)
    pieces = _pieces(spans, lengths, np.full(sum(lengths), 2))
    pairs = enumerate(zip(lengths, pieces, strict=True))
    bars = tuple(Bar(length, at == 0 and pickup, tuple(inside)) for at, (length, inside) in pairs)
    return Page(bars, False)


def bars_of(beats: Beats) -> tuple[list[int], bool]:
    """Lengths of bars in beats, and whether the first one is a pickup."""
    count = len(beats)
    if beats.positions is None:
        starts = list(range(0, count, USUAL_METRE))
        metre = USUAL_METRE
    else:
        starts = np.flatnonzero(beats.positions == 1).tolist()
        metre = beats.beats_per_bar or USUAL_METRE
        starts = starts or [0]
    pickup = starts[0] > 0
    edges = [0, *starts] if pickup else starts
    lengths = [later - bar for bar, later in pairwise(edges)]
    return [*lengths, max(metre, count - edges[-1])], pickup


def positions_in(times: Times, beats: Times) -> NDArray[np.float64]:
    """Seconds as beats counted from the first; beyond the ends the tempo goes on."""
    if len(beats) == 1:
        return np.asarray((times - beats[0]) / 0.5)
    at = np.clip(np.searchsorted(beats, times, side="right") - 1, 0, len(beats) - 2)
    return np.asarray(at + (times - beats[at]) / np.diff(beats)[at])


def grids_of(
    onsets: NDArray[np.float64], beats: int, choices: Sequence[tuple[int, float]] = GRIDS
) -> Ticks:
    """Into how many parts each beat falls, by the notes that begin in it."""
    grids = np.ones(beats, dtype=np.int64)
    home = np.floor(onsets + 1 / 24).astype(np.int64)
    for beat in np.unique(home[(home >= 0) & (home < beats)]).tolist():
        inside = onsets[home == beat] - beat
        costs = []
        for grid, price in choices:
            slots = np.round(inside * grid)
            apart = np.abs(inside - slots / grid).sum()
            costs.append(price + apart + COLLISION * (len(slots) - len(np.unique(slots))))
        grids[beat] = choices[int(np.argmin(costs))][0]
    return grids


def pairs_of(onsets: NDArray[np.float64], grids: Ticks) -> NDArray[np.bool_]:
    """Which beats of thirds have a note at one of them, and not at both."""
    return np.asarray(_has(onsets, grids, 3, 2) ^ _has(onsets, grids, 3, 1))


def _has(onsets: NDArray[np.float64], grids: Ticks, grid: int, slot: int) -> NDArray[np.bool_]:
    ticks = np.round(onsets * grid).astype(np.int64)
    home = ticks // grid
    fits = (home >= 0) & (home < len(grids)) & (ticks % grid == slot)
    begins = np.zeros(len(grids), dtype=bool)
    begins[home[fits]] = True
    return np.asarray(begins & (grids == grid))


def is_swing(onsets: NDArray[np.float64], grids: Ticks) -> bool:
    """Whether most pairs are long and short."""
    pairs = pairs_of(onsets, grids)
    long_short = int((pairs & _has(onsets, grids, 3, 2)).sum())
    others = int((pairs & _has(onsets, grids, 3, 1)).sum() + _has(onsets, grids, 2, 1).sum())
    return long_short > others


def snapped(positions: NDArray[np.float64], grids: Ticks) -> Ticks:
    """Positions in beats as ticks on the grid of their beat."""
    beat = np.clip(np.floor(positions + 1 / 24), 0, len(grids) - 1).astype(np.int64)
    grid = grids[beat]
    slot = np.round((positions - beat) * grid).astype(np.int64)
    return beat * QUARTER + slot * (QUARTER // grid)


def straight(ticks: Ticks, even: NDArray[np.bool_]) -> Ticks:
    """Positions within a beat of two notes, moved to its middle."""
    beat = np.clip(ticks // QUARTER, 0, len(even) - 1)
    within = ticks - beat * QUARTER
    moved = even[beat] & (within > 0) & (within < QUARTER)
    return np.where(moved, beat * QUARTER + QUARTER // 2, ticks)


def _spans(
    begin: Ticks, end: Ticks, pitches: NDArray[np.float64], total: int
) -> list[tuple[int, int, int]]:
    """Notes between rests, some empty, as (begin, end, pitch), without gaps from 0 to `total`."""
    spans: list[tuple[int, int, int]] = []
    at = 0
    limits = np.append(begin, total)[1:]
    for start, stop, limit, pitch in zip(begin, end, limits, pitches, strict=True):
        first = max(int(start), at)
        last = min(int(stop), int(limit), total)
        if last <= first:
            continue
        spans += [(at, first, 0), (first, last, max(1, int(np.floor(pitch + 0.5))))]
        at = last
    return [*spans, (at, total, 0)]


def _pieces(
    spans: Sequence[tuple[int, int, int]], lengths: Sequence[int], grids: Ticks
) -> list[list[Written]]:
    """The content of each bar: spans split at bars and into note values."""
    edges = np.concatenate([[0], np.cumsum(lengths)]) * QUARTER
    bars: list[list[Written]] = [[] for _ in lengths]
    for start, stop, pitch in spans:
        at = start
        while at < stop:
            bar = int(np.searchsorted(edges, at, side="right")) - 1
            limits = int(edges[bar]), int(edges[bar + 1])
            length = limits[1] - limits[0]  # a rest of a whole bar is one sign in any metre
            if pitch or at > limits[0] or stop < limits[1]:
                length = _value(at, min(stop, limits[1]), grids, pitch)
            tied_from, tied_to = bool(pitch) and at > start, bool(pitch) and at + length < stop
            triplet = triplet_at(at, length, grids)
            bars[bar].append(Written(length, pitch, tied_from, tied_to, triplet))
            at += length
    return bars


def _value(at: int, stop: int, grids: Ticks, pitch: int) -> int:
    """The longest note value from `at` that does not hide the beats."""
    beat, within = divmod(at, QUARTER)
    to_beat = QUARTER - within
    if within:
        length = min(stop - at, to_beat)
        return 6 if length > 6 and grids[beat] == 4 and within == 3 else length
    whole = (stop - at) // QUARTER
    if not whole:
        return stop - at
    longest = next(beats for beats in (4, 3, 2, 1) if beats <= whole)
    if not pitch and longest == 3:
        longest = 2
    return longest * QUARTER


def triplet_at(at: int, length: int, grids: Ticks) -> str:
    beat, within = divmod(at, QUARTER)
    if length >= QUARTER or grids[beat] != 3 or length % 4:
        return ""
    if within == 0:
        return "start"
    return "stop" if within + length == QUARTER else "inside"
