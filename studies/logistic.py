"""Logistic regression, and whether its probabilities are true."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROUNDS = 50
RIDGE = 1e-3
BINS = 10


def regression(values: Floats, right: Floats, ridge: float = RIDGE) -> tuple[float, ...]:
    """Coefficients by Newton's method with a slight ridge (Bishop, PRML, section 4.3.3).

    Parameters
    ----------
    values : features, shape (n, features); the first is 1, the others are standardised for the fit.
    right : 1 or 0, shape (n,).
    ridge : more of it keeps coefficients small where there are few cases.
    """
    mean, scale = values[:, 1:].mean(axis=0), values[:, 1:].std(axis=0) + 1e-9
    inputs = np.concatenate([values[:, :1], (values[:, 1:] - mean) / scale], axis=1)
    weights = np.zeros(inputs.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -50, 50)))
        slope = inputs.T @ (chance - right) + ridge * weights
        curve = (inputs * (chance * (1 - chance))[:, None]).T @ inputs
        step = np.linalg.solve(curve + ridge * np.eye(len(weights)), slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    plain = weights[1:] / scale
    return tuple(np.concatenate([[weights[0] - plain @ mean], plain]).tolist())


def bins(chance: Floats, right: Floats) -> list[tuple[int, float, float]]:
    """Of ten bins of probability that hold any: how many, mean probability, share that is right."""
    index = np.minimum((chance * BINS).astype(int), BINS - 1)
    inside = [index == n for n in range(BINS) if (index == n).any()]
    return [(int(n.sum()), float(chance[n].mean()), float(right[n].mean())) for n in inside]


def calibration_error(chance: Floats, right: Floats) -> float:
    """Expected calibration error (Guo et al., ICML 2017, eq. 3) in ten bins."""
    off = [count * abs(mean - share) for count, mean, share in bins(chance, right)]
    return sum(off) / len(chance)
