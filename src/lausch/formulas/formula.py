"""A model without weights: what all formulas have, and those that follow one line."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np

from lausch.frames import FloatArray, Frames
from lausch.representations import Harmonics, PitchS, Stack, stream, to_card
from lausch.representations.sound import Sound, blocks_at
from lausch.tasks import Task

_CHUNK_FRAMES = 1024


@dataclass(frozen=True, kw_only=True)
class Formula(ABC):
    """What `lausch.analysis.choice` asks of a model, with nothing but settings.

    Parameters
    ----------
    name : name of the model.
    title : what it is, for lists.
    spectrum : what is measured of a sound.
    """

    name: str
    title: str
    spectrum: Harmonics | PitchS | Stack

    @property
    @abstractmethod
    def task(self) -> Task:
        """What is asked of the formula."""

    @property
    @abstractmethod
    def method(self) -> dict[str, Any]:
        """The settings of what follows the spectrum."""

    @abstractmethod
    def run(self, blocks: Iterable[FloatArray]) -> Frames:
        """Activations of samples that come in blocks."""

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers of an analysis that the formula finds."""
        return self.task.layers

    @property
    def rate(self) -> int:
        """The sample rate in Hz that the formula listens at."""
        return self.spectrum.rate

    @property
    def settings(self) -> dict[str, Any]:
        """All that the formula is, as numbers and strings."""
        return {
            "name": self.name,
            "title": self.title,
            "spectrum": to_card(self.spectrum),
            **self.method,
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the settings."""
        return hashlib.sha256(json.dumps(self.settings).encode()).hexdigest()

    def activations(self, sound: Sound) -> Frames:
        """Activations of a whole recording, 0 to 1.

        Raises ModelError when the sound is at another rate than the formula's.
        """
        return self.run(blocks_at(self.rate, sound, name=self.name))

    def decode(self, activations: Frames, **options: Any) -> Any:
        """The task's annotation; options are those of the task's `decode`."""
        return self.task.decode(activations, **options)


class Scale(Protocol):
    """A frozen dataclass that brings all frames of a recording, (frames, pitches), to 0 ... 1.

    It may do so in place.
    """

    def __call__(self, values: FloatArray) -> FloatArray: ...


@dataclass(frozen=True, kw_only=True)
class LineFormula(Formula):
    """How strongly each pitch sounds, and a line followed through that.

    Parameters
    ----------
    spectrum : whose columns are pitches.
    scale : what makes activations of it.
    follows : the task, whose outputs are the spectrum's columns; it follows the line.
    unsaid : settings of the task that the digest leaves out.
    """

    spectrum: Harmonics | PitchS
    scale: Scale
    follows: Task
    unsaid: tuple[str, ...] = ()

    @property
    def task(self) -> Task:
        return self.follows

    @property
    def method(self) -> dict[str, Any]:
        task = {"kind": self.task.kind, **asdict(self.task)}
        return {
            "scale": {"kind": type(self.scale).__name__, **vars(self.scale)},
            "task": {name: value for name, value in task.items() if name not in self.unsaid},
        }

    def run(self, blocks: Iterable[FloatArray]) -> Frames:
        """How strongly each pitch sounds, (frames, pitches)."""
        chunks = stream(Stack((self.spectrum,)), blocks, frames=_CHUNK_FRAMES, context=0)
        parts = [values[new] for values, new in chunks]
        columns = self.spectrum.columns
        values = np.concatenate(parts) if parts else np.zeros((0, len(columns)), np.float32)
        del parts
        return Frames(self.scale(values), self.spectrum.clock, columns)
