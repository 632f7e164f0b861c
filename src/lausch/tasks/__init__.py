"""What a problem is: its outputs, and the way from annotations to targets and back."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from lausch.errors import ModelError
from lausch.tasks.bass import BassTracking
from lausch.tasks.beats import BeatTracking
from lausch.tasks.downbeats import DownbeatTracking
from lausch.tasks.sections import SectionFinding
from lausch.tasks.solo import SoloTracking

__all__ = [
    "TASKS",
    "BassTracking",
    "BeatTracking",
    "DownbeatTracking",
    "SectionFinding",
    "SoloTracking",
    "Task",
    "task_from_card",
    "to_card",
]

Task = BeatTracking | DownbeatTracking | SoloTracking | SectionFinding | BassTracking

TASKS: dict[str, type[Task]] = {
    task.kind: task
    for task in (BeatTracking, DownbeatTracking, SoloTracking, SectionFinding, BassTracking)
}


def to_card(task: Task) -> dict[str, Any]:
    """A task as numbers and strings, to be stored inside a weights file."""
    card = {"kind": task.kind, **asdict(task)}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in card.items()
    }


def task_from_card(card: dict[str, Any]) -> Task:
    """The inverse of `to_card`; raises ModelError for a task this lausch does not know."""
    values = dict(card)
    kind = values.pop("kind", None)
    if kind not in TASKS:
        raise ModelError(
            f"the card names the task {kind!r}, which is none of {list(TASKS)}: "
            "was the model made by a newer lausch?"
        )
    try:
        for field in fields(TASKS[kind]):
            if callable(field.default_factory):  # settings of their own
                values[field.name] = type(field.default_factory())(**values[field.name])
        if "meters" in values:
            values["meters"] = tuple(values["meters"])
        return TASKS[kind](**values)
    except (KeyError, TypeError) as error:
        raise ModelError(f"the card's task {kind} cannot be rebuilt: {error}") from error
