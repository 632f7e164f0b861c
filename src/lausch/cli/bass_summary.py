"""A bass line as text: a line about it, and its pitches bar by bar."""

from __future__ import annotations

from lausch.annotation import BassLine, Beats
from lausch.annotation.pitch import note_name
from lausch.cli.rhythm_summary import numbered

WIDTH = 5
FIRST_BARS = 12


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


def bars(bass: BassLine, beats: Beats) -> str:
    """The pitch of every beat, a dash for a rest."""
    pitches = bass.beats.pitches.tolist()
    if len(beats) != len(pitches):
        beats = Beats(bass.beats.times)
    rows = list(numbered(beats))
    text = "bar   bass on the beats\n"
    for bar, start, end in rows[:FIRST_BARS]:
        names = (note_name(pitch) if pitch else "-" for pitch in pitches[start:end])
        text += f"{bar:3}   " + "".join(f"{name:{WIDTH}}" for name in names).rstrip() + "\n"
    return text + ("...\n" if len(rows) > FIRST_BARS else "")
