"""Fitting the verdict of a search: matched and unmatched queries in, coefficients out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.errors import OptionError
from lausch.retrieval.confidence import features

ROUNDS = 50
RIDGE = 1e-3
BINS = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """The best answer to one query.

    Parameters
    ----------
    score, margin, seconds, variants : see `lausch.retrieval.confidence.features`.
    right : whether it is the recording sought.
    """

    score: float
    margin: float
    seconds: float
    variants: int
    right: bool


def fitted(cases: Sequence[Case]) -> tuple[float, ...]:
    """Coefficients of a logistic regression, in the order of `verdict.NAMES`.

    Newton's method with a slight ridge (Bishop, PRML, section 4.3.3), on standardised features.

    Raises
    ------
    OptionError
        When all cases are right, or none is.
    """
    values, right = _arrays(cases)
    if right.all() or not right.any():
        raise OptionError("a verdict is fitted on right and on wrong answers, not on one kind")
    mean, scale = values[:, 1:].mean(axis=0), values[:, 1:].std(axis=0) + 1e-9
    inputs = np.concatenate([values[:, :1], (values[:, 1:] - mean) / scale], axis=1)
    weights = np.zeros(inputs.shape[1])
    for _ in range(ROUNDS):
        chance = _logistic(inputs @ weights)
        slope = inputs.T @ (chance - right) + RIDGE * weights
        curve = (inputs * (chance * (1 - chance))[:, None]).T @ inputs
        step = np.linalg.solve(curve + RIDGE * np.eye(len(weights)), slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    plain = weights[1:] / scale
    return tuple(np.concatenate([[weights[0] - plain @ mean], plain]).tolist())


def chances(cases: Sequence[Case], coefficients: Sequence[float]) -> Floats:
    """How sure each best answer is."""
    return _logistic(_arrays(cases)[0] @ np.array(coefficients))


def calibration_error(cases: Sequence[Case], coefficients: Sequence[float]) -> float:
    """Expected calibration error (Guo et al., ICML 2017, eq. 3) in ten bins."""
    chance, right = chances(cases, coefficients), _arrays(cases)[1]
    index = np.minimum((chance * BINS).astype(int), BINS - 1)
    off = [abs(float((chance - right)[index == n].sum())) for n in range(BINS)]
    return sum(off) / len(cases)


def _arrays(cases: Sequence[Case]) -> tuple[Floats, Floats]:
    rows = [features(each.score, each.margin, each.seconds, each.variants) for each in cases]
    return np.array(rows), np.array([each.right for each in cases], dtype=np.float64)


def _logistic(values: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-np.clip(values, -50, 50)))
    return result
