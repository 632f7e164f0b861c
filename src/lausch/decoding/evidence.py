"""Probabilities of beats in frames, and the frames at which beats are once their path is known.

A path knows the region of each beat, the first 1/lambda of it; the beat is at the highest
activation of that region (Böck, Krebs and Widmer, ISMIR 2014), and at the centre of that peak.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.decoding.viterbi import Path

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

SMALLEST = 1e-3
"""Activations are clipped this far from 0 and 1, so no single frame decides."""
PEAK_REACH = 2
"""Frames on either side of a peak, the width of targets in training. Compared with parabolas
through activations, their logarithms and log-odds, and with centres over 1 and 3 frames, this has
the least spread around the beats of rendered validation tracks (`studies/beats_timing.py`)."""


@dataclass(frozen=True)
class Evidence:
    """Probabilities of any beat, of a downbeat and of another beat in each frame, all (frames,).

    All three are the same array where downbeats are not told apart.
    """

    either: Floats
    down: Floats
    other: Floats
    fps: float

    @classmethod
    def of_beats(cls, beat: Floats, fps: float) -> Evidence:
        """Of beats without numbers."""
        return cls(beat, beat, beat, fps)

    @classmethod
    def of_bars(cls, either: Floats, down: Floats, fps: float) -> Evidence:
        """Of any beat and, nowhere more probable, of a downbeat."""
        return cls(either, down, either - down, fps)

    @property
    def numbered(self) -> bool:
        """Whether downbeats and other beats are told apart."""
        return self.down is not self.either

    def finer(self, first: int, last: int, factor: int) -> Evidence:
        """From frame `first` to `last`, with `factor` frames for each one and none after the last.

        Between frames there is linear interpolation.
        """
        either, fps = _finer(self.either[first:last], factor), self.fps * factor
        if not self.numbered:
            return Evidence.of_beats(either, fps)
        down, other = (_finer(each[first:last], factor) for each in (self.down, self.other))
        return Evidence(either, down, other, fps)

    def downbeat_odds(self, frames: Floats) -> Floats:
        """Log-odds of a downbeat as against another beat, near frames with beats, (beats,)."""
        near = np.round(frames).astype(np.int64) + np.arange(-PEAK_REACH, PEAK_REACH + 1)[:, None]
        at = near.clip(0, len(self.either) - 1)
        down, either = self.down[at].sum(axis=0), self.either[at].sum(axis=0)
        odds: Floats = np.log(down + SMALLEST) - np.log(either - down + SMALLEST)
        return odds


def probability(values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise ValueError(f"an activation has shape (frames,), not {array.shape}")
    return np.clip(np.nan_to_num(array), 0, 1)


def _finer(values: Floats, factor: int) -> Floats:
    if factor == 1:
        return values
    count = (len(values) - 1) * factor + 1
    return np.interp(np.arange(count) / factor, np.arange(len(values)), values)


def centred(frames: Floats, activation: Floats, reach: int = PEAK_REACH) -> Floats:
    """Beats moved from the highest frame of a peak to its centre of mass, within `reach` frames.

    No beat moves by more than a third of the distance to the next one, so they still increase.
    Beats that are no peak do not move.
    """
    padded = np.pad(activation, reach)
    near = np.arange(-reach, reach + 1)
    whole = np.round(frames).astype(np.int64)
    peaks = padded[whole[:, None] + reach + near]
    middle = peaks[:, reach - 1 : reach + 2]
    shift = whole - frames + peaks @ near / np.maximum(peaks.sum(axis=1), SMALLEST)
    room = np.diff(frames, prepend=-np.inf, append=np.inf) / 3
    shift = np.clip(shift, -room[:-1], room[1:])
    moved: Floats = frames + np.where(middle[:, 1] >= middle.max(axis=1), shift, 0)
    return moved


def on_the_peaks(path: Path, regions: Numbers, activation: Floats) -> tuple[Floats, Numbers]:
    """Beats at the highest activation of their region; those without a frame there are dropped."""
    frames, positions = [], []
    for start, region, position in zip(path.starts, regions, path.positions, strict=True):
        begin, end = max(int(start), 0), int(start + region)
        if begin < min(end, len(activation)):
            frames.append(begin + int(activation[begin:end].argmax()))
            positions.append(int(position))
    return np.array(frames, dtype=np.float64), np.array(positions, dtype=np.int64)


def at_anchors(frames: Floats, anchors: Floats, tolerance: float) -> Floats:
    """Frames with beats, those nearest to anchors (frames) within the tolerance of them."""
    if not (len(anchors) and len(frames)):
        return frames
    moved = frames.copy()
    for anchor in anchors.tolist():
        at = int(np.abs(moved - anchor).argmin())
        moved[at] = np.clip(moved[at], anchor - tolerance, anchor + tolerance)
    return moved if (np.diff(moved) > 0).all() else frames
