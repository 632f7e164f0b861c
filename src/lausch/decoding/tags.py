"""From probabilities of tags in frames to one for the recording, and to a curve of few frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray

Floats = NDArray[np.float64]
CLEAREST = 1e-6
"""Probabilities nearer to 0 or 1 than this have the logarithmic odds of this."""
MOST_FPS = 2.0
"""Frames of a curve in a second, at most."""


@dataclass(frozen=True)
class TagPooler:
    """How frames become a recording.

    Parameters
    ----------
    share : of the frames, those of the highest probability of a tag that comes and goes, whose mean
        counts; at least one frame.
    """

    share: float = 0.25

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise OptionError(f"a share of the frames is above 0 and at most 1, not {self.share:g}")

    def pooled(self, values: FloatArray, passing: NDArray[np.bool_]) -> Floats:
        """Probabilities (frames, tags), and which tags come and go, to (tags,) of a recording."""
        count = max(1, round(self.share * len(values)))
        highest = np.sort(values, axis=0)[len(values) - count :].mean(axis=0)
        chances: Floats = np.where(passing, highest, values.mean(axis=0)).astype(np.float64)
        return chances


def log_odds(chances: Floats) -> Floats:
    """log(p / (1 - p))."""
    clear = np.clip(chances, CLEAREST, 1 - CLEAREST)
    odds: Floats = np.log(clear / (1 - clear))
    return odds


def calibrated(chances: Floats, slopes: Floats, offsets: Floats) -> Floats:
    """Probabilities whose log-odds are `slopes` times those of `chances`, and `offsets` more.

    (Platt, Advances in Large Margin Classifiers, 1999, on log-odds.)
    """
    values: Floats = 1 / (1 + np.exp(-(slopes * log_odds(chances) + offsets)))
    return values


def fitted(chances: Floats, truth: NDArray[np.bool_], ridge: float = 1.0) -> tuple[float, float]:
    """The slope and the offset with which probabilities (n,) fit what is true best.

    By Newton's method on the cross-entropy with Platt's smoothed targets; `ridge` holds the slope
    near 1, which is what few examples leave. The slope is at least 0: no tag is turned round.
    """
    yes, odds = truth.astype(np.float64), log_odds(chances)
    count = yes.sum()
    if not 0 < count < len(yes):
        return 1.0, 0.0
    high, low = (count + 1) / (count + 2), 1 / (len(yes) - count + 2)
    target = np.where(truth, high, low)
    rows = np.stack([odds, np.ones_like(odds)], axis=1)
    prior, hold = np.array([1.0, 0.0]), np.array([ridge, 1e-3])

    def loss(weights: Floats) -> float:
        scores = rows @ weights
        entropy = np.logaddexp(0, scores) - target * scores
        return float(entropy.sum() + (hold * (weights - prior) ** 2).sum() / 2)

    weights = prior
    for _ in range(100):
        p = np.exp(-np.logaddexp(0, -rows @ weights))
        slope = rows.T @ (p - target) + hold * (weights - prior)
        curve = (rows * (p * (1 - p))[:, None]).T @ rows + np.diag(hold)
        step = np.linalg.solve(curve, slope)
        while loss(weights - step) > loss(weights) and np.abs(step).max() > CLEAREST:
            step = step / 2
        weights = weights - step
        if np.abs(step).max() < CLEAREST:
            break
    return float(max(weights[0], 0.0)), float(weights[1])


def thinned(values: FloatArray, clock: Clock) -> tuple[FloatArray, Clock]:
    """Frames (n, tags) as the means of neighbours, at most `MOST_FPS` a second, and their clock."""
    step = max(1, int(np.ceil(clock.fps / MOST_FPS)))
    if step == 1:
        return values, clock
    count = -(-len(values) // step)
    starts = np.arange(count) * step - step // 2
    sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, 0, np.float64)])
    first, last = np.clip(starts, 0, len(values)), np.clip(starts + step, 0, len(values))
    means = (sums[last] - sums[first]) / np.maximum(last - first, 1)[:, None]
    return np.clip(means, 0, 1).astype(np.float32), Clock(clock.rate, clock.hop * step)
