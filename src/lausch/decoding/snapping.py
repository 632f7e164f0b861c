"""Boundaries moved to the nearest downbeats."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

BEYOND_SECONDS = 1.0
"""Largest distance of a boundary before the first or after the last downbeat."""


def snapped(
    times: ArrayLike,
    confidence: ArrayLike,
    downbeats: ArrayLike,
    *,
    beyond: float = BEYOND_SECONDS,
    reach: float = math.inf,
) -> tuple[Floats, Floats]:
    """Times (s) moved to the nearest downbeat, with their confidence; at most one for each.

    Times with none within `reach` stay. Before the first and after the last downbeat, only times
    within `beyond` are moved. Of several times on one downbeat, the most confident remains.
    """
    positions = np.array(times, dtype=np.float64).reshape(-1)
    confidences = np.array(confidence, dtype=np.float64).reshape(-1)
    grid = np.asarray(downbeats, dtype=np.float64).reshape(-1)
    if grid.size and positions.size:
        right = np.searchsorted(grid, positions).clip(max=grid.size - 1)
        left = (right - 1).clip(min=0)
        nearest = np.where(
            positions - grid[left] <= grid[right] - positions, grid[left], grid[right]
        )
        inside = (positions >= grid[0]) & (positions <= grid[-1])
        away = np.abs(nearest - positions)
        near = (away <= reach) & (inside | (away <= beyond))
        positions = np.where(near, nearest, positions)
    order = np.lexsort((-confidences, positions))
    positions, confidences = positions[order], confidences[order]
    first = np.diff(positions, prepend=-np.inf) > 0
    return positions[first], confidences[first]
