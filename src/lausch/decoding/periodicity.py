"""Beats without a model of bars: peaks, one period, and a period that changes.

`BeatDetector` and `BeatTracker` follow Böck and Schedl (DAFx 2011, sections 2.3.1 and 2.3.2), as
later code has them; constants are of that code, where the paper's are not known for sure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.decoding.peaks import pick_peaks, smooth

Floats = NDArray[np.float64]
Frames = NDArray[np.int64]

SMOOTH_SECONDS = 0.09
HISTOGRAM_WINDOW = 7
LOOK_ASIDE = 0.2
"""The reach of the search for a beat on either side, in periods."""
QUIET = 0.05
"""There are no beats before the first and after the last activation above it."""


class BeatDecoder(Protocol):
    """From the probability of a beat (frames,) to increasing frames of beats."""

    def within(self, min_bpm: float | None, max_bpm: float | None) -> Self:
        """The same decoder within limits of the tempo; None for no change."""
        ...

    def beats(self, activation: ArrayLike, fps: float) -> Frames:
        """The frames of the beats."""
        ...


@dataclass(frozen=True)
class PeakPicker:
    """Every high peak of the activation is a beat: no knowledge of tempo but a least distance.

    Parameters
    ----------
    threshold : the lowest peak; that of boeck2011 with the best F on rendered validation tracks
        (reports/beats.md).
    max_bpm : the fastest tempo.
    """

    threshold: float = 0.2
    max_bpm: float = 340.0

    def within(self, min_bpm: float | None, max_bpm: float | None) -> PeakPicker:
        """With another fastest tempo; there is no slowest one."""
        return self if max_bpm is None else replace(self, max_bpm=max_bpm)

    def beats(self, activation: ArrayLike, fps: float) -> Frames:
        """Peaks that are the largest values as far around as beats of the fastest tempo."""
        apart = max(1, int(60 * fps / self.max_bpm))
        return pick_peaks(activation, self.threshold, apart_frames=apart)


@dataclass(frozen=True)
class BeatDetector:
    """One period for the whole recording, by autocorrelation, and the phase that fits best.

    Parameters
    ----------
    min_bpm, max_bpm : the range of the period.
    """

    min_bpm: float = 40.0
    max_bpm: float = 220.0

    def within(self, min_bpm: float | None, max_bpm: float | None) -> Self:
        """The same with other limits of the tempo."""
        low = self.min_bpm if min_bpm is None else min_bpm
        return replace(self, min_bpm=low, max_bpm=self.max_bpm if max_bpm is None else max_bpm)

    def beats(self, activation: ArrayLike, fps: float) -> Frames:
        """The beats of the best phase."""
        values = smooth(activation, round(SMOOTH_SECONDS * fps))
        period = self.period(values, fps)
        return _sounding(best_phase(values, period), np.asarray(activation))

    def period(self, values: Floats, fps: float) -> int:
        """The lag in frames with the largest, smoothed autocorrelation."""
        shortest = max(2, int(60 * fps / self.max_bpm))
        lags = np.arange(shortest, max(shortest, int(np.ceil(60 * fps / self.min_bpm))) + 1)
        size = 2 ** int(np.ceil(np.log2(2 * max(len(values), int(lags[-1]) + 1))))
        spectrum = np.fft.rfft(values, size)
        correlation = np.fft.irfft(np.abs(spectrum) ** 2, size)[lags]
        # Nothing is so far apart in a short sound; what the transform leaves there is rounding.
        correlation[lags >= len(values)] = 0.0
        return int(lags[smooth(correlation, min(HISTOGRAM_WINDOW, len(lags))).argmax()])


@dataclass(frozen=True)
class BeatTracker(BeatDetector):
    """As `BeatDetector`, but the period is that of the seconds around each beat.

    Parameters
    ----------
    around_seconds : reach of the autocorrelation on either side of the current beat.
    """

    around_seconds: float = 4.0

    def beats(self, activation: ArrayLike, fps: float) -> Frames:
        """From beat to beat: the one nearest to a period after the last."""
        values = smooth(activation, round(SMOOTH_SECONDS * fps))
        reach = round(self.around_seconds * fps)
        nearest = int(60 * fps / self.max_bpm)
        frames: list[int] = []
        place = 0
        while place < len(values):
            start = max(place - reach, 0)
            part = values[start : place + reach]
            period = self.period(part, fps)
            candidates = best_phase(part, period) + start
            candidates = candidates[candidates >= (frames[-1] + nearest if frames else 0)]
            if not candidates.size:
                break
            frames.append(int(candidates[np.abs(candidates - place).argmin()]))
            place = max(frames[-1], place) + period
        return _sounding(np.array(frames, dtype=np.int64), np.asarray(activation))


def best_phase(values: Floats, period: int) -> Frames:
    """The beats of the phase with the largest sum of activations, shape (beats,).

    From each beat the search goes on one period later, where the largest value within a fifth of a
    period, weighted with a Hamming window, is the next.
    """
    aside = max(1, int(LOOK_ASIDE * period))
    window = np.hamming(2 * aside + 1)
    padded = np.pad(values, aside)
    last = len(values) - 1
    positions = np.arange(min(period, len(values)))
    totals = np.zeros(len(positions))
    steps: list[Frames] = []
    while positions.size and positions.min() <= last:
        inside = positions <= last
        starts = np.minimum(positions, last)
        weighted = padded[starts[:, None] + np.arange(2 * aside + 1)] * window
        moved = starts + np.where(weighted.any(axis=1), weighted.argmax(axis=1) - aside, 0)
        places = np.where(inside, np.clip(moved, 0, last), -1)
        totals += np.where(inside, values[places], 0.0)
        steps.append(places)
        positions = np.where(inside, places, positions) + period
    if not steps:
        return np.zeros(0, dtype=np.int64)
    best: Frames = np.array(steps, dtype=np.int64)[:, int(totals.argmax())]
    beats: Frames = np.unique(best[best >= 0])
    return beats


def _sounding(beats: Frames, activation: NDArray[np.float64]) -> Frames:
    """The beats between the first and the last frame that is not quiet."""
    loud = np.flatnonzero(activation > QUIET)
    if not loud.size:
        return beats[:0]
    inside: Frames = beats[(beats >= loud[0]) & (beats <= loud[-1])]
    return inside


WITHOUT_BARS: dict[str, BeatDecoder] = {
    "peaks": PeakPicker(),
    "autocorrelation": BeatDetector(),
    "tracker": BeatTracker(),
}
"""The decoders that know no bars, by the names of `--decoder`."""
DECODERS = ("dbn", *WITHOUT_BARS)
"""All decoders; "dbn" is the bar-pointer model, with the settings on a model's card."""
