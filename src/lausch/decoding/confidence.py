"""How sure beats, downbeats, tempo and metre are: logistic regressions on what was decoded.

`studies/beats_confidence.py` fits them on rendered validation tracks, and tests them on others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = NDArray[np.int64]
Coefficients: TypeAlias = tuple[float, ...]

SMALLEST = 0.01
"""Activations are held this far from 0 and 1 before their log-odds are taken."""
BEATS_AROUND = 8
"""Beats on either side that say at which metrical level the pulse is counted."""
METRES = (3, 4)
"""Beats per bar that compete with the decoded metre."""

BEAT_NAMES = ("constant", "height", "between", "octaves", "octaves squared")
DOWNBEAT_NAMES = ("constant", "height", "contrast", "lead", "beat")
METRE_NAMES = ("constant", "lead", "three")


@dataclass(frozen=True)
class Confidence:
    """Coefficients of the regressions, in the order of the names above.

    Parameters
    ----------
    beat : of a beat being within 70 ms of a true one.
    tempo : of the tempo being within 4 %; on the means of the features of beats.
    downbeat : of a beat numbered 1 being within 70 ms of a true downbeat.
    metre : of the number of beats in a bar.
    """

    beat: Coefficients
    tempo: Coefficients
    downbeat: Coefficients = (0.0,) * len(DOWNBEAT_NAMES)
    metre: Coefficients = (0.0,) * len(METRE_NAMES)

    def of_beats(self, frames: Floats, activation: ArrayLike, fps: float) -> Floats:
        """A probability for each beat, shape (beats,); arguments as for `beat_features`."""
        return logistic(beat_features(frames, activation, fps), self.beat)

    def of_tempo(self, frames: Floats, activation: ArrayLike, fps: float) -> float:
        """The probability that the tempo is right; arguments as for `beat_features`."""
        return float(logistic(tempo_features(frames, activation, fps), self.tempo)[0])

    def of_downbeats(
        self, frames: Floats, positions: Numbers, beat: ArrayLike, downbeat: ArrayLike, fps: float
    ) -> Floats:
        """A probability for each beat numbered 1; arguments as for `downbeat_features`."""
        sure = self.of_beats(frames, beat, fps)
        return logistic(downbeat_features(frames, positions, downbeat, sure), self.downbeat)

    def of_metre(self, frames: Floats, positions: Numbers, downbeat: ArrayLike) -> float:
        """The probability that bars have their true length; arguments as above."""
        return float(logistic(metre_features(frames, positions, downbeat), self.metre)[0])


def beat_features(frames: Floats, activation: ArrayLike, fps: float) -> Floats:
    """What speaks for each beat, shape (beats, BEAT_NAMES).

    Its peak, what lies half-way between the beats around, and the distance of the tempo from
    120 bpm. Fewer than two beats have constants alone.

    Parameters
    ----------
    frames : increasing fractional frames of beats, shape (beats,).
    activation : probability of a beat, shape (frames,).
    fps : frames per second.
    """
    features = np.zeros((len(frames), len(BEAT_NAMES)))
    features[:, 0] = 1
    if len(frames) < 2:
        return features
    between = heights((frames[1:] + frames[:-1]) / 2, activation)
    octaves = np.log2(fps / 2 / np.diff(frames))
    around = _around(np.append(octaves, octaves[-1]))
    features[:, 1] = heights(frames, activation)
    features[:, 2] = _around(np.append(between, between[-1]))
    features[:, 3] = around
    features[:, 4] = around**2
    return features


def tempo_features(frames: Floats, activation: ArrayLike, fps: float) -> Floats:
    """The means of `beat_features`, shape (1, BEAT_NAMES); there is one beat at least."""
    means: Floats = beat_features(frames, activation, fps).mean(axis=0, keepdims=True)
    return means


def downbeat_features(
    frames: Floats, positions: Numbers, downbeat: ArrayLike, sure: Floats
) -> Floats:
    """What speaks for each beat numbered 1, shape (downbeats, DOWNBEAT_NAMES).

    Its peak, the difference of downbeats and other beats, its lead over that of other metres, and
    the log-odds of its being a beat.

    Parameters
    ----------
    frames, positions : of all beats, shape (beats,).
    downbeat : probability of a downbeat, shape (frames,).
    sure : probability of each beat, shape (beats,).
    """
    first = positions == 1
    height = heights(frames, downbeat)
    contrast, lead = _contrasts(height, positions)
    columns = (1.0, height[first], contrast, lead, log_odds(sure[first]))
    return np.stack([np.broadcast_to(each, int(first.sum())) for each in columns], axis=1)


def metre_features(frames: Floats, positions: Numbers, downbeat: ArrayLike) -> Floats:
    """What speaks for the metre, shape (1, METRE_NAMES); arguments as for `downbeat_features`."""
    _, lead = _contrasts(heights(frames, downbeat), positions)
    return np.array([[1.0, lead, float(positions.max(initial=0) == 3)]])


def heights(frames: Floats, activation: ArrayLike) -> Floats:
    """Log-odds of the largest activation within a frame of each fractional frame."""
    values = np.asarray(activation, dtype=np.float64)
    if not len(frames):
        return np.zeros(0)
    whole = np.clip(np.round(frames).astype(np.int64), 0, len(values) - 1)
    return log_odds(np.pad(values, 1)[whole[:, None] + np.arange(3)].max(axis=1))


def log_odds(probabilities: Floats) -> Floats:
    """log p / (1 - p), with p held from 0 and 1."""
    held = np.clip(probabilities, SMALLEST, 1 - SMALLEST)
    odds: Floats = np.log(held / (1 - held))
    return odds


def logistic(features: Floats, coefficients: Coefficients) -> Floats:
    """Probabilities, shape (n,), of features of shape (n, coefficients)."""
    chances: Floats = 1 / (1 + np.exp(-np.clip(features @ np.array(coefficients), -50, 50)))
    return chances


def _contrasts(height: Floats, positions: Numbers) -> tuple[float, float]:
    """Downbeats less other beats, and the lead of this difference over other metres and phases."""
    metre = int(positions.max(initial=1))
    numbers = np.arange(len(height))
    own = _contrast(height, positions == 1)
    others = (
        _contrast(height, numbers % other == phase)
        for other in METRES
        if other != metre
        for phase in range(other)
    )
    return own, own - max(others)


def _contrast(height: Floats, first: NDArray[np.bool_]) -> float:
    if first.all() or not first.any():
        return 0.0
    return float(height[first].mean() - height[~first].mean())


def _around(values: Floats) -> Floats:
    """The mean of each value and up to `BEATS_AROUND` on either side."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    first = np.maximum(at - BEATS_AROUND, 0)
    last = np.minimum(at + BEATS_AROUND + 1, len(values))
    means: Floats = (sums[last] - sums[first]) / (last - first)
    return means


