"""Beat tracking, and joint beat and downbeat tracking (Böck, Krebs and Widmer, ISMIR 2016)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from lausch.annotation import Beats
from lausch.decoding import confidence
from lausch.decoding.bar_pointer import BarPointer
from lausch.errors import AnnotationError
from lausch.frames import Clock, Frames
from lausch.tasks.of_beats import Limits, OfBeats


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
        frames = self.decoder.within(*limits).beats(beat, fps)
        sure = confidence.BEATS.of_beats(frames, beat, fps)
        return Beats(activations.clock.seconds(frames), confidence=sure)


@dataclass(frozen=True)
class DownbeatTracking(OfBeats):
    """Beats with their numbers in the bar.

    The output "beat" is the probability of any beat, "downbeat" that of a downbeat. A network with
    the classes none, beat and downbeat outputs the sum of the last two as "beat". `meters` are
    beats per bar to choose from; one holds for the whole recording.
    """

    kind: ClassVar[str] = "downbeats"
    layers: ClassVar[tuple[str, ...]] = ("beats", "downbeats", "tempo")
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
        decoder = self.decoder.within(*limits)
        meters = self.meters if meters is None else meters
        down, fps = activations.column("downbeat"), activations.clock.fps
        frames, positions = decoder.bars(activations.column("beat"), down, fps, meters=meters)
        either, sure = activations.values.max(axis=1), confidence.BARS
        rivals = len(frames) and len(meters) > 1
        return Beats(
            activations.clock.seconds(frames),
            positions,
            sure.of_beats(frames, either, fps),
            sure.of_downbeats(frames, positions, either, down, fps),
            sure.of_metre(frames, positions, down) if rivals else None,
        )
