"""The tempi a beat can have, and how willingly one tempo follows another.

The bar-pointer model on the efficient state space of Krebs, Böck and Widmer (ISMIR 2015): a beat
of interval j frames is j states that follow each other with certainty; tempo changes only where
a new beat begins.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.errors import OptionError

Intervals = NDArray[np.int64]

NEGLIGIBLE = 1e-8
"""Transitions less probable than this are dropped: a sixth of the tempo lost within one beat."""


def beat_intervals(
    fps: float, *, min_bpm: float = 30.0, max_bpm: float = 340.0, count: int | None = None
) -> Intervals:
    """Beat intervals in whole frames, shortest first, that cover a range of tempi.

    Parameters
    ----------
    fps : frames per second of the activation.
    min_bpm, max_bpm : slowest and fastest tempo in beats per minute; both are reachable.
    count : about how many intervals, spaced logarithmically; None takes every whole number.

    Returns
    -------
    int64, shape (tempi,), strictly increasing.

    Raises
    ------
    OptionError : the range is empty, or its fastest tempo has fewer than 2 frames in a beat.
    """
    if not 0 < min_bpm <= max_bpm < np.inf:
        raise OptionError(
            f"tempi run from a positive lowest to a highest bpm, not from {min_bpm:g} to "
            f"{max_bpm:g}; are --min-bpm and --max-bpm swapped?"
        )
    shortest, longest = int(60 * fps / max_bpm + 1e-9), int(np.ceil(60 * fps / min_bpm - 1e-9))
    if shortest < 2:
        raise OptionError(
            f"at {fps:g} frames per second a beat at {max_bpm:g} bpm is shorter than 2 frames; "
            "lower --max-bpm"
        )
    every = np.arange(shortest, longest + 1)
    if count is None or count >= every.size:
        return every
    if count < 1:
        raise OptionError(f"a tempo range has at least 1 interval, not {count}")
    # Rounding merges neighbours at the fast end, so ask for more until enough remain (madmom).
    points, intervals = count, every[:0]
    while intervals.size < count:
        spaced = np.geomspace(shortest, longest, points) if points > 1 else np.array([shortest])
        intervals = np.unique(np.round(spaced).astype(np.int64))
        points += 1
    return intervals


def log_transitions(intervals: Intervals, transition_lambda: float) -> NDArray[np.float64]:
    """Log-probability that a beat of interval i is followed by one of interval j.

    P(j | i) is proportional to exp(-lambda |j / i - 1|) (Krebs et al. 2015, equation 8).

    Parameters
    ----------
    intervals : frames per beat, shape (tempi,).
    transition_lambda : how steady the tempo is; 100 allows changes of a few per cent.

    Returns
    -------
    float64, shape (tempi from, tempi to); dropped transitions are -inf, rows sum to one.
    """
    ratio = intervals[None, :] / intervals[:, None]
    weight = np.exp(-transition_lambda * np.abs(ratio - 1))
    weight[weight < NEGLIGIBLE] = 0
    with np.errstate(divide="ignore"):
        logs: NDArray[np.float64] = np.log(weight / weight.sum(axis=1, keepdims=True))
    return logs


def beat_regions(
    intervals: Intervals, observation_lambda: float, *, at_least: int = 1
) -> Intervals:
    """How many frames at the start of each beat count as "on the beat": the first 1/lambda.

    Parameters
    ----------
    intervals : frames per beat, shape (tempi,).
    observation_lambda : the share is 1/lambda (Böck et al. 2014: 16).
    at_least : no region is shorter than this many frames, nor longer than its beat.
    """
    share = np.ceil(intervals / observation_lambda - 1e-9).astype(np.int64)
    return np.minimum(np.maximum(share, at_least), intervals)
