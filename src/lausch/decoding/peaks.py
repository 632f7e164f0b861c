"""Peak picking: frames with a high local maximum of an activation."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def smooth(values: ArrayLike, window_frames: int) -> Floats:
    """Average (frames,) with a Hamming window of unit sum; one frame or none changes nothing."""
    array = np.asarray(values, dtype=np.float64)
    if window_frames < 2 or array.size == 0:
        return array
    window = np.hamming(window_frames)
    lead = (window_frames - 1) // 2
    full = np.convolve(array, window / window.sum())
    return full[lead : lead + array.size]


def pick_peaks(
    activation: ArrayLike,
    threshold: float,
    *,
    smooth_frames: int = 0,
    apart_frames: int = 1,
) -> NDArray[np.int64]:
    """Frames of the peaks of an activation (frames,), increasing.

    A peak is the largest value within `apart_frames` on either side, and at least `threshold`. Of
    equal neighbours the first counts.

    Parameters
    ----------
    threshold : least height.
    smooth_frames : length of the Hamming window that smooths the activation first.
    """
    values = smooth(activation, smooth_frames)
    if values.ndim != 1:
        raise ValueError(f"an activation has shape (frames,), not {values.shape}")
    if values.size == 0:
        return np.zeros(0, dtype=np.int64)
    within = max(apart_frames, 1)
    around = sliding_window_view(np.pad(values, within, mode="edge"), 2 * within + 1)
    peaks = np.flatnonzero((values == around.max(axis=1)) & (values >= threshold))
    return _first_of_equals(peaks, apart_frames)


def apart(frames: NDArray[np.int64], distance: float) -> NDArray[np.int64]:
    """Frames (n,) that are further than a distance from the last one kept."""
    survivors: list[int] = []
    for frame in frames.tolist():
        if not survivors or frame - survivors[-1] > distance:
            survivors.append(frame)
    return np.array(survivors, dtype=np.int64)


def _first_of_equals(peaks: NDArray[np.int64], apart_frames: int) -> NDArray[np.int64]:
    """The first of peaks this near to each other, which are one plateau of equal values."""
    if peaks.size == 0:
        return peaks
    return peaks[np.diff(peaks, prepend=peaks[0] - apart_frames - 2) > max(apart_frames, 1)]
