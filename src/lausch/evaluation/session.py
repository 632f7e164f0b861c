"""One track while systems are run on it, and what they make of it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from lausch.analysis.choice import Listener
from lausch.audio import Audio
from lausch.corpora.track import Track
from lausch.frames import Frames
from lausch.tasks import Task


class System(Listener, Protocol):
    """What is measured: a trained model or a formula."""

    @property
    def task(self) -> Task: ...


@dataclass(frozen=True)
class Estimate:
    """What a system made of a recording, and the processor seconds it took."""

    annotation: Any
    activations: Frames
    cpu_seconds: float


@dataclass(frozen=True)
class Scores:
    """Scores of one estimate, and facts about it that are no scores."""

    scores: Mapping[str, float]
    facts: Mapping[str, Any] = field(default_factory=dict)


class Session:
    """One track while it is measured: decoded once for each rate, each truth read once."""

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
        """Run a system, with what its task may know of the truth, such as beats."""
        sound = self.sound(system.rate)
        options = system.task.given(self.truth(system.task))
        began = time.process_time()
        activations = system.activations(sound)
        annotation = system.decode(activations, **options)
        return Estimate(annotation, activations, time.process_time() - began)
