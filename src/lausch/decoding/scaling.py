"""Bringing features of several kinds to one scale, and to fewer frames."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray

_FAINT = 0.05
"""A frame this far below the strongest says little of its direction."""
_FLOOR = 0.02
"""Features that vary by less than this part of their level do not vary."""


def averaged(values: FloatArray, frames: int) -> FloatArray:
    """The mean of every `frames` rows, the last of what is left: (ceil(n / frames), columns)."""
    if frames < 2 or not len(values):
        return values
    starts = np.arange(0, len(values), frames)
    sizes = np.diff(starts, append=len(values))[:, None]
    means: FloatArray = (np.add.reduceat(values, starts, axis=0) / sizes).astype(np.float32)
    return means


def step(frames: int, fps: float, *, wanted_fps: float, most: int) -> int:
    """How many frames are averaged into one: down to a rate, and to at most `most` in all."""
    return max(1, round(fps / wanted_fps), -(-frames // most))


def directions(values: FloatArray) -> FloatArray:
    """Every row by its norm, but faint ones less, so that silence stays near zero."""
    norms = np.linalg.norm(values, axis=1, keepdims=True)
    faint = _FAINT * float(norms.max(initial=0))
    scaled: FloatArray = values / np.maximum(norms, max(faint, 1e-6))
    return scaled


def centred(values: FloatArray) -> FloatArray:
    """The rows less their mean, scaled to a mean square of 1 (a sum over columns).

    What does not vary stays near zero: the scale is at least a small part of the mean itself.
    """
    if not len(values):
        return values
    mean = values.mean(axis=0)
    moved = values - mean
    spread = float(np.mean(np.square(moved).sum(axis=1))) ** 0.5
    level = float(np.linalg.norm(mean))
    scaled: FloatArray = (moved / max(spread, _FLOOR * level, 1e-6)).astype(np.float32)
    return scaled


def balanced(
    values: FloatArray, chroma: slice, cepstra: slice, weights: Sequence[float] = (1.0, 1.0)
) -> FloatArray:
    """Chroma without loudness and cepstra, either centred and of the same spread.

    Parameters
    ----------
    values : float32, shape (frames, columns).
    chroma, cepstra : where their columns stand.
    weights : by which the spread of either is multiplied.

    Returns
    -------
    float32, shape (frames, columns of both).
    """
    parts = (directions(values[:, chroma]), values[:, cepstra])
    scaled = [np.float32(w) * centred(part) for w, part in zip(weights, parts, strict=True)]
    return np.concatenate(scaled, axis=1)


def frames_of(
    boundaries: NDArray[np.float64], fps: float, frames: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First frames of sections, and the frames after their last; each has one frame at least."""
    edges = np.clip(np.floor(boundaries * fps + 0.5).astype(np.int64), 0, frames)
    starts = np.minimum(edges[:-1], frames - 1)
    return starts, np.maximum(edges[1:], starts + 1)
