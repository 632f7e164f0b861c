"""The base class of tasks about beats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lausch.annotation import Beats
from lausch.metrics import beats
from lausch.tasks.task import Task


@dataclass(frozen=True)
class OfBeats(Task):
    """A task whose annotation is `Beats`."""

    reads: ClassVar[str] = "beats"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "break_even": (1 / 16, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5),
        "tempo_weight": (0.0, 0.5, 1.0, 2.0),
    }

    def moved(
        self, truth: Beats, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Beats:
        """The beats of an excerpt, played `rate` times as fast; `semitones` has no effect."""
        times = (truth.times - start) / rate
        inside = (times >= 0) & (times < seconds)
        positions = None if truth.positions is None else truth.positions[inside]
        return Beats(times[inside], positions)

    def score(self, reference: Beats, estimate: Beats) -> dict[str, float]:
        """The measures of `metrics.beats`; needs the extra `eval`."""
        return beats.score(reference, estimate)

    def facts(self, reference: Beats, estimate: Beats) -> dict[str, float | str]:
        """Annotated and estimated tempo, 0 where unknown, and the level that is followed."""
        return {
            "bpm": reference.tempo_bpm or 0.0,
            "found bpm": estimate.tempo_bpm or 0.0,
            "level": beats.metrical_level(reference.times, estimate.times),
        }

    def judge(self, reference: Beats, estimate: Beats) -> dict[str, float]:
        """The measures for calibration, which takes their mean."""
        scores = {"beat F": beats.event_f(reference.times, estimate.times)}
        if estimate.positions is not None:
            scores["downbeat F"] = beats.event_f(reference.downbeats, estimate.downbeats)
        return scores
