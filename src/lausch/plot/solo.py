"""The solo: the recording's semitones, what of them is the solo, and what is known to be true.

The three panels are those of Balke, Dittmar, Abeßer & Müller ("Data-driven solo voice enhancement
for jazz music retrieval", ICASSP 2017): polyphonic input, enhanced output, reference.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from lausch.annotation import Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.melody import midi
from lausch.audio import AudioSource
from lausch.plot.draw import draw_contour, draw_reference
from lausch.plot.panel import Panel, Picture, View
from lausch.plot.spectrograms import pitch_panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RANGE = (43, 88)
"""MIDI pitches that are always shown: most solos stand between G2 and E6."""
BEYOND = 2
LOWEST = 4
"""MIDI pitch of the first column of the activations."""


def solo_panels(
    source: AudioSource, analysis: Analysis, reference: Notes | Contour | None
) -> list[Panel]:
    """Two panels, or three with a reference, of the same pitches."""
    pitches = _range(analysis, reference)
    frames = analysis.solo_activations

    def contour(axes: Axes, view: View) -> None:
        draw_contour(axes, analysis.contour, view, label="solo")

    def true(axes: Axes, view: View) -> None:
        draw_reference(axes, reference, view)
        contour(axes, view)

    picture = None if frames is None else partial(Picture.of, frames, LOWEST, vmin=0, vmax=1)
    return [
        pitch_panel(source, analysis, pitches, contour),
        Panel("solo", 2.6, contour, picture, pitches=pitches),
        *([] if reference is None else [Panel("reference", 2.6, true, pitches=pitches)]),
    ]


def _range(analysis: Analysis, reference: Notes | Contour | None) -> tuple[int, int]:
    """Lowest and highest pitch shown: `RANGE`, extended to all pitches."""
    pitches = [np.array(RANGE, dtype=np.float64)]
    for melody in (analysis.contour, analysis.solo, reference):
        if isinstance(melody, Contour) and melody.voiced.any():
            pitches.append(midi(np.percentile(melody.hz[melody.voiced], (1, 99))))
        elif isinstance(melody, Notes) and len(melody):
            pitches.append(melody.pitches)
    every = np.concatenate(pitches)
    return max(LOWEST, int(every.min()) - BEYOND), min(123, int(np.ceil(every.max())) + BEYOND)
