"""The base class of all tasks, with defaults for optional methods."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, Self

import numpy as np

from lausch.annotation import Beats, Times
from lausch.errors import ModelError
from lausch.frames import Clock, FloatArray, Frames


class Annotated(Protocol):
    """A recording with annotations, by the name of a layer or a finer noun."""

    def has(self, name: str) -> bool: ...
    def read(self, name: str) -> Any: ...


@dataclass(frozen=True)
class Task(ABC):
    """The outputs of a network, their targets from annotations, and annotations from outputs.

    A task is a frozen dataclass of settings, which are stored in a card. "Truth" is the result of
    `read`: the annotation of a recording, as training and scoring need it.
    """

    kind: ClassVar[str]
    """The name in a card."""
    layers: ClassVar[tuple[str, ...]]
    """The layers of an analysis that the task finds."""
    reads: ClassVar[str]
    """Name of the annotation that a track needs, as for `Track.read`."""
    choices: ClassVar[dict[str, tuple[float, ...]]] = {}
    """Values that calibration tries for settings of the decoder, one setting after the other."""
    calibration_tracks: ClassVar[int] = 60
    """Calibration looks at so many validation tracks at most."""

    @property
    @abstractmethod
    def outputs(self) -> tuple[str, ...]:
        """The columns of the activations."""

    @property
    def output_summary(self) -> str:
        """The outputs in a few words."""
        return ", ".join(self.outputs)

    @property
    def beats_by_model(self) -> str:
        """Where frames are beats, the name of the shipped model that finds them; else empty."""
        return ""

    @property
    def drums_by_model(self) -> str:
        """Where rows are cut from strokes of drums, the model that finds these; else empty."""
        return ""

    def beats_in(self, activations: Frames) -> Times:
        """Beats as fractional frames of the activations of the model that finds them."""
        raise TypeError(f"frames of the task {self.kind} are no beats")

    def placed(self, outputs: FloatArray, beats: Times, activations: Frames) -> Frames:
        """Outputs of the network at those beats as frames of time."""
        raise TypeError(f"frames of the task {self.kind} are no beats")

    @property
    def member(self) -> Task:
        """The task of each network, where several are trained one by one; else the task itself."""
        return self

    def chosen(self, activations: Frames) -> Frames:
        """The activations of a whole recording with the column that `decode` follows.

        They are as they were where no network is chosen among several.
        """
        return activations

    def admits(self, track: Annotated) -> bool:
        """Whether a track has the annotation that the task needs."""
        return track.has(self.reads)

    def read(self, track: Annotated) -> Any:
        """The truth of a track."""
        return track.read(self.reads)

    def learnt(self, truth: Any, clock: Clock) -> Any:
        """The truth as training sees it; another one where frames are no steady time."""
        return truth

    @abstractmethod
    def moved(
        self, truth: Any, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Any:
        """The truth of an excerpt, played `rate` times as fast and `semitones` higher.

        It starts at `start` (s) of the recording and lasts `seconds` after the change of tempo.
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
        """The truth from a teacher's activations; parts of lower confidence are masked out.

        Raises ModelError when the task has no self-training.
        """
        raise ModelError(
            f"the task {self.kind} has no way from activations to labels: leave `unlabelled` out "
            "of the recipe"
        )

    @abstractmethod
    def decode(self, activations: Frames, *args: Any, **options: Any) -> Any:
        """The annotation from activations."""

    def beats_of(self, truth: Any) -> Beats | None:
        """Annotated beats that an estimate is scored on, so decoding may know them."""
        return None

    def facts(self, reference: Any, estimate: Any) -> dict[str, float | str]:
        """Facts about an estimate that are no scores."""
        return {}

    @abstractmethod
    def score(self, reference: Any, estimate: Any) -> dict[str, float]:
        """All measures that apply to a truth and an annotation; needs the extra `eval`."""

    def assess(self, track: Annotated, estimate: Any) -> dict[str, float]:
        """All measures that apply to any annotation of a track; by default `score` of its truth."""
        return self.score(self.read(track), estimate)

    def judge(self, reference: Any, estimate: Any) -> dict[str, float]:
        """The measures for calibration, which takes their mean."""
        return self.score(reference, estimate)

    def fitted(self, tracks: Sequence[tuple[Frames, Any]]) -> Self:
        """The task with what calibration fits to activations of validation tracks and truths."""
        return self

    def completed(self, learnt: Mapping[str, FloatArray]) -> Self:
        """The task with what its network has learnt for the decoder, by names of its tensors."""
        return self

    def tuned(self, setting: str, value: float) -> Self:
        """The task with another value of one of its `choices`."""
        decoder: Any = vars(self)["decoder"]
        return replace(self, **{"decoder": replace(decoder, **{setting: value})})
