"""The tempi of the bar-pointer model, and the probabilities of changes between them.

The efficient state space of Krebs, Böck and Widmer (ISMIR 2015): a beat with an interval of j
frames has j states, each of which follows the one before; the tempo changes only between beats.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.errors import OptionError

Intervals = NDArray[np.int64]

NEGLIGIBLE = 1e-8
"""Less probable transitions are dropped: changes by more than a sixth of the tempo."""


def beat_intervals(
    fps: float, *, min_bpm: float = 30.0, max_bpm: float = 340.0, count: int | None = None
) -> Intervals:
    """Beat intervals in whole frames, shortest first, that cover a range of tempi.

    Parameters
    ----------
    fps : frames per second of the activation.
    min_bpm, max_bpm : slowest and fastest tempo in beats per minute; both are reachable.
    count : approximate number of intervals, spaced logarithmically; None for every whole number.

    Raises OptionError when the range is empty, or the fastest tempo has less than 2 frames a beat.
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
    # Rounding merges fast tempi, so more points are tried until enough remain (madmom).
    points, intervals = count, every[:0]
    while intervals.size < count:
        spaced = np.geomspace(shortest, longest, points) if points > 1 else np.array([shortest])
        rounded = np.round(spaced).astype(np.int64)
        intervals = rounded[np.diff(rounded, prepend=0) > 0]
        points += 1
    return intervals


def log_transitions(intervals: Intervals, transition_lambda: float) -> NDArray[np.float64]:
    """Log-probability that a beat of interval i is followed by one of interval j, (tempi, tempi).

    P(j | i) is proportional to exp(-lambda |j / i - 1|) (Krebs et al. 2015, equation 8). With a
    lambda of 100 the tempo changes by a few per cent. Dropped transitions are -inf.
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
    """Number of frames "on the beat" at the start of each beat, shape (tempi,).

    It is the first 1/lambda of the beat (Böck et al. 2014: 16), but not less than `at_least`.
    """
    share = np.ceil(intervals / observation_lambda - 1e-9).astype(np.int64)
    return np.minimum(np.maximum(share, at_least), intervals)
