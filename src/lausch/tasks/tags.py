"""Tagging: one output for each tag; tags of which nothing is known do not count in training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

import numpy as np

from lausch.annotation import Times
from lausch.annotation.tags import GROUPS, INSTRUMENTS, VOCABULARY, Tags
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.tags import TagPooler, calibrated, fitted, thinned
from lausch.frames import Clock, FloatArray, Frames
from lausch.metrics import tags
from lausch.tasks.on_beats import BEAT, held
from lausch.tasks.task import Annotated, Task

MANNERS = (*GROUPS["feel"], *GROUPS["jazz"], *GROUPS["groove"])
"""Tags that a tempo or a sound alone does not tell."""
SAME_TEMPO = 0.03
"""An excerpt that is played faster or slower by more has no known class of tempo."""


@dataclass(frozen=True)
class Tagging(Task):
    """The tags of a recording, and who plays when.

    A network gives a probability for every tag in every frame. In training an instrument's target
    is 1 in the frames near which it sounds, that of any other tag is the same in all frames.

    Parameters
    ----------
    tags : the outputs, of the vocabulary.
    reach_seconds : an instrument counts in frames up to this far from where it sounds; half of what
        a frame is computed from.
    slopes, offsets : of the log-odds of each tag of a recording, fitted on validation tracks; empty
        where nothing is fitted.
    decoder : how frames become a recording.
    """

    kind: ClassVar[str] = "tags"
    layers: ClassVar[tuple[str, ...]] = ("tags",)
    reads: ClassVar[str] = "tags"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {"share": (1.0, 0.5, 0.25, 0.1, 0.05)}
    calibration_tracks: ClassVar[int] = 1000

    tags: tuple[str, ...] = VOCABULARY
    reach_seconds: float = 1.5
    slopes: tuple[float, ...] = ()
    offsets: tuple[float, ...] = ()
    decoder: TagPooler = field(default_factory=TagPooler)

    @property
    def outputs(self) -> tuple[str, ...]:
        return self.tags

    @property
    def output_summary(self) -> str:
        return f"{len(self.tags)} tags"

    def moved(
        self, truth: Tags, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Tags:
        """The tags of an excerpt: those of the recording, with the curve of the excerpt.

        `semitones` has no effect. Of an excerpt at another tempo its class is unknown.
        """
        names = truth.names
        if abs(rate - 1) > SAME_TEMPO:
            names = tuple(name for name in names if name not in GROUPS["tempo"])
        chances = [truth.pairs[name] for name in names]
        curve = truth.curve
        if curve is None:
            return Tags(names, chances)
        count = int(np.ceil(seconds * curve.clock.fps))
        at = curve.clock.frames(start + curve.clock.times(count) * rate)
        inside = (at >= 0) & (at < len(curve))
        values = np.zeros((count, len(curve.columns)), dtype=np.float32)
        values[inside] = curve.values[at[inside]]
        return Tags(names, chances, Frames(values, curve.clock, curve.columns))

    def encode(self, truth: Tags, clock: Clock, count: int) -> Frames:
        """Targets (count, tags); 0 also where nothing is known, which `weights` leaves out."""
        pairs, curve = truth.pairs, self._near(truth, clock, count)
        row = np.array([pairs.get(name, 0.0) for name in self.tags], dtype=np.float32)
        values = np.tile(row, (count, 1))
        if curve is not None:
            own = [name for name in curve.columns if name in self.tags]
            places = [self.tags.index(name) for name in own]
            values[:, places] = curve.values[:, [curve.columns.index(name) for name in own]]
        return Frames(values, clock, self.outputs)

    def weights(self, truth: Tags, clock: Clock, count: int) -> FloatArray:
        """1 for known tags, else 0, shape (count, tags)."""
        row = np.array([float(name in truth.pairs) for name in self.tags], dtype=np.float32)
        return np.tile(row, (count, 1))

    def _near(self, truth: Tags, clock: Clock, count: int) -> Frames | None:
        """The curve at `count` frames of a clock: the largest value within the reach of each."""
        curve = truth.curve
        if curve is None or not len(curve):
            return None
        reach = round(self.reach_seconds * curve.clock.fps)
        wide = np.pad(curve.values, ((reach, reach), (0, 0)))
        wide = np.lib.stride_tricks.sliding_window_view(wide, 2 * reach + 1, axis=0).max(axis=-1)
        at = np.minimum(curve.clock.frames(clock.times(count)), len(curve) - 1)
        return Frames(wide[at], clock, curve.columns)

    def decode(self, activations: Frames) -> Tags:
        """Probabilities of the recording, calibrated, and the curve of the instruments."""
        if not len(activations):
            return Tags()
        passing = np.array([name in INSTRUMENTS for name in activations.columns], dtype=bool)
        values = np.clip(activations.values, 0, 1)
        chances = self.decoder.pooled(values, passing)
        if self.slopes:
            chances = calibrated(chances, np.array(self.slopes), np.array(self.offsets))
        names = [name for name in activations.columns if name in INSTRUMENTS]
        curve, clock = thinned(values[:, passing], activations.clock)
        return Tags(activations.columns, chances, Frames(curve, clock, tuple(names)))

    def fitted(self, tracks: Sequence[tuple[Frames, Any]]) -> Self:
        """The task with what fits some tracks best, from their activations and truths.

        The share of frames that count is the one with the largest mean AUC of tags that come and
        go; then each tag has a slope and an offset. What ranks the tags of one recording well,
        which `judge` says, need not rank recordings well.
        """
        plain = replace(self, slopes=())
        tasks = [plain.tuned("share", share) for share in self.choices["share"]]
        best = max(tasks, key=lambda task: task._instruments_auc(tracks))
        estimates = [(best.decode(frames).pairs, truth.pairs) for frames, truth in tracks]
        pairs = []
        for name in self.tags:
            known = [(own[name], true[name] >= 0.5) for own, true in estimates
                     if name in true and name in own]  # fmt: skip
            chances, true = np.array(known, dtype=np.float64).reshape(-1, 2).T
            pairs.append(fitted(chances, true > 0))
        slopes, offsets = ([round(each, 4) for each in row] for row in zip(*pairs, strict=True))
        return replace(best, slopes=tuple(slopes), offsets=tuple(offsets))

    def _instruments_auc(self, tracks: Sequence[tuple[Frames, Any]]) -> float:
        """The mean AUC of tags that come and go, over tracks; 0 where none is scored."""
        truths = [truth.only(INSTRUMENTS) for _, truth in tracks]
        table = tags.of_tags(truths, [self.decode(frames) for frames, _ in tracks])
        return float(np.mean([row["AUC"] for row in table.values()])) if table else 0.0

    def facts(self, reference: Tags, estimate: Tags) -> dict[str, float | str]:
        """Of each tag that is known and estimated, whether it applies and its probability."""
        shared = [name for name in reference.names if name in estimate.pairs]
        return {
            **{f"{name}: true": reference.pairs[name] for name in shared},
            **{f"{name}: estimate": round(estimate.pairs[name], 5) for name in shared},
        }

    def score(self, reference: Tags, estimate: Tags) -> dict[str, float]:
        """The measures of `metrics.tags`."""
        return tags.score(reference, estimate)

    def judge(self, reference: Tags, estimate: Tags) -> dict[str, float]:
        """How well the tags of the recording are ranked; 1 where there is nothing to rank."""
        scores = self.score(reference, estimate)
        return {name: scores.get(name, 1.0) for name in ("tags AUC", "tags AP")}


@dataclass(frozen=True)
class BeatTagging(Tagging):
    """Tags of a whole recording, such as its feel, from a network whose frames are beats.

    (Schmidt and Kim, ISMIR 2013.)

    On a recording, another model finds the beats. The outputs, held from beat to beat, are then
    frames of time. Without beats there are no tags.

    Parameters
    ----------
    beats_by : name of the shipped model that finds the beats.
    pointer : finds them in its activations.
    """

    kind: ClassVar[str] = "beat tags"

    tags: tuple[str, ...] = MANNERS
    beats_by: str = "lausch2026"
    pointer: BarPointer = field(default_factory=lambda: BarPointer(break_even=0.3))

    @property
    def beats_by_model(self) -> str:
        return self.beats_by

    def admits(self, track: Annotated) -> bool:
        """Whether there are beats, and one of the tags is known."""
        return track.has("beats") and track.has(self.reads) and bool(self.read(track).names)

    def read(self, track: Annotated) -> Tags:
        """What is known of the tags, without a curve: its times are no beats."""
        own: Tags = track.read(self.reads).only(self.tags)
        return Tags(own.names, own.probabilities)

    def beats_in(self, activations: Frames) -> Times:
        """Beats within the decoder's own limits of the tempo."""
        return self.pointer.beats(activations.column(BEAT), activations.clock.fps)

    def decode(self, activations: Frames) -> Tags:
        """Probabilities of the recording, calibrated; there is no curve of a manner."""
        tags = super().decode(activations)
        return Tags(tags.names, tags.probabilities)

    def placed(self, outputs: FloatArray, beats: Times, activations: Frames) -> Frames:
        """Outputs of the network at beats (fractional frames) as frames of time."""
        if not len(beats):
            nothing = np.zeros((0, len(self.outputs)), dtype=np.float32)
            return Frames(nothing, activations.clock, self.outputs)
        values = held(outputs, beats, len(activations))
        return Frames(values, activations.clock, self.outputs)
