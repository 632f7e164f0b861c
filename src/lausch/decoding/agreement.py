"""One probability from several networks, by the mean of their log-odds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.frames import Frames

Floats = NDArray[np.float64]
SMALLEST = 1e-3
"""Probabilities are held this far from 0 and 1 before their log-odds are taken."""
REACH_FRAMES = 2


def together(chances: Sequence[ArrayLike], weights: Sequence[float] | None = None) -> Floats:
    """The probability whose log-odds are the mean of those of several networks.

    Parameters
    ----------
    chances : probabilities of each network, all of one shape.
    weights : of the networks, summing to 1; by default all are alike.
    """
    held = np.clip(np.stack([np.asarray(each, dtype=np.float64) for each in chances]),
                   SMALLEST, 1 - SMALLEST)  # fmt: skip
    shares = np.full(len(held), 1 / len(held)) if weights is None else np.asarray(weights)
    odds = np.tensordot(shares, np.log(held / (1 - held)), axes=1)
    mixed: Floats = 1 / (1 + np.exp(-odds))
    return mixed


def downbeat_share(activations: Frames, beats: ArrayLike) -> Floats:
    """The probability of a downbeat among that of a beat, of a network that sees frames.

    Parameters
    ----------
    activations : with the columns "beat" and "downbeat".
    beats : fractional frames, shape (beats,); values up to two frames away count.
    """
    last = len(activations) - 1
    frames = np.round(np.asarray(beats, dtype=np.float64)).astype(np.int64).clip(0, last)
    near = frames[:, None] + np.arange(-REACH_FRAMES, REACH_FRAMES + 1)
    near = near.clip(0, last)
    down, beat = (activations.column(name)[near].max(axis=1) for name in ("downbeat", "beat"))
    share: Floats = down / np.maximum(np.maximum(beat, down), SMALLEST)
    return share
