"""Novelty: the difference of the music after a frame to that before it (Foote, ICME 2000)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray

Floats = NDArray[np.float64]


def checkerboard(half_frames: int, taper: float) -> Floats:
    """The kernel of Foote with a Gaussian taper, shape (2 half_frames, 2 half_frames).

    Two of its quarters have the sum 1, the others -1. (Müller, Fundamentals of Music Processing,
    section 4.4.1.) `taper` is the standard deviation in halves of the side.
    """
    edge = _edge(half_frames, taper)
    return np.outer(edge, edge)


def checkerboard_novelty(values: FloatArray, half_frames: int, taper: float = 0.5) -> Floats:
    """Novelty (frames,) of features (frames, columns), by the kernel of `checkerboard`.

    The self-similarity matrix is X X', with inner products, and the kernel k k' is an outer
    product, too. The sum over the kernel at a frame is the squared norm of X filtered with k, so
    time and memory are linear in the length of the recording. Features are mirrored at both ends.
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
    """Half a Gaussian of sum -1 before a boundary, and one of sum 1 after it."""
    if half_frames < 1:
        raise ValueError(f"half a kernel is 1 frame or more, not {half_frames}")
    bell = np.exp(-0.5 * np.square((np.arange(half_frames) + 0.5) / half_frames / taper))
    bell /= bell.sum()
    return np.concatenate([-bell[::-1], bell])
