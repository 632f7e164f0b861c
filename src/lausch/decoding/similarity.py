"""Self-similarity matrices: what resembles what, when again, and along which paths.

After Müller, Fundamentals of Music Processing, section 4.2. Everything here is of the square of
the number of frames: average features to a few hundred first (`balance.averaged`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lausch.frames import FloatArray


def self_similarity(values: FloatArray) -> FloatArray:
    """The cosine of every frame with every other, -1 to 1; 0 for frames of nothing.

    Parameters
    ----------
    values : features, shape (frames, columns).

    Returns
    -------
    float32, shape (frames, frames).
    """
    norms = np.linalg.norm(values, axis=1, keepdims=True)
    unit = values / np.where(norms > 0, norms, 1)
    matrix: FloatArray = (unit @ unit.T).astype(np.float32)
    return matrix


def transposed_similarity(chroma: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The largest similarity over all transpositions, and which it is (section 4.2.4).

    Parameters
    ----------
    chroma : shape (frames, 12).

    Returns
    -------
    The matrix, and the semitones 0 ... 11 by which the frame of a row is raised to be most like
    that of a column; both of shape (frames, frames).
    """
    norms = np.linalg.norm(chroma, axis=1, keepdims=True)
    unit = chroma / np.where(norms > 0, norms, 1)
    best = unit @ unit.T
    raised = np.zeros(best.shape, dtype=np.float32)
    for semitones in range(1, chroma.shape[1]):
        here = np.roll(unit, semitones, axis=1) @ unit.T
        better = here > best
        best = np.where(better, here, best)
        raised[better] = semitones
    return best.astype(np.float32), raised


def time_lag(matrix: FloatArray) -> FloatArray:
    """Row n, column l is the similarity of frame n with frame n - l; 0 before the beginning.

    (Goto, IEEE TASLP 14(5), 2006, section III-B.) A repetition stands upright in it.

    Parameters
    ----------
    matrix : symmetric, shape (frames, frames).
    """
    frames = len(matrix)
    index = np.arange(frames)
    earlier = index[:, None] - index
    picked = np.take_along_axis(matrix, np.maximum(earlier, 0), axis=1)
    lagged: FloatArray = np.where(earlier >= 0, picked, np.float32(0))
    return lagged


def from_time_lag(lagged: FloatArray) -> FloatArray:
    """The inverse of `time_lag`: a symmetric matrix of shape (frames, frames)."""
    frames = len(lagged)
    index = np.arange(frames)
    lag = index[:, None] - index
    lower = np.where(lag >= 0, np.take_along_axis(lagged, np.maximum(lag, 0), axis=1), 0)
    matrix: FloatArray = lower + np.tril(lower, -1).T
    return matrix


def enhanced(
    matrix: FloatArray, length: int, tempi: Sequence[float] = (0.8, 0.9, 1.0, 1.1, 1.25)
) -> FloatArray:
    """Paths made clear: the largest mean along lines of several slopes (section 4.2.2).

    The mean is taken forward and backward, so that paths keep their beginnings and ends.

    Parameters
    ----------
    matrix : shape (frames, frames).
    length : frames over which is averaged.
    tempi : columns to the row along a line.

    Returns
    -------
    float32, shape (frames, frames).
    """
    forward = _along(matrix, length, tempi)
    backward = _along(matrix[::-1, ::-1], length, tempi)[::-1, ::-1]
    best: FloatArray = np.maximum(forward, backward)
    return best


def _along(matrix: FloatArray, length: int, tempi: Sequence[float]) -> FloatArray:
    """Means along lines that begin in each cell; beyond the matrix there is 0."""
    frames = len(matrix)
    reach = int(np.ceil((length - 1) * max(tempi))) + 1
    padded = np.pad(matrix, ((0, length), (0, reach)))
    best = np.full(matrix.shape, -np.inf, dtype=np.float32)
    for tempo in tempi:
        total = np.zeros(matrix.shape, dtype=np.float32)
        for step in range(length):
            column = round(step * tempo)
            total += padded[step : step + frames, column : column + frames]
        np.maximum(best, total / np.float32(length), out=best)
    return best
