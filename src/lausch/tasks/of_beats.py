"""The base class of tasks whose annotation is `Beats`."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, NamedTuple

import numpy as np

from lausch.annotation import Beats
from lausch.decoding.anchors import NONE, Anchors
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.confidence import BEATS, Confidence
from lausch.decoding.periodicity import WITHOUT_BARS
from lausch.errors import OptionError
from lausch.frames import Frames
from lausch.metrics import beats
from lausch.tasks.beat_targets import FromBeats


class Limits(NamedTuple):
    """Slowest and fastest tempo in bpm, None for the decoder's own, and times that have a beat."""

    min_bpm: float | None = None
    max_bpm: float | None = None
    anchors: Anchors = NONE

    def of(self, pointer: BarPointer) -> BarPointer:
        """The decoder within these tempi."""
        return pointer.within(self.min_bpm, self.max_bpm)


class OfBeats(FromBeats):
    """A task whose annotation is `Beats`."""

    sure: ClassVar[Confidence] = BEATS
    """Says how sure what is decoded is."""
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "break_even": (1 / 16, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5),
        "tempo_weight": (0.0, 0.5, 1.0, 2.0),
    }

    def decode(
        self,
        activations: Frames,
        *,
        min_bpm: float | None = None,
        max_bpm: float | None = None,
        meters: tuple[int, ...] | None = None,
        decoder: str | None = None,
        anchors: Anchors = NONE,
    ) -> Beats:
        """The beats of the best path within limits of the tempo, and how sure they are.

        Without limits they are the decoder's. A metre that had no rival has no confidence.

        `meters` are beats per bar to choose from, by default the task's. `decoder` is one of
        `WITHOUT_BARS`, whose beats have no numbers in the bar; by default there is the bar pointer,
        which has a beat at each of the `anchors`. Raises OptionError when the limits leave no tempo
        or no path through the anchors, there is no metre, or another decoder has anchors.
        """
        other = WITHOUT_BARS.get(decoder or "")
        if other is None:
            return self._beats(activations, Limits(min_bpm, max_bpm, anchors), meters)
        if anchors:
            raise OptionError(
                f"the decoder {decoder} knows nothing of named beats; leave it out, or these"
            )
        beat, fps = activations.column("beat"), activations.clock.fps
        frames = other.within(min_bpm, max_bpm).beats(beat, fps)
        sure = BEATS.of_beats(frames.astype(np.float64), beat, fps)
        return Beats(activations.clock.seconds(frames), confidence=sure)

    @abstractmethod
    def _beats(
        self, activations: Frames, limits: Limits, meters: tuple[int, ...] | None
    ) -> Beats: ...

    def score(self, reference: Beats, estimate: Beats) -> dict[str, float]:
        """The measures of `metrics.beats`; needs the extra `eval`."""
        return beats.score(reference, estimate)

    def facts(self, reference: Beats, estimate: Beats) -> dict[str, float | str]:
        """Annotated and estimated tempo, 0 if unknown, and the metrical level of the estimate."""
        return {
            "bpm": reference.tempo_bpm or 0.0,
            "found bpm": estimate.tempo_bpm or 0.0,
            "metrical level": beats.tactus(reference.times, estimate.times),
        }

    def judge(self, reference: Beats, estimate: Beats) -> dict[str, float]:
        """F of beats, and of downbeats if the estimate has them."""
        scores = {"beat F": beats.event_f(reference.times, estimate.times)}
        if estimate.positions is not None:
            scores["downbeat F"] = beats.event_f(reference.downbeats, estimate.downbeats)
        return scores
