"""Beats by one network or one of several (Böck, Krebs, Widmer, 2014), and downbeats (2016)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np

from lausch.annotation import Beats
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.confidence import BARS, Confidence
from lausch.decoding.meter_tracker import MeterTracker
from lausch.errors import AnnotationError
from lausch.frames import Clock, Frames, pieces
from lausch.tasks.of_beats import Limits, OfBeats

REFERENCE = "beat"


@dataclass(frozen=True)
class BeatTracking(OfBeats):
    """Beats without their numbers in the bar: one output, the probability of a beat."""

    kind: ClassVar[str] = "beats"
    layers: ClassVar[tuple[str, ...]] = ("beats", "tempo")
    decoder: BarPointer = field(default_factory=BarPointer)

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("beat",)

    def _beats(self, activations: Frames, limits: Limits, meters: tuple[int, ...] | None) -> Beats:
        beat, fps = activations.column("beat"), activations.clock.fps
        frames = limits.of(self.decoder).beats(beat, fps, limits.anchors)
        sure = self.sure.of_beats(frames, beat, fps)
        return Beats(activations.clock.seconds(frames), confidence=sure)


@dataclass(frozen=True)
class SpecialistBeats(OfBeats):
    """Beats by the specialist that agrees best with a reference network.

    The reference has learnt from all music, and each specialist further from one kind of it. The
    output "beat" is the reference's, "beat by jazz" that of the specialist for jazz; all estimate
    the probability of a beat. `chosen` needs a whole recording: it takes the specialist with the
    least mean squared difference to the reference. Without it `decode` follows the reference.

    Parameters
    ----------
    specialists : names of the kinds of music, in the order of the outputs.
    decoder : finds the beats in the activation that is followed.
    """

    kind: ClassVar[str] = "specialist_beats"
    layers: ClassVar[tuple[str, ...]] = ("beats", "tempo")
    specialists: tuple[str, ...] = ("jazz", "pop", "charts", "drums", "bands")
    decoder: BarPointer = field(default_factory=BarPointer)

    @property
    def outputs(self) -> tuple[str, ...]:
        return (REFERENCE, *(f"{REFERENCE} by {name}" for name in self.specialists))

    @property
    def output_summary(self) -> str:
        return f"beat, by a reference and {len(self.specialists)} specialists"

    @property
    def member(self) -> BeatTracking:
        return BeatTracking(decoder=self.decoder)

    def encode(self, truth: Beats, clock: Clock, count: int) -> Frames:
        """Targets (count, outputs), which are the same for all networks."""
        values = self.member.encode(truth, clock, count).values
        return Frames(np.repeat(values, len(self.outputs), axis=1), clock, self.outputs)

    def chosen(self, activations: Frames) -> Frames:
        """The same values, with the specialist of the least squared difference to follow."""
        error = np.zeros(len(self.specialists))
        for _, piece in pieces(activations.values):
            error += np.square(piece[:, 1:] - piece[:, :1], dtype=np.float64).sum(axis=0)
        return replace(activations, followed=self.outputs[1 + int(error.argmin())])

    def decode(self, activations: Frames, **options: Any) -> Beats:
        """As `BeatTracking` decodes the output that is followed, with the same options."""
        followed = activations.column(activations.followed or REFERENCE)
        single = Frames(followed[:, None], activations.clock, self.member.outputs)
        return self.member.decode(single, **options)

    def _beats(self, activations: Frames, limits: Limits, meters: tuple[int, ...] | None) -> Beats:
        return self.member._beats(activations, limits, meters)


@dataclass(frozen=True)
class DownbeatTracking(OfBeats):
    """Beats with their numbers in the bar.

    The output "beat" is the probability of any beat, "downbeat" that of a downbeat. A network with
    the classes none, beat and downbeat outputs the sum of the last two as "beat". `meters` are
    beats per bar to choose from; one holds for the whole recording.
    """

    kind: ClassVar[str] = "downbeats"
    layers: ClassVar[tuple[str, ...]] = ("beats", "downbeats", "tempo")
    sure: ClassVar[Confidence] = BARS
    meters: tuple[int, ...] = (3, 4)
    decoder: BarPointer = field(default_factory=BarPointer)

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("beat", "downbeat")

    def encode(self, truth: Beats, clock: Clock, count: int) -> Frames:
        """Targets (count, 2); raises AnnotationError for beats without numbers in the bar."""
        if truth.positions is None:
            raise AnnotationError(
                "the targets of downbeats need beats with numbers in the bar; "
                "leave the track out, or train a system whose task is beats"
            )
        return super().encode(truth, clock, count)

    def _beats(self, activations: Frames, limits: Limits, meters: tuple[int, ...] | None) -> Beats:
        meters = self.meters if meters is None else meters
        down, fps = activations.column("downbeat"), activations.clock.fps
        frames, positions = limits.of(self.decoder).bars(
            activations.column("beat"), down, fps, meters=meters, anchors=limits.anchors
        )
        either, sure = activations.values.max(axis=1), self.sure
        rivals = len(frames) and len(meters) > 1
        return Beats(
            activations.clock.seconds(frames),
            positions,
            sure.of_beats(frames, either, fps),
            sure.of_downbeats(frames, positions, either, down, fps),
            sure.of_metre(frames, positions, down) if rivals else None,
        )


@dataclass(frozen=True)
class MeterTracking(DownbeatTracking):
    """The outputs of `DownbeatTracking`; a bar may be followed by one of another metre.

    How sure a metre is has no number: the one of `DownbeatTracking` is of three beats or four.
    """

    kind: ClassVar[str] = "meters"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "downbeat_share": (0.24, 0.27, 0.3),
    }
    meters: tuple[int, ...] = (2, 3, 4, 5, 6, 7)
    decoder: BarPointer = field(default_factory=lambda: MeterTracker(break_even=0.15))

    def _beats(self, activations: Frames, limits: Limits, meters: tuple[int, ...] | None) -> Beats:
        beats = super()._beats(activations, limits, meters)
        return Beats(beats.times, beats.positions, beats.confidence, beats.downbeat_confidence)
