"""Homogeneity: sections within which the sound stays the same.

Clustering with a constraint of time: neighbouring stretches are joined in the order in which that
costs least variance (Ward's criterion; in structure analysis Levy & Sandler, IEEE TASLP 16(2),
2008, cluster without the constraint and smooth). What each join costs says how much of a boundary
it has taken away, so that one run gives every number of sections.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray

Floats = NDArray[np.float64]


def costs_of_joining(values: FloatArray) -> Floats:
    """For each frame what is lost when the sections before and after it are made one.

    The cost is the rise of the sum of squared distances to the mean, a b / (a + b) |x - y|^2 for
    sections of a and b frames and means x and y; a boundary costs no less than those that were
    given up before it. To keep those above a price is to minimise that sum plus so much for each
    boundary, step by step.

    Parameters
    ----------
    values : features, shape (frames, columns).

    Returns
    -------
    shape (frames,); the first is 0, for before it there is nothing.
    """
    frames = len(values)
    costs = np.zeros(frames)
    if frames < 2:
        return costs
    sums = values.astype(np.float64)
    sizes = np.ones(frames)
    # A section is known by its first frame; before[n] is the one before it, after[n] the next.
    before, after = np.arange(-1, frames - 1), np.arange(1, frames + 1)
    price = np.full(frames, np.inf)  # of giving up the boundary that a section begins with
    price[1:] = np.square(np.diff(sums, axis=0)).sum(axis=1) / 2
    highest = 0.0
    for _ in range(frames - 1):
        gone = int(price.argmin())
        highest = max(highest, float(price[gone]))
        costs[gone] = highest
        left, right = int(before[gone]), int(after[gone])
        sums[left] += sums[gone]
        sizes[left] += sizes[gone]
        price[gone] = np.inf
        after[left] = right
        if right < frames:
            before[right] = left
        for later in (left, right):
            if 0 < later < frames:
                price[later] = _price(sums, sizes, int(before[later]), later)
    return costs


def _price(sums: Floats, sizes: Floats, one: int, other: int) -> float:
    """Ward's criterion for two sections."""
    a, b = sizes[one], sizes[other]
    apart = sums[one] / a - sums[other] / b
    return float(a * b / (a + b) * (apart @ apart))
