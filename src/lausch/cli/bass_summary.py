"""A bass line as text: a line about it, and its pitches bar by bar."""

from __future__ import annotations

from itertools import islice, pairwise

import numpy as np

from lausch.annotation import BassLine, Beats
from lausch.annotation.pitch import note_name

WIDTH = 5
FIRST_BARS = 12
FOUR = 4


def about(bass: BassLine) -> str:
    """`128 of 134 beats and 145 notes, from E1 to D3`"""
    notes, beats = bass.notes, bass.beats
    if not len(notes):
        return "none: silent, or without a bass"
    low, high = (note_name(round(pitch)) for pitch in (notes.pitches.min(), notes.pitches.max()))
    text = f"{len(notes)} {'note' if len(notes) == 1 else 'notes'}"
    if len(beats):
        text = f"{int(beats.sounds.sum())} of {len(beats)} beats and {text}"
    return f"{text}, from {low} to {high}"


def bars(bass: BassLine, beats: Beats, most: int = FIRST_BARS) -> str:
    """The pitch of every beat, a dash for a rest; a pickup before the first downbeat is bar 0.

    Without numbers in the bar there are four beats to a row.
    """
    pitches = bass.beats.pitches.tolist()
    if beats.positions is None or len(beats) != len(pitches):
        starts = list(range(0, len(pitches), FOUR))
        first = 1
    else:
        starts = np.flatnonzero(beats.positions == 1).tolist()
        first = 1 if starts and starts[0] == 0 else 0
    edges = sorted({0, *starts, len(pitches)})
    text = "bar   bass on the beats\n"
    for bar, (start, end) in enumerate(islice(pairwise(edges), most), start=first):
        names = (note_name(pitch) if pitch else "-" for pitch in pitches[start:end])
        text += f"{bar:3}   " + "".join(f"{name:{WIDTH}}" for name in names).rstrip() + "\n"
    return text + ("...\n" if len(edges) - 1 > most else "")
