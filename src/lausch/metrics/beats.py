"""Scores of beats against annotated ones, by mir_eval, and the metrical level."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Beats, Tempo, Times
from lausch.metrics import mir_eval, tempo

MEASURES = ("beat F", "CMLt", "AMLt", "downbeat F", *tempo.MEASURES)

TACTUS: dict[str, tuple[int, int]] = {
    "right": (1, 1),
    "off-beat": (2, 2),
    "double": (2, 1),
    "half": (1, 2),
    "triple": (3, 1),
    "third": (1, 3),
    "3:2": (3, 2),
    "2:3": (2, 3),
    "4:3": (4, 3),
    "3:4": (3, 4),
}
"""Metrical levels as (n, m): each interval is divided by n, then every m-th beat is kept."""

TACTUS_F = 0.7
"""With a lower F on every metrical level, an estimate follows none."""


def score(reference: Beats, estimate: Beats) -> dict[str, float]:
    """Scores by the names in `MEASURES`: F (70 ms), CMLt, AMLt, and those of the beats' tempo.

    Nothing is trimmed. F of downbeats needs numbers in the bar on both sides.
    """
    correct, allowed = continuity(reference.times, estimate.times)
    beat_f = event_f(reference.times, estimate.times)
    scores = {"beat F": beat_f, "CMLt": correct, "AMLt": allowed}
    if reference.positions is not None and estimate.positions is not None:
        scores["downbeat F"] = event_f(reference.downbeats, estimate.downbeats)
    return scores | tempo.score(_tempo(reference), _tempo(estimate))


def event_f(reference: ArrayLike, estimate: ArrayLike) -> float:
    """F-measure of increasing times (s) with a tolerance of 70 ms; 1 if both are empty."""
    expected, estimated = _times(reference), _times(estimate)
    if expected.size == 0 or estimated.size == 0:
        return float(expected.size == estimated.size)
    return float(mir_eval("beat").f_measure(expected, estimated))


def continuity(reference: ArrayLike, estimate: ArrayLike) -> tuple[float, float]:
    """CMLt and AMLt of increasing times (s): shares of beats right in time and period (17.5 %).

    CMLt is for the annotated metrical level, AMLt also for double, half and off-beat. With fewer
    than two beats there is no period: both are 0, or 1 if neither side has a beat.
    """
    expected, estimated = _times(reference), _times(estimate)
    if expected.size < 2 or estimated.size < 2:
        same = float(expected.size == 0 and estimated.size == 0)
        return same, same
    _, correct, _, allowed = mir_eval("beat").continuity(expected, estimated)
    return float(correct), float(allowed)


def tactus(reference: ArrayLike, estimate: ArrayLike) -> str:
    """The metrical level in `TACTUS` that an estimate follows, or "none"; increasing times (s).

    It is that of the reference, over all phases, with the highest F; in a tie "right".
    """
    expected, estimated = _times(reference), _times(estimate)
    if expected.size < 4 or estimated.size < 2:
        return "none"
    best, name = TACTUS_F, "none"
    for candidate, (divide, every) in TACTUS.items():
        phases = (1,) if candidate == "off-beat" else range(every)
        for phase in phases:
            score = event_f(_divided(expected, divide)[phase::every], estimated)
            if score > best:
                best, name = score, candidate
    return name


def matched_events(
    reference: ArrayLike, estimate: ArrayLike, tolerance: float
) -> NDArray[np.bool_]:
    """Whether each reference has an estimate of its own within the tolerance; all in seconds.

    As many events as possible are matched: each reference, in order of time, takes the earliest
    estimate within reach.
    """
    expected, estimated = _times(reference), _times(estimate)
    matched = np.zeros(expected.size, dtype=bool)
    at = 0
    for index, time in enumerate(expected):
        while at < estimated.size and estimated[at] < time - tolerance:
            at += 1
        if at < estimated.size and estimated[at] <= time + tolerance:
            matched[index] = True
            at += 1
    return matched


def _tempo(beats: Beats) -> Tempo:
    return Tempo() if beats.tempo_bpm is None else Tempo([beats.tempo_bpm], [1])


def _divided(times: Times, by: int) -> Times:
    """Times with every interval divided into `by` equal parts."""
    count = (len(times) - 1) * by + 1
    return np.asarray(np.interp(np.arange(count) / by, np.arange(len(times)), times))


def _times(values: ArrayLike) -> Times:
    return np.asarray(values, dtype=np.float64).reshape(-1)
