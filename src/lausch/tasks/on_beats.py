"""The base class of tasks whose frames are beats, which another model finds."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats, Times
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.confidence import BARS, Confidence
from lausch.decoding.renumbering import numbered
from lausch.frames import Clock, FloatArray, Frames
from lausch.tasks.of_beats import Limits, OfBeats
from lausch.tasks.task import Annotated

BEAT = "beat"
FAINTEST = 1e-3
"""The least activation of a beat by which others are divided."""


class OnBeats(OfBeats):
    """The number in the bar of each beat, from a network whose frames are beats.

    On a recording, another model finds the beats. Its probability of a beat and the outputs, held
    from beat to beat, are then frames of time. `decode` takes both kinds. Subclasses are
    dataclasses with these fields.
    """

    layers: ClassVar[tuple[str, ...]] = ("beats", "downbeats", "tempo")
    sure: ClassVar[Confidence] = BARS
    beats_by: str
    meters: tuple[int, ...]
    pointer: BarPointer

    @property
    def beats_by_model(self) -> str:
        return self.beats_by

    @abstractmethod
    def numbers(self, outputs: FloatArray, meters: tuple[int, ...]) -> NDArray[np.int64]:
        """Numbers in the bar, (beats,), from outputs of the network at beats (beats, outputs)."""

    def admits(self, track: Annotated) -> bool:
        """Whether there are beats with numbers in the bar."""
        return track.has(self.reads) and track.read(self.reads).positions is not None

    def learnt(self, truth: Beats, clock: Clock) -> Beats:
        """The beats as frames: one at each tick of the clock."""
        return Beats(clock.times(len(truth)), truth.positions)

    def beats_in(self, activations: Frames) -> Times:
        """Beats within the decoder's own limits of the tempo."""
        return self.pointer.beats(activations.column(BEAT), activations.clock.fps)

    def _beats(self, activations: Frames, limits: Limits, meters: tuple[int, ...] | None) -> Beats:
        meters = self.meters if meters is None else meters
        clock = activations.clock
        if activations.columns == self.outputs:  # each frame is a beat
            if not activations.values.any():
                return Beats((), ())
            return Beats(activations.times, self.numbers(activations.values, meters))
        beat = activations.column(BEAT)
        frames = limits.of(self.pointer).beats(beat, clock.fps, limits.anchors)
        nearest = np.round(frames).astype(np.int64).clip(0, max(len(beat) - 1, 0))
        numbers = self.numbers(self.taken(activations.values[nearest]), meters)
        numbers = numbered(frames / clock.fps, numbers, limits.anchors, meters)
        return Beats(clock.seconds(frames), numbers, self.sure.of_beats(frames, beat, clock.fps))

    def placed(self, outputs: FloatArray, beats: Times, activations: Frames) -> Frames:
        """Outputs of the network at beats (fractional frames) as frames of time.

        "beat" is the probability of a beat, and the others are its product with each output.
        """
        beat = activations.column(BEAT)[:, None]
        shares = np.zeros((len(beat), len(self.outputs)), dtype=np.float32)
        if len(beats):
            shares[:] = held(outputs, beats, len(beat))
        values = np.concatenate([beat, np.maximum(beat, FAINTEST) * shares], axis=1)
        return Frames(values, activations.clock, (BEAT, *self.outputs))

    def taken(self, values: FloatArray) -> FloatArray:
        """Outputs at beats from the values of `placed` there: what `numbers` takes."""
        return np.divide(values[:, 1:], np.maximum(values[:, :1], FAINTEST), dtype=np.float32)


def held(values: FloatArray, beats: Times, count: int) -> FloatArray:
    """For each of `count` frames the values (beats, columns) at the nearest of beats (frames)."""
    nearest = np.searchsorted((beats[1:] + beats[:-1]) / 2, np.arange(count))
    return values[nearest]
