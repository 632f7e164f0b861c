"""Whether beats alternate between strong and faint ones, as where each beat is counted twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WINDOW = 32
"""Beats over which odd and even ones are compared, so a beat too many does not mix them up, and a
long recording is judged as its parts are."""
CONSTANT, CONTRAST, OCTAVES = -4.44, 17.02, 0.61
"""A logistic regression for beats being counted twice, on published activations of real recordings
(Ballroom, Hainsworth, SMC): the half of them that settings are chosen on, see `studies/decoder.py`.
"""
PROBABLE = 0.65
"""Beats are counted once from this probability on. On that half .42 was best; with lausch2026 that
halved one of 19 rendered validation tracks that was right, at .6, whose second and fourth beats
were faint; the one that was doubled had .88."""
FEWEST = 16
LEAST_OCTAVES = 0.1
"""Fewer beats, or a tempo so little above the mode of the prior, are not judged."""


def contrast(heights: Floats) -> float:
    """The difference of the mean activation of odd and even beats, 0 to 1; heights (beats,).

    It is the mean over windows of `WINDOW` beats.
    """
    even = len(heights) // 2 * 2
    if not even:
        return 0.0
    signed = heights[:even:2] - heights[1:even:2]
    sums = np.abs(np.add.reduceat(signed, np.arange(0, len(signed), WINDOW // 2)))
    return float(sums.sum() / len(signed))


def probability_of_half(heights: Floats, octaves: float) -> float:
    """The probability that beats are counted twice, from their activations, shape (beats,).

    Their tempo is so many octaves above the mode of the prior.
    """
    odds = CONSTANT + CONTRAST * contrast(heights) + OCTAVES * octaves
    return float(1 / (1 + np.exp(-odds)))
