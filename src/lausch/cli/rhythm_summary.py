"""Beats, bars and tempo as text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from lausch.annotation import Beats
from lausch.annotation.times import clock_time

if TYPE_CHECKING:
    from lausch.annotation.analysis import Analysis
    from lausch.annotation.tactus import Stretch

FIRST_BARS = 8
FOUR = 4
"""Beats in a row where their numbers in the bar are not known."""
TACTUS = {1 / 2: "half", 2 / 3: "two thirds", 3 / 2: "one and a half times", 2.0: "twice"}
"""Words for the ratios of `lausch.annotation.tactus`."""
Rows: TypeAlias = "list[tuple[str, str]]"


def _bars_known(beats: Beats) -> bool:
    """Whether there are other beats than the first of each bar, or none at all."""
    return beats.positions is not None and (not len(beats) or bool((beats.positions > 1).any()))


def _noun(beats: Beats) -> str:
    """Beats, or downbeats when there are no others."""
    return "beats" if beats.positions is None or _bars_known(beats) else "downbeats"


def tempo(analysis: Analysis) -> str:
    """`120.0 bpm (or 60.0), 93 % sure`"""
    tempo = analysis.tempo
    if not tempo:
        return "none: no steady beat"
    others = "".join(f" (or {other:.1f})" for other in tempo.bpm[1:])
    return f"{tempo.bpm[0]:.1f} bpm{others}{_sure(tempo.confidence)}"


def _sure(confidence: float | None) -> str:
    """`, 93 % sure`; nothing is wholly sure."""
    return "" if confidence is None else f", {min(round(100 * confidence), 99)} % sure"


def _metre(beats: Beats) -> str:
    length = beats.beats_per_bar
    return f"{length} beats in a bar" if length else "unknown: no complete bar"


def _count(beats: Beats) -> str:
    if not len(beats):
        return "none: silent, too short, or without a steady beat"
    if not _bars_known(beats):
        return str(len(beats))
    return f"{len(beats)} in {len(beats.downbeats)} bars"


def bars(beats: Beats) -> str:
    """Bar numbers and beat times; a pickup before the first downbeat is bar 0."""
    if beats.positions is None or not _bars_known(beats):
        shown = " ".join(f"{time:8.2f}" for time in beats.times[:16])
        return f"first {_noun(beats)} in seconds\n    {shown}\n"
    text = "bar   beats in seconds\n"
    rows = list(numbered(beats))
    for bar, start, end in rows[:FIRST_BARS]:
        text += f"{bar:3} " + "".join(f"{time:9.2f}" for time in beats.times[start:end]) + "\n"
    return text + ("...\n" if len(rows) > FIRST_BARS else "")


def numbered(beats: Beats) -> Iterator[tuple[int, int, int]]:
    """Number, first beat and end of each bar; a pickup before the first downbeat is bar 0.

    Without numbers in the bar there are four beats to each.
    """
    if beats.positions is None:
        starts = list(range(0, len(beats), FOUR))
    else:
        starts = np.flatnonzero(beats.positions == 1).tolist()
    edges = sorted({0, *starts, len(beats)})
    first = 1 if starts and starts[0] == 0 else 0
    for bar, (start, end) in enumerate(pairwise(edges), start=first):
        yield bar, start, end


def beats_of(analysis: Analysis) -> Beats:
    """The beats; none where they are not known."""
    return analysis.beats or Beats()


def metre_rows(analysis: Analysis) -> Rows:
    """`4 beats in a bar, 93 % sure`; no row for downbeats alone."""
    beats = beats_of(analysis)
    sure = _sure(beats.metre_confidence) if beats.beats_per_bar else ""
    return [("metre", _metre(beats) + sure)] if _bars_known(beats) else []


def beat_rows(analysis: Analysis) -> Rows:
    """How many, where they are doubtful, and where at another metrical level."""
    beats = beats_of(analysis)
    mean = float(beats.confidence.mean()) if beats.confidence is not None and len(beats) else None
    rows = [(_noun(beats), _count(beats) + _sure(mean))]
    doubts = ", ".join(f"{clock_time(start)}-{clock_time(end)}" for start, end in beats.doubtful)
    rows += [("doubtful", f"{_noun(beats)} at {doubts}")] if doubts else []
    return rows + [("level", text) for text in _tactus(beats)]


def _other_tactus(beats: Beats) -> list[Stretch]:
    """Stretches at another metrical level; none where only downbeats are there."""
    return beats.other_tactus if beats.positions is None or _bars_known(beats) else []


def _tactus(beats: Beats) -> Iterator[str]:
    """`half as fast at 0:00-1:02 ...`: stretches at each other level, and the options for one."""
    stretches = _other_tactus(beats)
    for ratio in dict.fromkeys(each.ratio for each in stretches):
        own = [each for each in stretches if each.ratio == ratio]
        times = ", ".join(f"{clock_time(each.start)}-{clock_time(each.end)}" for each in own)
        text = f"{TACTUS[ratio]} as fast at {times}"
        if beats.confidence is not None and beats.tempo_bpm is not None:  # a model found them
            between = round(beats.tempo_bpm * ratio**0.5)
            text += (
                f"; --min-bpm {between} has the faster level alone, --max-bpm {between} the other"
            )
        yield text


def metre_word(analysis: Analysis) -> str:
    """`4 beats in a bar`; nothing if that is unknown."""
    beats = beats_of(analysis)
    return _metre(beats) if _bars_known(beats) and beats.beats_per_bar else ""


def beats_word(analysis: Analysis) -> str:
    """`240 beats`"""
    beats = beats_of(analysis)
    changes = " at two metrical levels" if _other_tactus(beats) else ""
    return f"{len(beats)} {_noun(beats)}{changes}"
