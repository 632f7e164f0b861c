"""The base class of all tasks, with defaults for optional methods."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, Self

import numpy as np

from lausch.annotation import Times
from lausch.errors import ModelError
from lausch.frames import Clock, FloatArray, Frames


class Annotated(Protocol):
    """A recording with annotations, by the name of a layer or a finer noun."""

    def has(self, name: str) -> bool: ...
    def read(self, name: str) -> Any: ...


@dataclass(frozen=True)
class Task(ABC):
    """The outputs of a network, and the way from annotations to them and back.

    A task is a frozen dataclass of settings that a card holds. "Truth" is what `read` returns: the
    annotation of a recording in the form that the task trains on and scores.
    """

    kind: ClassVar[str]
    """The name in a card."""
    layers: ClassVar[tuple[str, ...]]
    """The layers of an analysis that the task finds."""
    reads: ClassVar[str]
    """Name of the annotation that a track must have, as for `Track.read`."""
    choices: ClassVar[dict[str, tuple[float, ...]]] = {}
    """Settings of the decoder that calibration tries, one setting after the other."""

    @property
    @abstractmethod
    def outputs(self) -> tuple[str, ...]:
        """The columns of the activations."""

    @property
    def hears(self) -> str:
        """The outputs in a few words."""
        return ", ".join(self.outputs)

    def admits(self, track: Annotated) -> bool:
        """Whether a track has the annotation that the task needs."""
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
        start : start of the excerpt in the recording (s).
        seconds : its length after the change of tempo.
        """

    @abstractmethod
    def encode(self, truth: Any, clock: Clock, count: int) -> Frames:
        """Targets, shape (count, outputs)."""

    def weights(self, truth: Any, clock: Clock, count: int) -> FloatArray | None:
        """Weights of the targets, (count, outputs) or (count, 1); None for equal weights."""
        return None

    def events(self, truth: Any) -> Times:
        """Times in seconds near which training draws more excerpts."""
        return np.zeros(0)

    def labels(self, activations: Frames, *, confidence: float) -> Any:
        """The truth from a teacher's activations, for self-training.

        Parameters
        ----------
        confidence : parts with a lower confidence are masked out.

        Raises
        ------
        ModelError : the task has no self-training.
        """
        raise ModelError(
            f"the task {self.kind} does not say how activations become labels, so a teacher "
            "cannot write them: leave `unlabelled` out of the recipe"
        )

    @abstractmethod
    def decode(self, activations: Frames, *args: Any, **options: Any) -> Any:
        """The annotation from activations."""

    def given(self, truth: Any) -> dict[str, Any]:
        """Options of `decode` that are annotated, not estimated, when the task is scored."""
        return {}

    def facts(self, reference: Any, estimate: Any) -> dict[str, float | str]:
        """What tables say of an estimate that is no score."""
        return {}

    @abstractmethod
    def score(self, reference: Any, estimate: Any) -> dict[str, float]:
        """All measures that both sides allow, by name; needs the extra `eval`.

        Parameters
        ----------
        reference : the truth, as `read` returns it.
        estimate : an annotation, as `decode` returns it.
        """

    def assess(self, track: Annotated, estimate: Any) -> dict[str, float]:
        """Every measure that all annotations of a track allow; by default `score` of its truth."""
        return self.score(self.read(track), estimate)

    def judge(self, reference: Any, estimate: Any) -> dict[str, float]:
        """The measures for calibration, which takes their mean."""
        return self.score(reference, estimate)

    def tuned(self, setting: str, value: float) -> Self:
        """The task with another value of one of its `choices`."""
        decoder: Any = vars(self)["decoder"]
        return replace(self, **{"decoder": replace(decoder, **{setting: value})})
