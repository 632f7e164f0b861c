"""Lanes of the solo and the bass: a piano roll over its salience, with the f0 drawn through."""

from __future__ import annotations

import numpy as np

from lausch.annotation import BassLine, Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.bass import LOW_MIDI, SEMITONES
from lausch.annotation.melody import midi
from lausch.annotation.pitch import note_name, with_signs
from lausch.web.lanes.lane import Lane, pitch_axis
from lausch.web.shapes import Shape, heat, line, notes

LOWEST = 4
"""MIDI pitch of the first column of the solo's activations."""
BEYOND = 2
LEAST_RANGE = 24


def solo_lane(analysis: Analysis) -> Lane:
    """The notes and the f0 of the solo."""
    solo, contour = analysis.solo or Notes(), analysis.contour or Contour()
    axis = pitch_axis(*_range(solo, contour, (48, 84)))
    frames = analysis.solo_activations
    behind = () if frames is None else (heat(frames, LOWEST),)
    shapes = (*behind, notes(solo), f0(contour))
    return Lane("Solo", _head(solo), 150, "solo", axis, shapes, edit="notes")


def bass_lane(analysis: Analysis) -> Lane:
    """The notes and the f0 of the bass."""
    bass = analysis.bass or BassLine()
    axis = pitch_axis(*_range(bass.notes, bass.contour, (LOW_MIDI, LOW_MIDI + SEMITONES - 1)))
    behind = (heat(bass.activations, LOW_MIDI),) if len(bass.activations) else ()
    shapes = (*behind, notes(bass.notes), f0(bass.contour))
    head = _head(bass.notes)
    return Lane("Bass", head, 130, "bass", axis, shapes, edit="notes", part="notes")


def f0(contour: Contour) -> Shape:
    """A fundamental frequency as pitches, interrupted where it is not voiced and where it leaps."""
    pitch = np.full(len(contour), np.nan)
    pitch[contour.voiced] = midi(contour.hz[contour.voiced])
    leaps = np.flatnonzero(np.abs(np.diff(pitch)) > 1)
    halves = (contour.times[leaps] + contour.times[leaps + 1]) / 2
    times = np.insert(contour.times, leaps + 1, halves)
    return line(times, np.insert(pitch, leaps + 1, np.nan))


def _head(melody: Notes) -> str:
    if not len(melody):
        return "none"
    low, high = (note_name(round(pitch)) for pitch in (melody.pitches.min(), melody.pitches.max()))
    return with_signs(f"{len(melody)} notes, {low} to {high}")


def _range(melody: Notes, contour: Contour, usual: tuple[int, int]) -> tuple[int, int]:
    pitches = [melody.pitches]
    if contour.voiced.any():
        pitches.append(midi(np.percentile(contour.hz[contour.voiced], (1, 99))))
    every = np.concatenate(pitches)
    if not len(every):
        return usual
    low, high = int(every.min()) - BEYOND, int(np.ceil(every.max())) + BEYOND
    lack = max(0, LEAST_RANGE - (high - low))
    return max(0, low - lack // 2), min(127, high + (lack + 1) // 2)
