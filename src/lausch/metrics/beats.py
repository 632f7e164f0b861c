"""How well estimated events agree with reference events: mir_eval, and the metrical level."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.errors import MissingExtraError

Times = NDArray[np.float64]

LEVELS: dict[str, tuple[int, int]] = {
    "right": (1, 1),
    "off-beat": (2, 2),
    "double": (2, 1),
    "half": (1, 2),
    "triple": (3, 1),
    "third": (1, 3),
    "3:2": (3, 2),
    "2:3": (2, 3),
    "4:3": (4, 3),
    "3:4": (3, 4),
}
"""Estimated tempo over reference tempo, as (divide each beat by, take every ...-th)."""

LEVEL_F = 0.7
"""Below this F on every level the estimate follows no level: "none"."""


def event_f(reference: ArrayLike, estimate: ArrayLike) -> float:
    """F-measure with a tolerance of 70 ms; 1 when both are empty, for both say the same.

    Parameters
    ----------
    reference, estimate : increasing times (s). Nothing is trimmed.
    """
    expected, found = _times(reference), _times(estimate)
    if expected.size == 0 or found.size == 0:
        return float(expected.size == found.size)
    return float(mir_eval("beat").f_measure(expected, found))


def continuity(reference: ArrayLike, estimate: ArrayLike) -> tuple[float, float]:
    """CMLt and AMLt: the share of beats right in time and period (17.5 %).

    CMLt holds at the annotated metrical level, AMLt also at double, half and off-beat. With fewer
    than two beats there is no period: both are 0, or 1 when neither side has a beat.

    Parameters
    ----------
    reference, estimate : increasing times (s). Nothing is trimmed.
    """
    expected, found = _times(reference), _times(estimate)
    if expected.size < 2 or found.size < 2:
        same = float(expected.size == 0 and found.size == 0)
        return same, same
    _, correct, _, allowed = mir_eval("beat").continuity(expected, found)
    return float(correct), float(allowed)


def boundary_f(reference: ArrayLike, estimate: ArrayLike, tolerance: float) -> float:
    """F-measure of boundaries within a tolerance in seconds, without the first and the last.

    1 when neither side has a boundary between, for both say the same.

    Parameters
    ----------
    reference, estimate : increasing times (s), beginning and end included.
    """
    expected, found = _times(reference), _times(estimate)
    if len(expected) < 3 or len(found) < 3:
        return float(len(expected) < 3 and len(found) < 3)
    sides = [np.stack([times[:-1], times[1:]], axis=1) for times in (expected, found)]
    measured = mir_eval("segment").detection(*sides, window=tolerance, trim=True)
    return float(measured[2])


def metrical_level(reference: ArrayLike, estimate: ArrayLike) -> str:
    """The name in `LEVELS` of the level the estimate follows, or "none".

    The reference is divided and thinned to every level and phase; the one with the highest F wins,
    the right one where equal.

    Parameters
    ----------
    reference, estimate : increasing times (s).
    """
    expected, found = _times(reference), _times(estimate)
    if expected.size < 4 or found.size < 2:
        return "none"
    best, name = LEVEL_F, "none"
    for level, (divide, every) in LEVELS.items():
        phases = (1,) if level == "off-beat" else range(every)
        for phase in phases:
            score = event_f(_divided(expected, divide)[phase::every], found)
            if score > best:
                best, name = score, level
    return name


def _divided(times: Times, by: int) -> Times:
    """Every interval cut into `by` equal parts."""
    count = (len(times) - 1) * by + 1
    divided: Times = np.interp(np.arange(count) / by, np.arange(len(times)), times)
    return divided


def _times(values: ArrayLike) -> Times:
    return np.asarray(values, dtype=np.float64).reshape(-1)


def mir_eval(task: str) -> ModuleType:
    """The measures of one task: `mir_eval.beat`, `mir_eval.melody` ...

    Raises
    ------
    MissingExtraError : mir_eval is not installed.
    """
    try:
        return import_module(f"mir_eval.{task}")
    except ImportError as error:
        raise MissingExtraError(
            "scores are computed by mir_eval, which is not installed: pip install 'lausch[eval]'"
        ) from error
