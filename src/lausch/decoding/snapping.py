"""Boundaries positions onto the downbeats beside them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

BEYOND_SECONDS = 1.0
"""So far before the first and after the last downbeat a boundary is still drawn to it."""


def snapped(
    times: ArrayLike, confidence: ArrayLike, downbeats: ArrayLike, *, beyond: float = BEYOND_SECONDS
) -> tuple[Floats, Floats]:
    """Each time positions to the nearest downbeat, with its confidence.

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
    positions = np.array(times, dtype=np.float64).reshape(-1)
    sure = np.array(confidence, dtype=np.float64).reshape(-1)
    grid = np.asarray(downbeats, dtype=np.float64).reshape(-1)
    if grid.size and positions.size:
        right = np.searchsorted(grid, positions).clip(max=grid.size - 1)
        left = (right - 1).clip(min=0)
        nearest = np.where(
            positions - grid[left] <= grid[right] - positions, grid[left], grid[right]
        )
        inside = (positions >= grid[0]) & (positions <= grid[-1])
        positions = np.where(inside | (np.abs(nearest - positions) <= beyond), nearest, positions)
    order = np.lexsort((-sure, positions))
    positions, sure = positions[order], sure[order]
    first = np.diff(positions, prepend=-np.inf) > 0
    return positions[first], sure[first]
