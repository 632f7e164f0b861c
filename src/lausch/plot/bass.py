"""The bass: the recording's low semitones, their salience, the line, and what is known to be true.

The panels are those of Abeßer, Balke, Frieler, Pfleiderer & Müller ("Deep learning for jazz walking
bass transcription", AES Semantic Audio 2017): recording, salience with beats, reference.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lausch.annotation import BassLine, Beats, Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.bass import LOW_MIDI, SEMITONES
from lausch.audio import AudioSource
from lausch.plot.draw import draw_beats, draw_notes, draw_reference
from lausch.plot.panel import Panel, Picture, View
from lausch.plot.spectrograms import pitch_panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PITCHES = (LOW_MIDI, LOW_MIDI + SEMITONES - 1)
COLOUR = "limegreen"


def bass_panels(
    source: AudioSource, analysis: Analysis, reference: Notes | Contour | None
) -> list[Panel]:
    """Two panels, or three with a reference, of the same pitches."""
    bass = analysis.bass or BassLine()
    beats = analysis.beats or Beats(bass.beats.times)

    def notes(axes: Axes, view: View) -> None:
        draw_notes(axes, bass.notes, view, color=COLOUR, label="bass")

    def salience(axes: Axes, view: View) -> None:
        draw_beats(axes, beats, view)
        notes(axes, view)

    def true(axes: Axes, view: View) -> None:
        draw_reference(axes, reference, view)
        draw_beats(axes, beats, view, color="0.5", behind=True)
        notes(axes, view)

    picture = partial(Picture.of, bass.activations, LOW_MIDI, vmin=0, vmax=1)
    return [
        pitch_panel(source, analysis, PITCHES, notes),
        Panel("bass", 2.6, salience, picture, pitches=PITCHES),
        *([] if reference is None else [Panel("reference", 2.6, true, pitches=PITCHES)]),
    ]
