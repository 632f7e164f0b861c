"""Homogeneity: sections with a constant sound.

Clustering in time: neighbouring segments are merged in the order of the variance that a merger
adds (Ward's criterion; in structure analysis, Levy & Sandler, IEEE TASLP 16(2), 2008, cluster
without the constraint of time, and smooth). The cost of each merger is the strength of its
boundary, so one run gives every number of sections.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray

Floats = NDArray[np.float64]


def costs_of_joining(values: FloatArray) -> Floats:
    """The cost of merging the sections before and after each frame, shape (frames,).

    It is the increase of the sum of squared distances to the mean, a b / (a + b) |x - y|^2 for
    sections of a and b frames with means x and y, but at least the cost of earlier mergers. To
    keep the boundaries above a price is a greedy minimum of that sum plus the price of each
    boundary. The first cost is 0. Features have the shape (frames, columns).
    """
    frames = len(values)
    costs = np.zeros(frames)
    if frames < 2:
        return costs
    sums = values.astype(np.float64)
    sizes = np.ones(frames)
    # Sections are identified by their first frame; before[n] and after[n] are the neighbours of n.
    before, after = np.arange(frames) - 1, np.arange(frames) + 1
    price = np.full(frames, np.inf)  # of removing the boundary at the start of a section
    price[1:] = np.square(np.diff(sums, axis=0)).sum(axis=1) / 2
    highest = 0.0
    for _ in range(frames - 1):
        section = int(price.argmin())
        highest = max(highest, float(price[section]))
        costs[section] = highest
        left, right = int(before[section]), int(after[section])
        sums[left] += sums[section]
        sizes[left] += sizes[section]
        price[section] = np.inf
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
