"""Solo lines of tracks and their scores, and the average precision of activations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Contour, midi
from lausch.corpora.track import Track
from lausch.frames import Frames
from lausch.metrics import melody
from lausch.metrics.melody import at

FURTHER_MEASURES = ("average precision", "note F", "note F with offsets")
"""Of activations and of notes, where a system has them and the annotation too."""


@dataclass(frozen=True)
class Followed:
    """What one system made of the solo line of one track.

    Parameters
    ----------
    system : the model or rival.
    corpus, track, song : of the recording.
    seconds : of sound.
    scores : by the names in `LINE_MEASURES` and `FURTHER_MEASURES`; of false alarms fewer are
        better.
    worked : seconds of the processor that the model took, without decoding the file; NaN where
        nobody looked.
    """

    system: str
    corpus: str
    track: str
    song: str
    seconds: float
    scores: dict[str, float]
    worked: float = float("nan")

    @property
    def key(self) -> tuple[str, str]:
        """Which recording it is, the same for every system."""
        return self.corpus, self.track


def measure_line(
    system: str, corpus: str, track: Track, reference: Contour, estimate: Contour
) -> Followed:
    """Score an estimate of the solo line of `track`."""
    scores = melody.score(reference, estimate)
    return Followed(system, corpus, track.name, track.song, track.duration, scores)


def reference_roll(contour: Contour, like: Frames) -> NDArray[np.bool_]:
    """Which semitone sounds at the time of each frame.

    Parameters
    ----------
    contour : the annotation.
    like : activations with columns named `midi N`.

    Returns
    -------
    Shape (frames, columns). A pitch that has no column is left out.
    """
    found = at(contour, like.times)
    column = {int(name.removeprefix("midi ")): place for place, name in enumerate(like.columns)}
    roll = np.zeros(like.values.shape, dtype=bool)
    for frame in np.flatnonzero(found.voiced):
        place = column.get(round(float(midi(found.hz[frame]))))
        if place is not None:
            roll[frame, place] = True
    return roll


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
