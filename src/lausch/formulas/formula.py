"""What formulas that follow a line share: a spectrum, its scale, and the decoders of a line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from lausch.errors import ModelError
from lausch.frames import FloatArray, Frames
from lausch.representations import Harmonics, PitchS, Stack, stream, to_card
from lausch.tasks import Task
from lausch.tasks import to_card as task_to_card

_BLOCK_SAMPLES = 1 << 20
_CHUNK_FRAMES = 1024


class Sound(Protocol):
    """Anything that yields mono samples at a given rate."""

    @property
    def rate(self) -> int: ...
    def blocks(self, block_samples: int) -> Iterator[FloatArray]: ...


class Scale(Protocol):
    """A frozen dataclass that brings all frames of a recording, (frames, pitches), to 0 ... 1.

    It may do so in place.
    """

    def __call__(self, values: FloatArray) -> FloatArray: ...


@dataclass(frozen=True)
class Formula:
    """A listener for `lausch.analysis.choice` that has nothing but its settings.

    Parameters
    ----------
    name : of the model.
    title : what it is, for lists.
    spectrum : whose columns are pitches.
    scale : what makes activations of it.
    task : whose outputs are the spectrum's columns; it follows the line.
    """

    name: str
    title: str
    spectrum: Harmonics | PitchS
    scale: Scale
    task: Task

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
            "scale": {"kind": type(self.scale).__name__, **vars(self.scale)},
            "task": task_to_card(self.task),
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the settings."""
        return hashlib.sha256(json.dumps(self.settings).encode()).hexdigest()

    def activations(self, sound: Sound) -> Frames:
        """How strongly each pitch sounds in a whole recording, 0 to 1, (frames, pitches).

        Raises ModelError when the sound is at another rate than the formula's.
        """
        if sound.rate != self.rate:
            raise ModelError(
                f"{self.name} listens at {self.rate} Hz, but the sound is at {sound.rate} Hz: "
                f"open it with rate={self.rate}"
            )
        blocks = sound.blocks(_BLOCK_SAMPLES)
        chunks = stream(Stack((self.spectrum,)), blocks, frames=_CHUNK_FRAMES, context=0)
        parts = [values[new] for values, new in chunks]
        columns = self.spectrum.columns
        values = np.concatenate(parts) if parts else np.zeros((0, len(columns)), np.float32)
        del parts
        return Frames(self.scale(values), self.spectrum.clock, columns)

    def decode(self, activations: Frames, **options: Any) -> Any:
        """The task's annotation; options are those of the task's `decode`."""
        return self.task.decode(activations, **options)
