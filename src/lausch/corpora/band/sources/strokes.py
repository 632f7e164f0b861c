"""The notes of MIDI files that pieces are arranged from, and how far they are from the grid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lausch.formats.midievents import NOTE_ON, PROGRAM, Track

AROUND_BEATS = 4.0


class Stroke(NamedTuple):
    """A note as it was played: where it begins and ends in ticks, on which channel, how hard."""

    begin: int
    end: int
    channel: int
    pitch: int
    velocity: int


def strokes(track: Track) -> Iterator[Stroke]:
    """The notes of a track in the order in which they end.

    A note that is struck again before it ends begins anew; one that never ends is left out.
    """
    sounding: dict[tuple[int, int], tuple[int, int]] = {}
    for tick, status, pitch, velocity in track.events:
        group, channel = status & 0xF0, status & 0x0F
        if group == NOTE_ON and velocity > 0:
            sounding[channel, pitch] = (tick, velocity)
        elif group != PROGRAM and (channel, pitch) in sounding:
            begin, force = sounding.pop((channel, pitch))
            yield Stroke(begin, tick, channel, pitch, force)


def drift(at: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the playing is from the grid around each onset, in beats.

    `at` holds onsets in beats, increasing, shape (n,). Onsets within .13 of a beat speak for
    its place (off-beats may swing); their running median over twice `AROUND_BEATS` tells habit
    (10 ms early, say) and drift from expression. Subtracting it puts the label where the playing
    is.
    """
    off = at - np.round(at)
    near = np.abs(off) < 0.13
    if near.sum() < 8:
        return np.zeros(len(at))
    places, offs = at[near], off[near]
    centres = np.arange(at[0], at[-1] + AROUND_BEATS, AROUND_BEATS / 2)
    low = np.searchsorted(places, centres - AROUND_BEATS)
    high = np.searchsorted(places, centres + AROUND_BEATS)
    whole = float(np.median(offs))
    medians = [
        float(np.median(offs[a:b])) if b - a >= 4 else whole for a, b in zip(low, high, strict=True)
    ]
    return np.interp(at, centres, medians)
