"""Shingles: overlapping pieces of a few seconds, each one vector, that a database can look up.

Casey et al., "Analysis of Minimum Distances in High-Dimensional Musical Spaces" (IEEE TASLP 2008),
call windows of stacked chroma audio shingles; here each holds 4 s in eight steps of 0.5 s. Shorter
ones tell melodies apart less well, and shorter steps miss what lies between two shingles.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray
from lausch.retrieval.chroma import BINS, normalised

STEP_FRAMES = 5
STEPS = 8
FRAMES = STEP_FRAMES * STEPS
HOP_FRAMES = 6
SIZE = STEPS * BINS
SOUNDING = 0.15
"""Share of its frames that must sound; a shingle with less is left out."""


def shingles(
    chroma: FloatArray, hop_frames: int = HOP_FRAMES
) -> tuple[NDArray[np.int32], FloatArray]:
    """Cut chroma into shingles.

    Parameters
    ----------
    chroma : (frames, 12), 0 to 1; padded with silence if shorter than a shingle.
    hop_frames : distance of neighbouring shingles.

    Returns
    -------
    first frames, (n,), and vectors of unit length, float32 (n, 96); n may be 0.
    """
    if len(chroma) < FRAMES:
        chroma = np.pad(chroma, ((0, FRAMES - len(chroma)), (0, 0)))
    last = len(chroma) - FRAMES
    starts = np.unique(np.append(np.arange(0, last + 1, hop_frames), last)).astype(np.int32)
    sounding = np.append(0, np.cumsum(chroma.max(axis=1) > SOUNDING))
    starts = starts[sounding[starts + FRAMES] - sounding[starts] >= SOUNDING * FRAMES]
    unit = normalised(chroma)
    # Without their means silent frames are zero, and do not resemble one another.
    sums = np.cumsum(unit - unit.mean(axis=1, keepdims=True), axis=0, dtype=np.float64)
    sums = np.concatenate([np.zeros((1, BINS)), sums])
    edges = starts[:, None] + np.arange(0, FRAMES + 1, STEP_FRAMES)
    vectors = np.diff(sums[edges], axis=1).reshape(len(starts), SIZE)
    lengths = np.linalg.norm(vectors, axis=1)
    kept = lengths > 1e-6
    return starts[kept], (vectors[kept] / lengths[kept, None]).astype(np.float32)


def transposed(vectors: FloatArray, semitones: int) -> FloatArray:
    """Shingles of the same music, some semitones higher."""
    steps = vectors.reshape(-1, STEPS, BINS)
    return np.roll(steps, semitones, axis=2).reshape(-1, SIZE)
