"""The solo: semitones of the recording, the activations of the solo, and its reference.

The three panels are those of Balke, Dittmar, Abeßer & Müller ("Data-driven solo voice enhancement
for jazz music retrieval", ICASSP 2017): polyphonic input, enhanced output, reference.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from lausch.annotation import Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.melody import Floats, midi
from lausch.audio import AudioSource
from lausch.plot.panel import Panel, hop_of, name_pitches, paint, paint_activations, picture_of
from lausch.representations import PitchS, Stack

RATE = 22050
RANGE = (43, 88)
"""MIDI pitches that are always shown: most solos stand between G2 and E6."""
BEYOND = 2
LINE = {"color": "tab:cyan", "linewidth": 1.2}
INCHES = 2.6


def solo_panels(
    source: AudioSource, analysis: Analysis, reference: Notes | Contour | None
) -> list[Panel]:
    """Two panels, or three with a reference, of the same pitches."""
    hop = hop_of(RATE, analysis.duration, RATE // 50)
    pitches = PitchS(RATE, hop, 8192, factor=100.0)
    picture = picture_of(source, Stack((pitches,)))
    seconds = len(picture) * hop / RATE
    low, high = _range(analysis, reference)
    rows = slice(low - pitches.low_midi, high + 1 - pitches.low_midi)

    def polyphonic(axis: Any, _: float) -> None:
        paint(axis, picture[:, rows], hop / RATE, low)
        _draw_line(axis, analysis.contour, linewidth=0.7)
        name_pitches(axis, low, high)

    def enhanced(axis: Any, _: float) -> None:
        paint_activations(axis, analysis.solo_activations, low, rows)
        _draw_line(axis, analysis.contour)
        name_pitches(axis, low, high)

    def true(axis: Any, _: float) -> None:
        if isinstance(reference, Contour):
            _draw_line(axis, reference, color="black")
        elif reference is not None:
            lengths = reference.offsets - reference.onsets
            axis.barh(reference.pitches, lengths, 1.0, reference.onsets, color="0.3")
        _draw_line(axis, analysis.contour)
        name_pitches(axis, low, high)

    panels = [
        Panel("recording", INCHES, seconds, polyphonic),
        Panel("solo", INCHES, seconds, enhanced),
    ]
    return [*panels, Panel("reference", INCHES, seconds, true)] if reference else panels


def _range(analysis: Analysis, reference: Notes | Contour | None) -> tuple[int, int]:
    """Lowest and highest pitch shown: `RANGE`, extended to all pitches."""
    pitches = [np.array(RANGE, dtype=np.float64)]
    for line in (analysis.contour, analysis.solo, reference):
        if isinstance(line, Contour) and line.voiced.any():
            pitches.append(midi(np.percentile(line.hz[line.voiced], (1, 99))))
        elif isinstance(line, Notes) and len(line):
            pitches.append(line.pitches)
    every = np.concatenate(pitches)
    return max(4, int(every.min()) - BEYOND), min(123, int(np.ceil(every.max())) + BEYOND)


def _draw_line(axis: Any, contour: Contour | None, **look: Any) -> None:
    """A contour where it sounds, parted where it does not."""
    if contour is None or not contour.voiced.any():
        return
    sounds = contour.voiced
    pitch: Floats = np.full(len(contour), np.nan)
    pitch[sounds] = midi(contour.hz[sounds])
    leaps = np.flatnonzero(np.abs(np.diff(pitch)) > 1)
    halves = (contour.times[leaps] + contour.times[leaps + 1]) / 2
    times = np.insert(contour.times, leaps + 1, halves)
    axis.plot(times, np.insert(pitch, leaps + 1, np.nan), **{**LINE, **look})
