"""Part of a recording whose beats a user corrected, as an excerpt that a network learns from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats
from lausch.decoding.anchors import distances
from lausch.errors import AnnotationError
from lausch.frames import Clock, FloatArray
from lausch.representations import represent
from lausch.system import System
from lausch.training.excerpts import Excerpt, widen

CONTEXT_SECONDS = 5.0
"""The network sees so much before and after what was corrected."""
FEWEST_BEATS = 8
LONGEST_SECONDS = 300.0
GAP = 2.5
"""Between beats further apart than so many median ones, nothing was corrected."""


@dataclass(frozen=True)
class Corrected:
    """Part of a recording, of which the beats are known.

    Parameters
    ----------
    name : of the recording, for the card.
    samples : of the whole recording, (n,), at the rate of the model.
    beats : corrected ones, in seconds of the recording; 10 to 30 s of them are enough.

    Raises AnnotationError for fewer than 8 beats, or more than 300 s of them.
    """

    name: str
    samples: FloatArray
    beats: Beats

    def __post_init__(self) -> None:
        count = len(self.beats)
        if count < FEWEST_BEATS:
            raise AnnotationError(
                f"{self.name}: {count} corrected beats are too few to learn from; correct 10 to 30 "
                f"seconds, at least {FEWEST_BEATS} beats"
            )
        if self.seconds > LONGEST_SECONDS:
            raise AnnotationError(
                f"{self.name}: the corrected beats span {self.seconds:.0f} s, more than "
                f"{LONGEST_SECONDS:.0f}; adapting is for 10 to 30 s, and `lausch train` for more"
            )

    @property
    def seconds(self) -> float:
        """From the first corrected beat to the last."""
        return float(self.beats.times[-1] - self.beats.times[0])

    def excerpt(self, system: System) -> Excerpt:
        """A batch of one: features around the beats, targets, and weights of 0 off the correction.

        Raises AnnotationError for beats beyond the end of the recording, or without numbers if
        the system needs them.
        """
        clock, times = system.representation.clock, self.beats.times
        duration = len(self.samples) / clock.rate
        if times[-1] > duration:
            raise AnnotationError(
                f"{self.name} ends at {duration:.2f} s, but a corrected beat is at "
                f"{times[-1]:.2f} s; are they of another recording?"
            )
        first = max(0, int(clock.frames(times[:1])[0]) - round(CONTEXT_SECONDS * clock.fps))
        start = first * clock.hop
        stop = start + round((times[-1] - start / clock.rate + CONTEXT_SECONDS) * clock.rate)
        features = represent(system.representation, self.samples[start:stop]).values
        beats = Beats(times - start / clock.rate, self.beats.positions)
        targets, weights = _targets(system, beats, clock, len(features))
        mask = np.ones(len(features), dtype=np.float32)
        return Excerpt(features[None], targets[None], mask[None], weights[None])


def _targets(
    system: System, beats: Beats, clock: Clock, count: int
) -> tuple[FloatArray, FloatArray]:
    """Targets and their weights, (count, outputs); downbeats weigh nothing without numbers."""
    outputs = system.task.outputs
    unnumbered = beats.positions is None and len(outputs) > 1
    if unnumbered and system.recipe.loss != "bce":
        raise AnnotationError(
            f"{system.name} tells downbeats from other beats, so corrected beats need numbers in "
            "the bar: write them beside the times, or adapt lausch2026"
        )
    truth = Beats(beats.times, np.full(len(beats), 2)) if unnumbered else beats
    targets = widen(system.task.encode(truth, clock, count).values, system.recipe.widen_frames)
    weights = np.zeros((count, len(outputs)), dtype=np.float32)
    weights[_inside(beats, clock, count)] = 1
    if unnumbered:
        weights[:, 1:] = 0
    return targets, weights


def _inside(beats: Beats, clock: Clock, count: int) -> NDArray[np.bool_]:
    """Whether each frame lies between corrected beats, or half a beat beyond: (count,)."""
    period = float(np.median(np.diff(beats.times)))
    times = clock.seconds(np.arange(count))
    right = np.searchsorted(beats.times, times).clip(1, len(beats) - 1)
    gaps = np.diff(beats.times)[right - 1]
    near = distances(times, beats.times) <= period / 2
    between = (times >= beats.times[0]) & (times <= beats.times[-1])
    inside: NDArray[np.bool_] = near | (between & (gaps <= GAP * period))
    return inside
