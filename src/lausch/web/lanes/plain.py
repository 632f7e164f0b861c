"""The lane of a layer that has no entry of its own: what its fields can be drawn as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from lausch.annotation import Notes
from lausch.web.lanes.lane import PLAIN, Axis, Lane, number_axis, pitch_axis
from lausch.web.shapes import Shape, line, marks, notes, spans

LONGEST_WORD = 60


def plain_lane(name: str, annotation: Any) -> Lane:
    """Intervals as spans, notes as notes, moments as marks or a curve; else its fields in words."""
    values = {each.name: getattr(annotation, each.name) for each in _fields(annotation)}
    for needed, draw in DRAWN:
        if needed <= values.keys():
            axis, shape = draw(values)
            count = len(next(iter(values.values())))
            return Lane(name.capitalize(), str(count), 56, "plain", axis, (shape,))
    text = ", ".join(f"{key} {value}"[:LONGEST_WORD] for key, value in values.items())
    return Lane(name.capitalize(), text or str(annotation)[:LONGEST_WORD], 24, "plain", PLAIN, ())


def _fields(annotation: Any) -> tuple[Any, ...]:
    return fields(annotation) if is_dataclass(annotation) else ()


def _spans(values: dict[str, Any]) -> tuple[Axis, Shape]:
    pairs = np.asarray(values["intervals"]).reshape(-1, 2)
    return PLAIN, spans(pairs[:, 0], pairs[:, 1], [str(word) for word in values["labels"]])


def _notes(values: dict[str, Any]) -> tuple[Axis, Shape]:
    melody = Notes(values["onsets"], values["offsets"], values["pitches"])
    low, high = (melody.pitches.min(), melody.pitches.max()) if len(melody) else (48, 84)
    return pitch_axis(float(low) - 2, float(high) + 2), notes(melody)


def _curve(values: dict[str, Any]) -> tuple[Axis, Shape]:
    heights = np.asarray(values["values"], dtype=np.float64)
    low, high = (heights.min(), heights.max()) if len(heights) else (0.0, 1.0)
    room = (high - low) * 0.05 or 1.0
    axis = number_axis(float(low - room), float(high + room), "")
    return axis, line(values["times"], heights)


def _marks(values: dict[str, Any]) -> tuple[Axis, Shape]:
    return PLAIN, marks(values["times"], heights=values.get("confidence"))


DRAWN: tuple[tuple[set[str], Callable[[dict[str, Any]], tuple[Axis, Shape]]], ...] = (
    ({"intervals", "labels"}, _spans),
    ({"onsets", "offsets", "pitches"}, _notes),
    ({"times", "values"}, _curve),
    ({"times"}, _marks),
)
"""Fields that an annotation has, and how it is drawn then; the first that fits counts."""
