"""Boundaries moved onto the downbeats beside them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

BEYOND_SECONDS = 1.0
"""So far before the first and after the last downbeat a boundary is still drawn to it."""


def snapped(
    times: ArrayLike, confidence: ArrayLike, downbeats: ArrayLike, *, beyond: float = BEYOND_SECONDS
) -> tuple[Floats, Floats]:
    """Each time moved to the nearest downbeat, with its confidence.

    Between two downbeats every time has one within half a bar. Before the first and after the last
    one, times stay where they are unless the downbeat is within `beyond`. Of times that meet on
    one downbeat the most confident is left.

    Parameters
    ----------
    times : seconds, increasing, shape (n,).
    confidence : shape (n,).
    downbeats : seconds, increasing.
    beyond : seconds.

    Returns
    -------
    Increasing times and their confidence, at most n of each.
    """
    moved = np.array(times, dtype=np.float64).reshape(-1)
    sure = np.array(confidence, dtype=np.float64).reshape(-1)
    grid = np.asarray(downbeats, dtype=np.float64).reshape(-1)
    if grid.size and moved.size:
        right = np.searchsorted(grid, moved).clip(max=grid.size - 1)
        left = (right - 1).clip(min=0)
        nearest = np.where(moved - grid[left] <= grid[right] - moved, grid[left], grid[right])
        inside = (moved >= grid[0]) & (moved <= grid[-1])
        moved = np.where(inside | (np.abs(nearest - moved) <= beyond), nearest, moved)
    order = np.lexsort((-sure, moved))
    moved, sure = moved[order], sure[order]
    first = np.diff(moved, prepend=-np.inf) > 0
    return moved[first], sure[first]
