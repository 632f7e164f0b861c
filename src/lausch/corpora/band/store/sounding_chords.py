"""Which of the chords that are written can be told from what is played.

The chart goes on where the pianist rests, and behind a bass or a singer alone. Nobody could say
there which chord it is, so the truth is `X`, unknown: it teaches nothing and is not scored.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lausch.annotation import Chords, Times
from lausch.annotation.chords import joined
from lausch.annotation.harte import UNKNOWN, Symbol, symbol_of
from lausch.corpora.band.playing.score import NOTE, NoteArray, SoundingPart

FADED_DB = 20.0
"""A part that is softer than the loudest by more is one of which nobody says that it sounds."""
TOGETHER_SECONDS = 0.06
"""Tones of a chord are struck within so long, an arpeggiated one included."""
_THIRDS, _FIFTHS = frozenset({3, 4, 5, 2}), frozenset({6, 7, 8})


def sounding_chords(chords: Chords, parts: Sequence[SoundingPart]) -> Chords:
    """The chords, with `X` for those that nobody plays.

    A chord is played where an audible part strikes two pitch classes together in its time, or
    where all audible parts sound every tone of its triad in turn.
    """
    loudest = max((part.level_db for part in parts), default=0.0)
    audible = [part.notes for part in parts if part.level_db >= loudest - FADED_DB]
    everything: NoteArray = np.concatenate([np.zeros(0, NOTE), *audible])
    struck = np.sort(np.concatenate([np.zeros(0), *map(_struck_together, audible)]))
    labels = []
    for (start, end), label in zip(chords.intervals.tolist(), chords.labels, strict=True):
        symbol = symbol_of(label)
        if symbol is not None:
            first, last = np.searchsorted(struck, [start - TOGETHER_SECONDS, end])
            if first == last and not _covered(symbol, everything, start, end):
                label = UNKNOWN
        labels.append(label)
    return joined(chords.intervals, labels, chords.confidence)


def _struck_together(notes: NoteArray) -> Times:
    """The times (s) at which another pitch class joins one that was struck just before."""
    if len(notes) < 2:
        return np.zeros(0)
    ordered = notes[np.argsort(notes["start"], kind="stable")]
    before, after = ordered[:-1], ordered[1:]
    joins = (
        (after["start"] - before["start"] <= TOGETHER_SECONDS)
        & (before["end"] > after["start"] + TOGETHER_SECONDS / 2)
        & ((after["pitch"] - before["pitch"]) % 12 != 0)
    )
    return np.asarray(after["start"][joins])


def _covered(symbol: Symbol, notes: NoteArray, start: float, end: float) -> bool:
    """Whether notes between two times (s) have the root, the third or what stands for it, a fifth.

    A chord without one of these needs only those that it has.
    """
    inside = notes[(notes["start"] < end) & (notes["end"] > start)]
    sounding = set(((inside["pitch"] - symbol.root) % 12).tolist())
    needed = (symbol.tones & each for each in (frozenset({0}), _THIRDS, _FIFTHS))
    return all(not tones or tones & sounding for tones in needed)
