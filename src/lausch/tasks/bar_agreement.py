"""Downbeats on which a network that sees beats and the one that finds them agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lausch.annotation import Beats, Times
from lausch.decoding.agreement import downbeat_share, together
from lausch.decoding.confidence import AGREED, Confidence
from lausch.frames import FloatArray, Frames
from lausch.tasks.bars import DOWNBEAT, BarTracking
from lausch.tasks.of_beats import Limits
from lausch.tasks.on_beats import BEAT
from lausch.tasks.task import Annotated


@dataclass(frozen=True)
class BarAgreement(BarTracking):
    """`BarTracking` with the opinion of the model that finds the beats.

    Its share of downbeats in beats and the mean of the outputs become one probability, by their
    log-odds, before bars are counted. What one cue says wrongly of a whole recording the others
    may outvote.

    Parameters
    ----------
    finder_weight : of the log-odds of the model that finds the beats; the network has the rest.
    """

    kind: ClassVar[str] = "bar_agreement"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {"weight": (0.3, 0.5, 0.7, 1.0)}
    sure: ClassVar[Confidence] = AGREED
    finder_weight: float = 0.5

    @property
    def output_summary(self) -> str:
        return f"beat, downbeat, together with {self.beats_by}"

    def admits(self, track: Annotated) -> bool:
        """Whether there are beats: nothing is learnt from their numbers in the bar."""
        return track.has(self.reads)

    def at_beats(self, outputs: FloatArray, beats: Times, activations: Frames) -> FloatArray:
        own, finder = self.chances(outputs), downbeat_share(activations, beats)
        weights = (1 - self.finder_weight, self.finder_weight)
        return together([own, finder], weights).astype(own.dtype)

    def _beats(self, activations: Frames, limits: Limits, meters: tuple[int, ...] | None) -> Beats:
        found = super()._beats(activations, limits, meters)
        if activations.columns == self.outputs or found.positions is None:
            return found
        beat, down = activations.column(BEAT), activations.column(DOWNBEAT)
        fps = activations.clock.fps
        frames = found.times * fps
        rivals = len(frames) and len(self.meters if meters is None else meters) > 1
        return Beats(
            found.times,
            found.positions,
            found.confidence,
            self.sure.of_downbeats(frames, found.positions, beat, down, fps),
            self.sure.of_metre(frames, found.positions, down) if rivals else None,
        )
