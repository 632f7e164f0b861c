"""A lane of the page: what it shows of one layer, and on which vertical axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from lausch.annotation.analysis import Analysis
from lausch.web.shapes import Shape

Axis: TypeAlias = "dict[str, Any]"
PLAIN: Axis = {"kind": "plain"}
"""An axis from 0 to 1 without numbers."""


def pitch_axis(low: float, high: float) -> Axis:
    """MIDI pitches with names of notes."""
    return {"kind": "pitch", "low": low, "high": high}


def number_axis(low: float, high: float, unit: str) -> Axis:
    """Numbers of a unit."""
    return {"kind": "number", "low": low, "high": high, "unit": unit}


def row_axis(*names: str) -> Axis:
    """Rows with names, from top to bottom."""
    return {"kind": "rows", "names": list(names)}


@dataclass(frozen=True)
class Lane:
    """One lane.

    Parameters
    ----------
    title : its name on the page.
    head : what is found, in a few words.
    height : pixels.
    colour : one of the page's few colours, by what it stands for: "time", "solo", "bass", "drums",
        "harmony", "form", "plain".
    axis : its vertical axis.
    shapes : what it shows, from back to front.
    why : activations in which this was found, as curves or a picture, or nothing.
    edit : the tools that correct it: "grid" of beats, "spans", "notes", or "" for none.
    part : of the layer, which they correct; "" for all of it.
    layer : the layer it is of.
    reference : shapes of a reference, in a row of their own, and what is said of them.
    """

    title: str
    head: str
    height: int
    colour: str
    axis: Axis
    shapes: tuple[Shape, ...]
    why: tuple[Shape, ...] = ()
    edit: str = ""
    part: str = ""
    layer: str = ""
    reference: tuple[Shape, ...] = ()
    said: str = ""

    def of(self, layer: str) -> Lane:
        """The same, with the name of its layer."""
        return replace(self, layer=layer)


LaneOf: TypeAlias = "Callable[[Analysis], Lane]"


def percent(share: float | None) -> str:
    """`91 % sure`; nothing is wholly sure."""
    return "" if share is None else f"{min(round(100 * share), 99)} % sure"


def words(*parts: str) -> str:
    """The parts that are not empty, with a dot between them."""
    return " · ".join(part for part in parts if part)