BEATS = Confidence(beat=(1.91, 0.63, 0.14, -1.1, 0.06), tempo=(3.06, 0.92, 0.71, 0.47, -4.19))
"""Of beats without numbers, fitted on boeck2011 and rendered drums, pop and bands."""
BARS = Confidence(
    beat=(1.04, 0.91, -0.08, -1.3, 0.73),
    tempo=(0.16, 1.1, -0.07, -0.45, -0.21),
    downbeat=(0.57, 0.44, 0.5, 0.11, 0.01),
    metre=(2.6, 0.55, -2.96),
)
"""Of beats with numbers, fitted on lausch2026 and rendered drums, pop, bands, charts and jazz.

They were fitted before a recording without a steady beat had none. A fit on 39 validation tracks
rendered later was worse on test tracks (calibration error .087 for beats, .127 for tempi, .135 for
downbeats, .049 for metres), so it was not kept.
"""
AGREED = replace(BARS, downbeat=(1.46, 0.85, -1.82, 2.48, 0.11), metre=(1.86, 1.56, -1.87))
"""Of beats by `lausch2026` with numbers on which networks agree (`tasks.bar_agreement`).

Downbeats and metre were fitted on 204 rendered validation tracks and excerpts of them;
`reports/confidence.md` has the calibration error.
"""
