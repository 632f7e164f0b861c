"""The notes of the MIDI files that pieces are arranged from, in ticks and with velocities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lausch.formats.midievents import NOTE_ON, PROGRAM, Track


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
