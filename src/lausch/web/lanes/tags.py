"""The lane of tags: who plays when, and what the recording is like as a whole."""

from __future__ import annotations

from lausch.annotation import Tags
from lausch.annotation.analysis import Analysis
from lausch.annotation.tags import INSTRUMENTS
from lausch.frames import Frames
from lausch.web.lanes.lane import PLAIN, Lane, row_axis
from lausch.web.shapes import heat

FEWEST = 3
"""The most probable instruments have a row even if none of them is present."""


def tags_lane(analysis: Analysis) -> Lane:
    """A row for each instrument that plays, as dark as it is probable."""
    tags: Tags = analysis.read("tags")
    head = ", ".join(name for name in tags.present if name not in INSTRUMENTS)
    curve = tags.curve
    if curve is None or not len(curve):
        return Lane("Tags", ", ".join(tags.present) or "none", 30, "plain", PLAIN, ())
    likely = sorted(curve.columns, key=lambda name: -tags.pairs[name])[:FEWEST]
    names = [name for name in curve.columns if name in (*tags.present, *likely)]
    kept = [curve.columns.index(name) for name in names]
    frames = Frames(curve.values[:, kept], curve.clock, tuple(names))
    return Lane("Tags", head, 18 * len(names) + 4, "plain", row_axis(*names), (heat(frames),))
