"""Scores of a melody against an annotation: the measures of melody extraction.

All by mir_eval (Salamon, Gomez, Ellis & Richard, IEEE Signal Processing Magazine 31(2), 2014): a
pitch is right within 50 cents. The estimate at a time of the annotation is its nearest point.
mir_eval itself interpolates, which turns a step between notes of a coarse estimate into a glide
over wrong pitches.
"""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Contour
from lausch.metrics import mir_eval

MEASURES = (
    "raw pitch accuracy",
    "raw chroma accuracy",
    "voicing recall",
    "voicing false alarm",
    "overall accuracy",
)


def at(contour: Contour, times: ArrayLike) -> Contour:
    """A contour at other, increasing times (s): silent more than a step beyond its ends."""
    seconds = np.asarray(times, dtype=np.float64)
    if not len(contour):
        return Contour(seconds, np.zeros(len(seconds)))
    point, inside = nearest(contour, seconds)
    hz = np.where(inside, contour.hz[point], 0.0)
    return Contour(seconds, hz, contour.voiced[point] & inside, contour.confidence[point])


def nearest(
    contour: Contour, moments: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The nearest point of a contour to each moment (s), and whether it is at most a step away.

    The contour is not empty; moments may lie before the recording.
    """
    times = contour.times
    step = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    point = np.searchsorted((times[1:] + times[:-1]) / 2, moments)
    return point, (moments >= times[0] - step) & (moments <= times[-1] + step)


def score(reference: Contour, estimate: Contour) -> dict[str, float]:
    """Scores by the names in `MEASURES`.

    Pitch and chroma accuracy compare the pitch wherever the annotation is voiced, even if the
    estimate is not; overall accuracy also compares the voicing.
    """
    melody = mir_eval("melody")
    if not len(reference):
        return {}
    sampled = at(estimate, reference.times)
    truth = reference.voiced.astype(float), melody.hz2cents(reference.hz)
    sides = (*truth, sampled.voiced.astype(float), melody.hz2cents(sampled.hz))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # silence is a valid estimate
        recall, alarm = melody.voicing_measures(sides[0], sides[2])
        scores = {
            "raw pitch accuracy": melody.raw_pitch_accuracy(*sides),
            "raw chroma accuracy": melody.raw_chroma_accuracy(*sides),
            "voicing recall": recall,
            "voicing false alarm": alarm,
            "overall accuracy": melody.overall_accuracy(*sides),
        }
    if not reference.voiced.any():
        for name in ("raw pitch accuracy", "raw chroma accuracy", "voicing recall"):
            del scores[name]
    if reference.voiced.all():
        del scores["voicing false alarm"]
    return {name: float(value) for name, value in scores.items()}
