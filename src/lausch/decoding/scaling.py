"""Features of several kinds at the same scale, and averaged over frames."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray

_FAINT = 0.05
"""Frames below this share of the strongest have shorter vectors."""
_FLOOR = 0.02
"""The smallest deviation to scale by, as a share of the mean's norm."""


def averaged(values: FloatArray, frames: int) -> FloatArray:
    """The mean of every `frames` rows: (ceil(n / frames), columns)."""
    if frames < 2 or not len(values):
        return values
    starts = np.arange(0, len(values), frames)
    sizes = np.diff(starts, append=len(values))[:, None]
    means: FloatArray = (np.add.reduceat(values, starts, axis=0) / sizes).astype(np.float32)
    return means


def step(frames: int, fps: float, *, wanted_fps: float, most: int) -> int:
    """Number of frames to average, for a rate, and for at most `most` averages."""
    return max(1, round(fps / wanted_fps), -(-frames // most))


def directions(values: FloatArray) -> FloatArray:
    """Rows over their norm, or over a least norm, so silence stays near zero."""
    norms = np.linalg.norm(values, axis=1, keepdims=True)
    faint = _FAINT * float(norms.max(initial=0))
    scaled: FloatArray = values / np.maximum(norms, max(faint, 1e-6))
    return scaled


def centred(values: FloatArray) -> FloatArray:
    """Rows without their mean, with a mean squared norm of 1; constant features are near zero."""
    if not len(values):
        return values
    mean = values.mean(axis=0)
    moved = values - mean
    spread = float(np.mean(np.square(moved).sum(axis=1))) ** 0.5
    least = _FLOOR * float(np.linalg.norm(mean))
    scaled: FloatArray = (moved / max(spread, least, 1e-6)).astype(np.float32)
    return scaled


def balanced(
    values: FloatArray, chroma: slice, cepstra: slice, weights: Sequence[float] = (1.0, 1.0)
) -> FloatArray:
    """Chroma without loudness, then MFCC, both `centred` and multiplied by a weight."""
    parts = (directions(values[:, chroma]), values[:, cepstra])
    scaled = [np.float32(w) * centred(part) for w, part in zip(weights, parts, strict=True)]
    return np.concatenate(scaled, axis=1)


def frames_of(
    boundaries: NDArray[np.float64], fps: float, frames: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First frames of sections, and the frames after their last; each has at least one frame."""
    edges = np.clip(np.floor(boundaries * fps + 0.5).astype(np.int64), 0, frames)
    starts = np.minimum(edges[:-1], frames - 1)
    return starts, np.maximum(edges[1:], starts + 1)
