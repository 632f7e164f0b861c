"""The table of lanes: for each layer what the page shows of it."""

from __future__ import annotations

from dataclasses import replace

from lausch.annotation.analysis import Analysis
from lausch.web.lanes.drums import drums_lane
from lausch.web.lanes.form import sections_lane
from lausch.web.lanes.harmony import chords_lane, key_lane
from lausch.web.lanes.lane import Lane as Lane
from lausch.web.lanes.lane import LaneOf
from lausch.web.lanes.pitches import bass_lane, solo_lane
from lausch.web.lanes.plain import plain_lane
from lausch.web.lanes.rhythm import beats_lane, onsets_lane, tempo_lane
from lausch.web.lanes.tags import tags_lane
from lausch.web.lanes.why import why_of

LANES: dict[str, LaneOf] = {
    "beats": beats_lane,
    "downbeats": beats_lane,
    "tempo": tempo_lane,
    "sections": sections_lane,
    "chords": chords_lane,
    "key": key_lane,
    "solo": solo_lane,
    "bass": bass_lane,
    "drums": drums_lane,
    "onsets": onsets_lane,
    "tags": tags_lane,
}
"""The lanes from top to bottom; layers of one function share a lane. Others come after them, as
`plain_lane` draws them."""


def lanes_of(analysis: Analysis) -> list[Lane]:
    """A lane for every layer of an analysis."""
    held = analysis.layers
    own = {LANES[layer]: layer for layer in reversed(LANES) if layer in held}
    lanes = [draw(analysis).of(layer) for draw, layer in reversed(own.items())]
    others = [layer for layer in held if layer not in LANES]
    lanes += [plain_lane(layer, analysis.read(layer)).of(layer) for layer in others]
    return [_with_why(lane, analysis) for lane in lanes]


def _with_why(lane: Lane, analysis: Analysis) -> Lane:
    """The lane with the activations that were kept of its layer below it."""
    frames = analysis.layer_activations.get(lane.layer)
    return lane if frames is None else replace(lane, why=(why_of(lane.layer, frames),))
