"""The lane of drums: a row for each instrument, a stroke as high as it is hard."""

from __future__ import annotations

from lausch.annotation import Drums
from lausch.annotation.analysis import Analysis
from lausch.annotation.drums import INSTRUMENTS
from lausch.web.lanes.lane import Lane, row_axis
from lausch.web.shapes import marks


def drums_lane(analysis: Analysis) -> Lane:
    """Strokes of each instrument."""
    drums: Drums = analysis.read("drums")
    shapes = []
    for row, name in enumerate(reversed(INSTRUMENTS)):
        own = drums.of(name)
        shapes.append(marks(own.times, heights=own.velocities, sure=own.confidence, row=row))
    axis = row_axis(*reversed(INSTRUMENTS))
    return Lane("Drums", f"{len(drums)} strokes", 100, "drums", axis, tuple(shapes))
