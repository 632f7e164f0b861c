"""A track on which systems are measured, and their estimates."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from lausch.analysis.choice import choose
from lausch.analysis.findings import find
from lausch.analysis.runner import Runner, opened
from lausch.annotation.layers import layer_named
from lausch.audio import Recording, open_audio
from lausch.corpora.track import Track
from lausch.frames import Frames
from lausch.tasks import Task


class System(Runner, Protocol):
    """A trained model or a formula with its task."""

    @property
    def task(self) -> Task: ...


@dataclass(frozen=True)
class Estimate:
    """The output of a system for a recording, and its processor time."""

    annotation: Any
    activations: Frames
    cpu_seconds: float


@dataclass(frozen=True)
class Scores:
    """Scores of one estimate, and facts about it that are no scores."""

    scores: Mapping[str, float]
    facts: Mapping[str, Any] = field(default_factory=dict)


class Session:
    """One track, which is decoded once for each sample rate and read once for each task."""

    def __init__(self, corpus: str, track: Track) -> None:
        self.corpus, self.track = corpus, track
        self._recording: Recording | None = None
        self._truths: dict[type[Task], Any] = {}

    def sound(self, rate: int) -> Recording:
        """The recording at a rate, read to its end."""
        self._recording = open_audio(self._recording or self.track.open().shared(), rate)
        for _ in self._recording.blocks():
            pass
        return self._recording

    def truth(self, task: Task) -> Any:
        """The track's annotation as a task reads it."""
        if type(task) not in self._truths:
            self._truths[type(task)] = task.read(self.track)
        return self._truths[type(task)]

    def estimate(self, system: System) -> Estimate:
        """What `lausch.analyze` finds with a system, with the annotated beats if its task has any.

        Activations are those of the system, without silence.
        """
        beats = system.task.beats_of(self.truth(system.task))
        choice = choose(None, system, opened, beats=beats)
        sound = self.sound(system.rate)
        began = time.process_time()
        findings = find(choice, sound)
        seconds = time.process_time() - began
        annotation = findings.annotations[layer_named(system.layers[0]).family]
        activations = next(run.activations for run in findings.runs if run.model is system)
        return Estimate(annotation, activations, seconds)
