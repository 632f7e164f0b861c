"""Scores of a solo line against an annotation: the measures of melody extraction.

All by mir_eval (Salamon, Gomez, Ellis & Richard, IEEE Signal Processing Magazine 31(2), 2014): a
pitch is right within 50 cents. At each time of the annotation the nearest point of the estimate
counts; mir_eval itself would interpolate, and a step between notes in a coarse estimate would
become a glide through wrong pitches.
"""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Contour
from lausch.metrics.library import mir_eval

MEASURES = (
    "raw pitch accuracy",
    "raw chroma accuracy",
    "voicing recall",
    "voicing false alarm",
    "overall accuracy",
)


def at(contour: Contour, times: ArrayLike) -> Contour:
    """A contour at other times: its nearest point, or silence more than a step beyond its ends.

    Parameters
    ----------
    contour : any times.
    times : seconds, increasing.
    """
    wanted = np.asarray(times, dtype=np.float64)
    if not len(contour):
        return Contour(wanted, np.zeros(len(wanted)))
    point, inside = nearest(contour, wanted)
    return Contour(
        wanted,
        np.where(inside, contour.hz[point], 0.0),
        contour.voiced[point] & inside,
        contour.confidence[point],
    )


def nearest(
    contour: Contour, moments: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The point nearest to each moment, and whether it is within a step of the contour's ends.

    Parameters
    ----------
    contour : not empty.
    moments : seconds, which may lie before the recording.
    """
    known = contour.times
    step = float(np.median(np.diff(known))) if len(known) > 1 else 0.0
    point = np.searchsorted((known[1:] + known[:-1]) / 2, moments)
    return point, (moments >= known[0] - step) & (moments <= known[-1] + step)


def score(reference: Contour, estimate: Contour) -> dict[str, float]:
    """Scores by the names in `MEASURES`.

    Pitch and chroma accuracy compare the pitch wherever the annotation is voiced, even where the
    estimate is a guess; overall accuracy also compares the voicing.

    Raises
    ------
    MissingExtraError : mir_eval is not installed.
    """
    melody = mir_eval("melody")
    if not len(reference):
        return {}
    line = at(estimate, reference.times)
    truth, guess = _cents(reference), _cents(line)
    sung, voicing = reference.voiced.astype(float), line.voiced.astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a silent line is an answer too
        recall, alarm = melody.voicing_measures(sung, voicing)
        scores = {
            "raw pitch accuracy": melody.raw_pitch_accuracy(sung, truth, voicing, guess),
            "raw chroma accuracy": melody.raw_chroma_accuracy(sung, truth, voicing, guess),
            "voicing recall": recall,
            "voicing false alarm": alarm,
            "overall accuracy": melody.overall_accuracy(sung, truth, voicing, guess),
        }
    asked = set(MEASURES)
    if not reference.voiced.any():
        asked -= {"raw pitch accuracy", "raw chroma accuracy", "voicing recall"}
    if reference.voiced.all():
        asked -= {"voicing false alarm"}
    return {name: float(scores[name]) for name in MEASURES if name in asked}


def _cents(contour: Contour) -> NDArray[np.float64]:
    """Cents above 10 Hz; 0 without a guess, as in mir_eval."""
    sounds = contour.hz > 0
    return np.where(sounds, 1200 * np.log2(np.where(sounds, contour.hz, 10.0) / 10.0), 0.0)
