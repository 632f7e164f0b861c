"""Tempo from an activation: resonating comb filters (Böck, Krebs and Widmer, ISMIR 2015)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.decoding.peaks import smooth
from lausch.errors import OptionError

Floats = NDArray[np.float64]

COMB_FEEDBACK = 0.79
SMOOTH_SECONDS = 0.14
HISTOGRAM_WINDOW = 9
SAME_TEMPO = 0.08
"""Tempi that differ by less than this share are the same (tolerance of the MIREX tempo task)."""
SMALLEST = 1e-6
"""Resonance of rounding errors."""
LONGEST_FRAMES = 3000
"""Longest multiple of a lag that is looked at, in frames."""
SAME_OCTAVE = 0.085
"""Octaves by which half or twice a tempo may be missed, about 6 %."""
RATIOS = (1 / 2, 2 / 3, 3 / 2, 2.0)
"""Possible ratios of the second tempo to the first."""


def comb_histogram(
    activation: ArrayLike, fps: float, *, min_bpm: float = 30.0, max_bpm: float = 340.0
) -> tuple[Floats, Floats]:
    """Tempi (bpm), decreasing, and the smoothed resonance of each, both of shape (lags,).

    Every lag has a feedback comb filter y(n) = x(n) + .79 y(n - lag). In each frame only the
    filter with the largest output counts, by that output (section 2.3; constants of the released
    code, but for its range of 40 to 250 bpm). The activation (frames,) is the probability of a
    beat.
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

    1 / (1 - a z) is the product of all 1 + (a z)^(2^k), so a few shifted sums are the whole filter
    within rounding errors.
    """
    output = values.copy()
    gain, shift = COMB_FEEDBACK, lag
    while shift < len(output) and gain > np.finfo(np.float64).eps:
        output[shift:] += gain * output[:-shift]
        gain, shift = gain * gain, 2 * shift
    return output


@dataclass(frozen=True)
class CombFilters:
    """Tempi by resonance: the highest peaks of the histogram of `comb_histogram`.

    In the paper the highest peak is the tempo, and so it is by default. With a lower `rivalry` a
    peak at half or twice that tempo is, if it is nearly as high, and higher after both were
    weighted with a log-normal density of tempi. That is ours.

    Parameters
    ----------
    min_bpm, max_bpm : the range of the lags, by default that of the released code.
    centre_bpm, spread_octaves : the mode of the density and its standard deviation.
    rivalry : the least height of the peak at half or twice the tempo, as a share of the highest.
    """

    min_bpm: float = 40.0
    max_bpm: float = 250.0
    centre_bpm: float = 110.0
    spread_octaves: float = 0.5
    rivalry: float = 1.0

    def within(self, min_bpm: float | None, max_bpm: float | None) -> CombFilters:
        """The same filters in another range; None for no change."""
        low = self.min_bpm if min_bpm is None else min_bpm
        high = self.max_bpm if max_bpm is None else max_bpm
        if low >= high:
            raise OptionError(
                f"there is no tempo between min_bpm ({low:g}) and max_bpm ({high:g}); give both"
            )
        return replace(self, min_bpm=low, max_bpm=high)

    def tempi(
        self, activation: ArrayLike, fps: float
    ) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Two tempi in bpm, and their shares of the resonance, which sum to one.

        The first is the strongest or its half or double, and has at least half of the shares; the
        second is the strongest of the others. Lags are whole frames; each tempo is then made finer
        by `finer_lag`. Silence has no tempo.
        """
        values = np.asarray(activation, dtype=np.float64)
        bpm, strength = comb_histogram(values, fps, min_bpm=self.min_bpm, max_bpm=self.max_bpm)
        best = self.best(bpm, strength)
        tempi = tuple(60 * fps / finer_lag(values, 60 * fps / bpm[each]) for each in best)
        if len(best) < 2:
            return tempi, (1.0,) * len(best)
        share = max(0.5, float(strength[best[0]] / strength[best].sum()))
        return tempi, (share, 1 - share)

    def best(self, bpm: Floats, strength: Floats) -> NDArray[np.int64]:
        """Indices of the tempo and of the strongest other peak in a histogram, (lags,) each.

        There are fewer than two where there are fewer peaks.
        """
        padded = np.pad(strength, 1)
        peaks = np.flatnonzero(
            (strength > padded[:-2]) & (strength >= padded[2:]) & (strength > SMALLEST)
        )
        order = peaks[np.argsort(-strength[peaks], kind="stable")]
        weight = strength * self.density(bpm)
        rivals = order[strength[order] >= self.rivalry * strength[order[:1]]]
        octaves = np.abs(np.log2(bpm[rivals] / bpm[order[:1]]))
        related = rivals[(octaves == 0) | (np.abs(octaves - 1) < SAME_OCTAVE)]
        first = related[weight[related].argsort(kind="stable")[-1:]]
        return np.concatenate([first, order[order != first][:1]])

    def density(self, bpm: Floats) -> Floats:
        """How usual tempi are: log-normal, 1 at the mode; shape as `bpm`."""
        away = np.log2(bpm / self.centre_bpm) / self.spread_octaves
        values: Floats = np.exp(-0.5 * away**2)
        return values


def finer_lag(activation: Floats, lag: float) -> float:
    """A lag in fractions of a frame, by the autocorrelation at 2, 4, 8 ... times the lag.

    At each doubling the largest value within two frames counts, until it is less than half of that
    at the lag itself: the tempo is not steady for longer than that.
    """
    values = activation - activation.mean()
    size = 2 ** int(np.ceil(np.log2(2 * max(len(values), 2))))
    spectrum = np.fft.rfft(values, size)
    correlation = np.fft.irfft(np.abs(spectrum) ** 2, size)[: len(values)]
    correlation /= np.arange(len(values), 0, -1)
    least, multiple, finer = 0.0, 1, lag
    while (centre := round(finer * multiple)) + 3 < min(len(values) // 2, LONGEST_FRAMES):
        reach = correlation[max(centre - 2, 1) : centre + 3]
        at = max(centre - 2, 1) + int(reach.argmax())
        if correlation[at] < least or correlation[at] <= 0:
            break
        least = max(least, correlation[at] / 2)
        before, now, after = correlation[at - 1 : at + 2]
        bend = before - 2 * now + after
        shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
        finer = (at + float(np.clip(shift, -0.5, 0.5))) / multiple
        multiple *= 2
    return finer


def two_tempi(
    activation: ArrayLike,
    fps: float,
    beat_bpm: float,
    *,
    min_bpm: float = 30.0,
    max_bpm: float = 340.0,
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The tempo of the beats and a related one, in bpm, and their weights, which sum to one.

    The second tempo, between `min_bpm` and `max_bpm`, has one of the `RATIOS` to the first and the
    largest resonance; without any resonance there is only one tempo. The weight of the first is at
    least one half, because the decoder has used more than resonance. The activation (frames,) is
    the probability of a beat.
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
