"""A track on which systems are measured, and their estimates."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from lausch.analysis.choice import Runner
from lausch.audio import Audio
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
        self._sounds: dict[int, Audio] = {}
        self._truths: dict[type[Task], Any] = {}

    def sound(self, rate: int) -> Audio:
        """The recording in mono at a rate."""
        if rate not in self._sounds:
            self._sounds[rate] = self.track.load(rate)
        return self._sounds[rate]

    def truth(self, task: Task) -> Any:
        """The track's annotation as a task reads it."""
        if type(task) not in self._truths:
            self._truths[type(task)] = task.read(self.track)
        return self._truths[type(task)]

    def estimate(self, system: System) -> Estimate:
        """Run a system, with the annotations that its task may use, such as beats."""
        sound = self.sound(system.rate)
        options = system.task.decode_options(self.truth(system.task))
        began = time.process_time()
        activations = system.activations(sound)
        annotation = system.decode(activations, **options)
        return Estimate(annotation, activations, time.process_time() - began)
