"""Peak picking on a model's activations: what the bar-pointer model has to be better than."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Beats, Times
from lausch.decoding.peaks import pick_peaks
from lausch.frames import Frames
from lausch.metrics.beats import event_f

THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(1, 19))
APART_SECONDS = 60 / 340
"""Nearer peaks are one beat: picking, too, knows the fastest tempo that is considered."""


def picked(activations: Frames, column: str, threshold: float) -> Times:
    """Seconds of the peaks of one column, increasing."""
    apart = max(1, round(APART_SECONDS * activations.clock.fps))
    frames = pick_peaks(activations.column(column), threshold, apart_frames=apart)
    return activations.clock.seconds(frames)


def picked_scores(activations: Frames, reference: Beats) -> dict[str, list[float]]:
    """F of beats and, where known on both sides, downbeats at each of `THRESHOLDS`."""
    wanted = {"beat F": ("beat", reference.times)}
    if "downbeat" in activations.columns and reference.positions is not None:
        wanted["downbeat F"] = ("downbeat", reference.downbeats)
    return {
        measure: [event_f(times, picked(activations, column, t)) for t in THRESHOLDS]
        for measure, (column, times) in wanted.items()
    }


def best_threshold(scores: list[list[float]]) -> float:
    """The threshold with the highest mean F over tracks, the lowest where equal."""
    return THRESHOLDS[int(np.mean(scores, axis=0).argmax())]
