"""Tags of manner from beats: a network sees a row for each beat (Schmidt and Kim, ISMIR 2013)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from lausch.annotation import Times
from lausch.annotation.tags import GROUPS, Tags
from lausch.decoding.bar_pointer import BarPointer
from lausch.frames import FloatArray, Frames
from lausch.tasks.on_beats import BEAT, held
from lausch.tasks.tags import Tagging
from lausch.tasks.task import Annotated

MANNERS = (*GROUPS["feel"], *GROUPS["jazz"], *GROUPS["groove"])


@dataclass(frozen=True)
class BeatTagging(Tagging):
    """Tags of a whole recording, such as its feel, from a network whose frames are beats.

    On a recording, another model finds the beats. The outputs, held from beat to beat, are then
    frames of time. Without beats there are no tags.

    Parameters
    ----------
    beats_by : name of the shipped model that finds the beats.
    pointer : finds them in its activations.
    """

    kind: ClassVar[str] = "beat_tags"

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
