"""Tasks: the outputs of a network, and the way from annotations to targets and back."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from lausch.errors import ModelError
from lausch.representations.complete import complete, kind_of
from lausch.tasks.bar_agreement import BarAgreement
from lausch.tasks.bar_states import BarStates
from lausch.tasks.bars import BarTracking
from lausch.tasks.bass import BassTracking
from lausch.tasks.beats import BeatTracking, DownbeatTracking, MeterTracking, SpecialistBeats
from lausch.tasks.chords import ChordRecognition
from lausch.tasks.deepchroma import DeepChroma
from lausch.tasks.drums import DrumTranscription
from lausch.tasks.onsets import OnsetDetection
from lausch.tasks.paced_beats import PacedBeats
from lausch.tasks.positions import BarPositions
from lausch.tasks.sections import SectionFinding
from lausch.tasks.solo import SoloTracking
from lausch.tasks.tags import BeatTagging, Tagging
from lausch.tasks.task import Annotated, Task
from lausch.tasks.tempo import TempoEstimation
from lausch.tasks.voiced_solo import VoicedSoloTracking

__all__ = [
    "TASKS",
    "Annotated",
    "BarAgreement",
    "BarPositions",
    "BarStates",
    "BarTracking",
    "BassTracking",
    "BeatTagging",
    "BeatTracking",
    "ChordRecognition",
    "DeepChroma",
    "DownbeatTracking",
    "DrumTranscription",
    "MeterTracking",
    "OnsetDetection",
    "PacedBeats",
    "SectionFinding",
    "SoloTracking",
    "SpecialistBeats",
    "Tagging",
    "Task",
    "TempoEstimation",
    "VoicedSoloTracking",
    "task_from_card",
    "to_card",
]

TASKS: dict[str, type[Task]] = {
    task.kind: task
    for task in (
        BeatTracking,
        DownbeatTracking,
        SpecialistBeats,
        MeterTracking,
        BarAgreement,
        BarTracking,
        BarStates,
        BarPositions,
        PacedBeats,
        TempoEstimation,
        OnsetDetection,
        DrumTranscription,
        SoloTracking,
        VoicedSoloTracking,
        SectionFinding,
        BassTracking,
        Tagging,
        BeatTagging,
        DeepChroma,
    )
}

EARLIER_NAMES = {"two_levels": "two_scales", "level": "scale", "labels": "classes"}
"""Settings of sections and chords under the names that cards of earlier versions have."""


def to_card(task: Task) -> dict[str, Any]:
    """A task as numbers and strings, for the card in a weights file."""
    return {"kind": task.kind, **asdict(task, dict_factory=_as_in_json)}


def _as_in_json(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Settings with lists for tuples."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs}


def task_from_card(card: dict[str, Any]) -> Task:
    """The inverse of `to_card`; every setting comes from the card, none from today's defaults.

    Raises ModelError for an unknown task, and for a setting that is missing or unknown.
    """
    renamed = {EARLIER_NAMES.get(name, name): value for name, value in card.items()}
    task, values = kind_of("task", renamed, TASKS)
    try:
        for field in fields(task):
            if callable(field.default_factory):  # a dataclass of settings
                settings = type(field.default_factory())
                complete(f"{task.kind} {field.name}", settings, values[field.name])
                values[field.name] = settings(**values[field.name])
            elif isinstance(values[field.name], list):
                values[field.name] = tuple(values[field.name])
        return task(**values)
    except TypeError as error:
        raise ModelError(f"the card's task {task.kind} cannot be rebuilt: {error}") from error
