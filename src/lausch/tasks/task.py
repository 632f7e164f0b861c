"""What every task answers; the base class says what is true where a task does not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, Self

import numpy as np

from lausch.annotation import Times
from lausch.errors import ModelError
from lausch.frames import Clock, FloatArray, Frames


class Annotated(Protocol):
    """A recording of which something is known, by the name of a layer or a finer noun."""

    def has(self, name: str) -> bool: ...
    def read(self, name: str) -> Any: ...


@dataclass(frozen=True)
class Task(ABC):
    """What a problem is: outputs of a network, and the way from annotations to them and back.

    A task is a frozen dataclass of settings that a card holds. "Truth" is what `read` returns: the
    annotation of a recording in the shape that the task teaches and scores by.
    """

    kind: ClassVar[str]
    """The name in a card."""
    layers: ClassVar[tuple[str, ...]]
    """The layers of an analysis that the task finds."""
    reads: ClassVar[str]
    """What a track must have: the name that `Track.read` knows."""
    choices: ClassVar[dict[str, tuple[float, ...]]] = {}
    """Settings of the decoder that calibration tries, one after the other."""

    @property
    @abstractmethod
    def outputs(self) -> tuple[str, ...]:
        """The columns of the activations."""

    @property
    def hears(self) -> str:
        """What the outputs are, in a few words."""
        return ", ".join(self.outputs)

    def admits(self, track: Annotated) -> bool:
        """Whether a track has what is taught and scored."""
        return track.has(self.reads)

    def read(self, track: Annotated) -> Any:
        """The truth of a track."""
        return track.read(self.reads)

    @abstractmethod
    def moved(
        self, truth: Any, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Any:
        """The truth of an excerpt, played `rate` times as fast and `semitones` higher.

        Parameters
        ----------
        start : where in the recording the excerpt begins (s).
        seconds : its length after the change of tempo.
        """

    @abstractmethod
    def encode(self, truth: Any, clock: Clock, count: int) -> Frames:
        """Targets, shape (count, outputs)."""

    def weights(self, truth: Any, clock: Clock, count: int) -> FloatArray | None:
        """How much each target counts, (count, outputs) or (count, 1); None: all count alike."""
        return None

    def events(self, truth: Any) -> Times:
        """Seconds near which training looks more often."""
        return np.zeros(0)

    def labels(self, activations: Frames, *, confidence: float) -> Any:
        """The truth that a teacher's activations stand for in self-training.

        Parameters
        ----------
        confidence : what is less sure than this is not learnt from.

        Raises
        ------
        ModelError : nobody has said how for this task.
        """
        raise ModelError(
            f"the task {self.kind} does not say how activations become labels, so a teacher "
            "cannot write them: leave `unlabelled` out of the recipe"
        )

    @abstractmethod
    def decode(self, activations: Frames, *args: Any, **options: Any) -> Any:
        """The annotation that activations stand for."""

    @abstractmethod
    def score(self, reference: Any, estimate: Any) -> dict[str, float]:
        """Every measure that both sides allow, by name; needs the extra `eval`.

        Parameters
        ----------
        reference : the truth.
        estimate : what `decode` returned.
        """

    def judge(self, reference: Any, estimate: Any) -> dict[str, float]:
        """The measures that calibration takes the mean of."""
        return self.score(reference, estimate)

    def tuned(self, setting: str, value: float) -> Self:
        """The task with another value for one of its `choices`."""
        decoder: Any = vars(self)["decoder"]
        return replace(self, **{"decoder": replace(decoder, **{setting: value})})
