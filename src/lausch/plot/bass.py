"""The bass: low semitones of the recording, their salience, the bass line, and its reference.

The panels are those of Abeßer, Balke, Frieler, Pfleiderer & Müller ("Deep learning for jazz walking
bass transcription", AES Semantic Audio 2017): recording, salience with beats, reference.
"""

from __future__ import annotations

from typing import Any

from lausch.annotation import BassLine, Beats, Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.bass import LOW_MIDI, SEMITONES
from lausch.annotation.melody import midi
from lausch.audio import AudioSource
from lausch.plot.panel import (
    Panel,
    beat_groups,
    hop_of,
    name_pitches,
    paint,
    paint_activations,
    picture_of,
)
from lausch.representations import PitchS, Stack

RATE = 22050
INCHES = 2.6
LINE = "tab:cyan"
APART_INCHES = 0.08


def bass_panels(
    source: AudioSource, analysis: Analysis, reference: Notes | Contour | None
) -> list[Panel]:
    """Two panels, or three with a reference, of the same pitches."""
    hop = hop_of(RATE, analysis.duration, RATE // 50)
    spectrum = PitchS(RATE, hop, 8192, low_midi=LOW_MIDI, semitones=SEMITONES, factor=100.0)
    picture = picture_of(source, Stack((spectrum,)))
    seconds = len(picture) * hop / RATE
    line = analysis.bass or BassLine()

    def recording(axis: Any, _: float) -> None:
        paint(axis, picture, hop / RATE, LOW_MIDI)
        _draw_notes(axis, line.notes)
        _name_pitches(axis)

    def salience(axis: Any, inches_per_second: float) -> None:
        paint_activations(axis, line.activations, LOW_MIDI)
        _draw_beats(axis, analysis.beats or Beats(line.beats.times), inches_per_second)
        _draw_notes(axis, line.notes)
        _name_pitches(axis)

    def true(axis: Any, inches_per_second: float) -> None:
        if isinstance(reference, Contour):
            sounds = reference.voiced
            axis.plot(reference.times[sounds], midi(reference.hz[sounds]), ".", color="0.3")
        elif reference is not None:
            lengths = reference.offsets - reference.onsets
            axis.barh(reference.pitches, lengths, 0.9, reference.onsets, color="0.7")
        _draw_notes(axis, line.notes, color="tab:blue")
        _draw_beats(axis, analysis.beats or Beats(line.beats.times), inches_per_second, "0.5")
        _name_pitches(axis)

    panels = [
        Panel("recording", INCHES, seconds, recording),
        Panel("bass", INCHES, seconds, salience),
    ]
    return panels if reference is None else [*panels, Panel("reference", INCHES, seconds, true)]


def _draw_notes(axis: Any, notes: Notes, color: str = LINE) -> None:
    """A stroke for each note, with a gap before the next one."""
    lengths = (notes.offsets - notes.onsets) * 0.95
    axis.hlines(notes.pitches, notes.onsets, notes.onsets + lengths, color=color, linewidth=1.8)


def _draw_beats(axis: Any, beats: Beats, inches_per_second: float, color: str = "white") -> None:
    """A line for every beat, thick for downbeats; those that would touch are left out."""
    for downbeats, times in beat_groups(beats, inches_per_second, APART_INCHES):
        width = 1.0 if downbeats else 0.4
        top = LOW_MIDI + SEMITONES
        axis.vlines(times, LOW_MIDI - 1, top, color=color, linewidth=width, alpha=0.6)


def _name_pitches(axis: Any) -> None:
    name_pitches(axis, LOW_MIDI, LOW_MIDI + SEMITONES - 1, also=[LOW_MIDI])
