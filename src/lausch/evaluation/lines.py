"""One estimated solo line held against one annotation: the measures of melody extraction.

All by mir_eval (Salamon, Gomez, Ellis & Richard, IEEE Signal Processing Magazine 31(2), 2014): a
pitch is right within 50 cents. The estimate is read at the annotation's times, at its nearest
point; mir_eval itself would draw straight lines between points, and a step of one note to the
next in a coarse estimate would become a glide through wrong pitches.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Contour
from lausch.corpora.track import Track
from lausch.errors import MissingExtraError

LINE_MEASURES = (
    "raw pitch accuracy",
    "raw chroma accuracy",
    "voicing recall",
    "voicing false alarm",
    "overall accuracy",
)


@dataclass(frozen=True)
class Followed:
    """What one system made of the solo line of one track.

    Parameters
    ----------
    system : the model or rival.
    corpus, track, song : of the recording.
    seconds : of sound.
    scores : by the names in `LINE_MEASURES`; of false alarms fewer are better.
    """

    system: str
    corpus: str
    track: str
    song: str
    seconds: float
    scores: dict[str, float]

    @property
    def key(self) -> tuple[str, str]:
        """Which recording it is, the same for every system."""
        return self.corpus, self.track


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
    known = contour.times
    step = float(np.median(np.diff(known))) if len(known) > 1 else 0.0
    nearest = np.searchsorted((known[1:] + known[:-1]) / 2, wanted)
    inside = (wanted >= known[0] - step) & (wanted <= known[-1] + step)
    return Contour(
        wanted,
        np.where(inside, contour.hz[nearest], 0.0),
        contour.voiced[nearest] & inside,
        contour.confidence[nearest],
    )


def score_line(reference: Contour, estimate: Contour) -> dict[str, float]:
    """Scores by the names in `LINE_MEASURES`.

    Pitch and chroma accuracy ask for the pitch wherever the annotation is voiced, also where the
    estimate calls its pitch a guess; overall accuracy asks for the voicing too.

    Raises
    ------
    MissingExtraError : mir_eval is not installed.
    """
    try:
        from mir_eval import melody
    except ImportError as error:
        raise MissingExtraError("scoring needs mir_eval: pip install 'lausch[eval]'") from error

    if not len(reference):
        return {}
    found = at(estimate, reference.times)
    truth, guess = _cents(reference), _cents(found)
    sung, heard = reference.voiced.astype(float), found.voiced.astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a silent line is an answer too
        recall, alarm = melody.voicing_measures(sung, heard)
        scores = {
            "raw pitch accuracy": melody.raw_pitch_accuracy(sung, truth, heard, guess),
            "raw chroma accuracy": melody.raw_chroma_accuracy(sung, truth, heard, guess),
            "voicing recall": recall,
            "voicing false alarm": alarm,
            "overall accuracy": melody.overall_accuracy(sung, truth, heard, guess),
        }
    asked = set(LINE_MEASURES)
    if not reference.voiced.any():
        asked -= {"raw pitch accuracy", "raw chroma accuracy", "voicing recall"}
    if reference.voiced.all():
        asked -= {"voicing false alarm"}
    return {name: float(scores[name]) for name in LINE_MEASURES if name in asked}


def measure_line(
    system: str, corpus: str, track: Track, reference: Contour, estimate: Contour
) -> Followed:
    """Score an estimate of the solo line of `track`."""
    scores = score_line(reference, estimate)
    return Followed(system, corpus, track.name, track.song, track.duration, scores)


def average_precision(activations: ArrayLike, truth: ArrayLike) -> float:
    """The area under precision over recall of all cells of a roll, as scikit-learn defines it.

    Parameters
    ----------
    activations : shape (frames, pitches), any scale; equal ones are taken together.
    truth : of the same shape, whether the pitch sounds.

    Returns
    -------
    0 to 1; NaN where nothing sounds.

    Raises
    ------
    ValueError : the shapes differ.
    """
    values = np.asarray(activations, dtype=np.float64)
    right = np.asarray(truth, dtype=bool)
    if values.shape != right.shape:
        raise ValueError(f"activations of shape {values.shape} and a roll of {right.shape}")
    if not right.any():
        return float("nan")
    order = np.argsort(-values, axis=None, kind="stable")
    ranked = values.ravel()[order]
    hits = np.cumsum(right.ravel()[order])
    last = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True))
    precision, recall = hits[last] / (last + 1), hits[last] / hits[-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


def _cents(contour: Contour) -> NDArray[np.float64]:
    """Cents above 10 Hz; 0 where there is not even a guess, as mir_eval has it."""
    sounds = contour.hz > 0
    return np.where(sounds, 1200 * np.log2(np.where(sounds, contour.hz, 10.0) / 10.0), 0.0)
