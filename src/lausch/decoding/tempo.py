"""Tempo from an activation: resonating comb filters (Böck, Krebs and Widmer, ISMIR 2015)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.decoding.peaks import smooth

Floats = NDArray[np.float64]

COMB_FEEDBACK = 0.79
SMOOTH_SECONDS = 0.14
HISTOGRAM_WINDOW = 9
SAME_TEMPO = 0.08
"""Two tempi closer than this share are one (the tolerance of the MIREX tempo task)."""
RATIOS = (1 / 3, 1 / 2, 2 / 3, 3 / 2, 2.0, 3.0)
"""The second tempo over the first, where beats may as well be counted otherwise."""


def comb_histogram(
    activation: ArrayLike, fps: float, *, min_bpm: float = 30.0, max_bpm: float = 340.0
) -> tuple[Floats, Floats]:
    """How strongly each tempo resonates.

    Every lag has a feedback comb filter y(n) = x(n) + .79 y(n - lag); at each frame only the
    loudest filter counts, with its output (section 2.3; constants of the released code).

    Parameters
    ----------
    activation : probability of a beat in each frame, shape (frames,).
    fps : frames per second.
    min_bpm, max_bpm : range of tempi.

    Returns
    -------
    bpm, decreasing, shape (lags,), and the strength of each, shape (lags,), smoothed.
    """
    shortest = max(2, int(60 * fps / max_bpm + 1e-9))
    lags = np.arange(shortest, max(shortest, int(np.ceil(60 * fps / min_bpm - 1e-9))) + 1)
    values = smooth(activation, round(SMOOTH_SECONDS * fps))
    loudest = np.zeros(len(values))
    winner = np.zeros(len(values), dtype=np.int64)
    for index, lag in enumerate(lags):
        output = _comb(values, int(lag))
        better = output > loudest
        loudest[better] = output[better]
        winner[better] = index
    strength = np.bincount(winner, weights=loudest, minlength=len(lags))
    return 60 * fps / lags, smooth(strength, min(HISTOGRAM_WINDOW, len(lags)))


def _comb(values: Floats, lag: int) -> Floats:
    """y(n) = x(n) + .79 y(n - lag), without a loop over frames.

    1 / (1 - a z) is the product of all 1 + (a z)^(2^k), so a few shifted sums give the whole
    echo, up to where it is smaller than rounding.
    """
    output = values.copy()
    gain, shift = COMB_FEEDBACK, lag
    while shift < len(output) and gain > np.finfo(np.float64).eps:
        output[shift:] += gain * output[:-shift]
        gain, shift = gain * gain, 2 * shift
    return output


def two_tempi(
    activation: ArrayLike,
    fps: float,
    beat_bpm: float,
    *,
    min_bpm: float = 30.0,
    max_bpm: float = 340.0,
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The tempo of the beats and the related one that resonates most, with weights that sum to one.

    Parameters
    ----------
    activation : probability of a beat in each frame, shape (frames,).
    fps : frames per second.
    beat_bpm : tempo of the decoded beats. Its weight is one half at least: the decoder has judged
        on more than resonance.
    min_bpm, max_bpm : range of the second tempo, which is one of `RATIOS` of the first.

    Returns
    -------
    bpm and weights; of length one when nothing else resonates.
    """
    bpm, strength = comb_histogram(activation, fps, min_bpm=min_bpm, max_bpm=max_bpm)

    def resonance(tempo: float) -> float:
        return float(strength[np.abs(bpm / tempo - 1) < SAME_TEMPO].max(initial=0.0))

    related = [beat_bpm * ratio for ratio in RATIOS if min_bpm <= beat_bpm * ratio <= max_bpm]
    second = max(related, key=resonance, default=beat_bpm)
    own, rival = resonance(beat_bpm), resonance(second)
    if second == beat_bpm or rival <= 0:
        return (beat_bpm,), (1.0,)
    share = max(0.5, own / (own + rival))
    return (beat_bpm, second), (share, 1 - share)
