"""Rhythms as text: a mark starts a note, '-' holds it, '.' is silence."""

from __future__ import annotations

from functools import lru_cache

Event = tuple[float, float, str]
"""Beat coordinate, length in beats, mark."""


@lru_cache(maxsize=4096)
def events(text: str, per_beat: int) -> tuple[Event, ...]:
    """`R--R..F-` with 2 steps per beat as (beat, length, mark)."""
    steps = text.replace("|", "").replace(" ", "")
    out: list[Event] = []
    index = 0
    while index < len(steps):
        mark = steps[index]
        stop = index + 1
        if mark not in ".-":
            while stop < len(steps) and steps[stop] == "-":
                stop += 1
            out.append((index / per_beat, (stop - index) / per_beat, mark))
        index = stop
    return tuple(out)


@lru_cache(maxsize=8192)
def bar_events(text: str, per_beat: int, bar: int, beats: int) -> tuple[Event, ...]:
    """The events of bar number `bar` of a rhythm that repeats, cut or tiled to `beats` beats.

    A rhythm longer than the bar is read bar by bar when it is a whole number of bars; otherwise
    every bar starts at its beginning, as players keep a figure tied to the downbeat.
    """
    all_events = events(text, per_beat)
    length = len(text.replace("|", "").replace(" ", "")) / per_beat
    rounds = round(length / beats)
    if rounds >= 1 and abs(rounds * beats - length) < 1e-6:
        first = (bar % rounds) * beats
        return tuple(
            (beat - first, min(size, first + beats - beat), mark)
            for beat, size, mark in all_events
            if first <= beat < first + beats
        )
    out: list[Event] = []
    start = 0.0
    while start < beats - 1e-9:
        out += [
            (start + beat, min(size, beats - start - beat), mark)
            for beat, size, mark in all_events
            if start + beat < beats - 1e-9
        ]
        start += length
    return tuple(out)
