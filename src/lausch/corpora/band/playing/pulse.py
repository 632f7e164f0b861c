"""The beats of a piece as a clock: everything is written in beats and played through it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Pulse:
    """Beat times in seconds and each beat's number in its bar.

    Notes are written as beat coordinates (2.5 is half-way between the beats 2 and 3), so that
    every change of tempo, from a stretch to a ritardando, is a change of these times alone.
    """

    times: NDArray[np.float64]
    positions: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.times)

    def seconds(self, beats: ArrayLike) -> NDArray[np.float64]:
        """Beat coordinates as seconds; outside the first and last beat the tempo goes on."""
        return _line(np.asarray(beats, dtype=np.float64), self._count, self.times)

    def coordinates(self, seconds: ArrayLike) -> NDArray[np.float64]:
        """Seconds as beat coordinates: the inverse of `seconds`."""
        return _line(np.asarray(seconds, dtype=np.float64), self.times, self._count)

    @property
    def _count(self) -> NDArray[np.float64]:
        return np.arange(len(self.times), dtype=np.float64)

    def cut(self, first: int, last: int) -> Pulse:
        """The beats first ... last-1; beat `first` becomes coordinate 0."""
        return Pulse(self.times[first:last], self.positions[first:last])

    @property
    def bpm(self) -> float:
        """60 over the median distance of neighbouring beats."""
        return 60.0 / float(np.median(np.diff(self.times)))

    def bar_starts(self) -> list[int]:
        """Indices of the beats numbered 1."""
        return [int(index) for index in np.flatnonzero(self.positions == 1)]


def _line(
    at: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    inside = np.interp(at, x, y)
    reach = min(4, len(x) - 1)
    before = y[0] + (at - x[0]) * (y[reach] - y[0]) / (x[reach] - x[0])
    after = y[-1] + (at - x[-1]) * (y[-1] - y[-1 - reach]) / (x[-1] - x[-1 - reach])
    return np.asarray(np.where(at < x[0], before, np.where(at > x[-1], after, inside)))


def even(bars: list[int], bpm: float) -> Pulse:
    """A steady pulse with the given numbers of beats in its bars."""
    positions = np.array([beat + 1 for bar in bars for beat in range(bar)], dtype=np.int64)
    times = np.arange(len(positions), dtype=np.float64) * (60.0 / bpm)
    return Pulse(times, positions)


def stretch(pulse: Pulse, factor: float) -> Pulse:
    """The pulse with all distances times `factor` (above 1 is slower)."""
    return Pulse(pulse.times[0] + (pulse.times - pulse.times[0]) * factor, pulse.positions)


def steadied(pulse: Pulse, width_beats: float) -> Pulse:
    """The pulse with its beat distances smoothed by a Gaussian; 0 leaves it alone.

    For beats tapped by hand: the slow changes of tempo stay, the finger's scatter goes.
    """
    steps = np.diff(pulse.times)
    if width_beats <= 0 or len(steps) < 8:
        return pulse
    reach = min(int(3 * width_beats) + 1, len(steps) - 1)
    window = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width_beats) ** 2)
    padded = np.pad(steps, reach, mode="reflect")
    smooth = np.convolve(padded, window / window.sum(), mode="valid")
    return Pulse(pulse.times[0] + np.concatenate([[0.0], np.cumsum(smooth)]), pulse.positions)


def breathe(pulse: Pulse, rng: Random, depth: float) -> Pulse:
    """A smooth random tempo curve within about ±`depth` (a share), as a band without a click.

    The logarithm of the tempo is white noise smoothed over 24 beats.
    """
    steps = np.diff(pulse.times)
    if depth <= 0 or len(steps) < 2:
        return pulse
    noise = np.random.default_rng(rng.getrandbits(63)).standard_normal(len(steps))
    # The reach of the smoothing is capped, so that a piece shorter than it keeps its length.
    width = max(1.0, min(6.0, len(steps) / 8))
    reach = np.arange(-int(3 * width), int(3 * width) + 1)
    window = np.exp(-0.5 * (reach / width) ** 2)
    curve = np.convolve(noise, window / np.sqrt((window**2).sum()), mode="full")
    curve = curve[len(reach) // 2 : len(reach) // 2 + len(steps)]
    shaped = steps * np.exp(depth * np.clip(curve / 2, -1, 1))
    return Pulse(pulse.times[0] + np.concatenate([[0.0], np.cumsum(shaped)]), pulse.positions)


def slow_down(pulse: Pulse, beats: int, amount: float) -> Pulse:
    """A ritardando over the last `beats` beats, the last step `amount` (a share) longer."""
    steps = np.diff(pulse.times)
    beats = min(beats, len(steps))
    if beats < 1:
        return pulse
    steps[len(steps) - beats :] *= 1 + amount * (np.arange(1, beats + 1) / beats) ** 2
    return Pulse(pulse.times[0] + np.concatenate([[0.0], np.cumsum(steps)]), pulse.positions)


def retimed(pulse: Pulse, rng: Random) -> Pulse:
    """Another tempo, .75-1.35 times as slow: fast ones often faster, slow ones often slower."""
    factor = 0.75 * (1.35 / 0.75) ** rng.random()
    if pulse.bpm > 165 and rng.random() < 0.3:
        factor = rng.uniform(0.75, 0.95)
    elif pulse.bpm < 90 and rng.random() < 0.3:
        factor = rng.uniform(1.05, 1.35)
    # Nobody counts beats much faster than this: keep the music what its label says.
    factor = max(factor, pulse.bpm / 320.0)
    return stretch(pulse, min(factor, pulse.bpm / 40.0) if pulse.bpm > 40 else 1.0)
