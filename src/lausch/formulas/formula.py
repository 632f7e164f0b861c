"""Models without weights: the base class of all formulas, and formulas for pitch."""

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
from lausch.representations.rows import Rows
from lausch.representations.stream import Sound, blocks_at
from lausch.tasks import Task

_CHUNK_FRAMES = 1024


@dataclass(frozen=True, kw_only=True)
class Formula(ABC):
    """A `Runner` (see `lausch.analysis.runner`) with settings instead of weights.

    Its representation is `spectrum`; `title` is a description for lists.
    """

    name: str
    title: str
    spectrum: Harmonics | PitchS | Stack
    task: Task

    @property
    @abstractmethod
    def method_settings(self) -> dict[str, Any]:
        """The settings of the computation after the spectrum."""

    @abstractmethod
    def run(self, blocks: Iterable[FloatArray]) -> Frames:
        """Activations of samples in blocks."""

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers of an analysis that the formula finds."""
        return self.task.layers

    @property
    def rate(self) -> int:
        """Sample rate of the sound in Hz."""
        return self.spectrum.rate

    @property
    def settings(self) -> dict[str, Any]:
        """All settings as numbers and strings."""
        return {
            "name": self.name,
            "title": self.title,
            "spectrum": to_card(self.spectrum),
            **self.method_settings,
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the settings."""
        return hashlib.sha256(json.dumps(self.settings).encode()).hexdigest()

    def activations(self, sound: Sound) -> Frames:
        """Activations of a whole recording, 0 to 1.

        Raises ModelError when the sound has another sample rate than the formula.
        """
        return self.run(blocks_at(self.rate, sound, name=self.name))

    def decode(self, activations: Frames, **options: Any) -> Any:
        """The annotation, by the task's `decode` and its options."""
        return self.task.decode(activations, **options)


class Scale(Protocol):
    """A frozen dataclass that scales all frames of a recording, (frames, pitches), to 0 ... 1.

    It may change them in place.
    """

    def __call__(self, values: FloatArray) -> FloatArray: ...


@dataclass(frozen=True)
class Relative:
    """S^p / (S^p + R^p) of salience S, relative to a level R of the recording.

    Parameters
    ----------
    level : R over the mean, over frames, of the largest salience.
    sharpness : the exponent p.
    faintest : smallest R, so that a silent recording has low activations.
    """

    level: float = 0.85
    sharpness: float = 6.0
    faintest: float = 1e-4  # a sine of -67 dB

    def __call__(self, values: FloatArray) -> FloatArray:
        strongest = values.max(axis=1)
        sounding = strongest[strongest > self.faintest]
        level = max(self.level * float(sounding.mean()) if sounding.size else 0.0, self.faintest)
        np.divide(values, np.float32(level), out=values)
        np.maximum(values, np.float32(1e-6), out=values)
        np.log(values, out=values)
        np.multiply(values, np.float32(-self.sharpness), out=values)
        np.minimum(values, np.float32(80), out=values)
        np.exp(values, out=values)
        np.add(values, np.float32(1), out=values)
        np.reciprocal(values, out=values)
        return values


@dataclass(frozen=True)
class Low(Relative):
    """The same after an attenuation of `tilt_db` per octave; columns are semitones."""

    tilt_db: float = 6.0

    def __call__(self, values: FloatArray) -> FloatArray:
        octaves = np.arange(values.shape[1], dtype=np.float32) / 12
        values *= np.power(np.float32(10), np.float32(-self.tilt_db / 20) * octaves)
        return super().__call__(values)


@dataclass(frozen=True, kw_only=True)
class PitchFormula(Formula):
    """The strength of each pitch, in which the task tracks one contour.

    Parameters
    ----------
    spectrum : has the outputs of the task as its columns.
    scale : makes activations of the spectrum.
    not_in_digest : settings of the task that the digest leaves out.
    """

    spectrum: Harmonics | PitchS
    scale: Scale
    not_in_digest: tuple[str, ...] = ()

    @property
    def method_settings(self) -> dict[str, Any]:
        task = {"kind": self.task.kind, **asdict(self.task)}
        return {
            "scale": {"kind": type(self.scale).__name__, **vars(self.scale)},
            "task": {name: task[name] for name in task if name not in self.not_in_digest},
        }

    def run(self, blocks: Iterable[FloatArray]) -> Frames:
        """The strength of each pitch, (frames, pitches)."""
        chunks = stream(Stack((self.spectrum,)), blocks, frames=_CHUNK_FRAMES, context=0)
        columns = self.spectrum.columns
        rows = Rows(len(columns))
        for values, new in chunks:
            rows.add(values[new])
        return Frames(self.scale(rows.finished()), self.spectrum.clock, columns)
