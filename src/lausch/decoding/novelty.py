"""Novelty: where what comes differs from what was (Foote, ICME 2000)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray

Floats = NDArray[np.float64]


def checkerboard(half_frames: int, taper: float) -> Floats:
    """The kernel of Foote with a Gaussian taper, shape (2 half_frames, 2 half_frames).

    Its four quarters sum to 1 each, two of them with a minus. (Müller, Fundamentals of Music
    Processing, section 4.4.1.)

    Parameters
    ----------
    half_frames : half its side.
    taper : standard deviation of the bell, in halves of the side.
    """
    edge = _edge(half_frames, taper)
    return np.outer(edge, edge)


def checkerboard_novelty(values: FloatArray, half_frames: int, taper: float = 0.5) -> Floats:
    """The kernel along the main diagonal of the self-similarity matrix, without the matrix.

    With inner products for similarity the matrix is X X', and the kernel, too, is an outer product
    k k': what it sums to at a frame is the squared norm of X filtered with k, so that time and
    memory grow with the length of the recording and not with its square. Beyond both ends the
    music is mirrored, where nothing is new.

    Parameters
    ----------
    values : features, shape (frames, columns).
    half_frames : half the side of the kernel.
    taper : standard deviation of its bell, in halves of the side.

    Returns
    -------
    shape (frames,), at least 0: how new it is what begins with each frame.
    """
    frames = len(values)
    novelty = np.zeros(frames)
    if frames < 2:
        return novelty
    padded = np.pad(values, ((half_frames, half_frames), (0, 0)), mode="symmetric")
    edge = _edge(half_frames, taper)[::-1]
    for column in padded.T:
        novelty += np.square(np.convolve(column, edge, mode="valid")[:frames])
    return novelty


def _edge(half_frames: int, taper: float) -> Floats:
    """Before a boundary a falling bell of sum -1, after it one of sum 1."""
    if half_frames < 1:
        raise ValueError(f"half a kernel is 1 frame or more, not {half_frames}")
    bell = np.exp(-0.5 * np.square((np.arange(half_frames) + 0.5) / half_frames / taper))
    bell /= bell.sum()
    return np.concatenate([-bell[::-1], bell])
