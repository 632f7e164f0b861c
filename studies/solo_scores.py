"""How a solo is scored: contour, activations, notes, and the ceilings of coarse resolutions."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Contour, hertz, midi
from lausch.errors import FormatError
from lausch.evaluation.rivals import files_of
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.frames import Frames
from lausch.metrics import melody

PITCH, OVERALL, RECALL = "raw pitch accuracy", "overall accuracy", "voicing recall"
CEILINGS = {
    "every 100 ms, semitones": (0.1, True),
    "every 100 ms": (0.1, False),
    "every 20 ms, semitones": (0.02, True),
    "every 20 ms": (0.02, False),
}
"""Resolutions of the annotation: seconds between points, and whether pitches are rounded."""


def contour_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """Scores of the contour, and of activations and notes if there are any."""
    scores = system.task.assess(session.track, estimate.annotation)
    activations = estimate.annotation.activations
    truth = reference_pianoroll(session.track.read("contour"), activations)
    if truth.any():
        scores["average precision"] = average_precision(activations.values, truth)
    return Scores(scores)


def contour_facts(session: Session) -> dict[str, Any]:
    """The performer, the level of the solo (dB), and the median MIDI pitch."""
    truth = session.track.read("contour")
    facts: dict[str, Any] = {"performer": session.track.performer}
    if (level := session.track.fact("lead_db")) is not None:
        facts["lead_db"] = float(level)
    if truth.voiced.any():
        facts["height"] = float(np.median(midi(truth.hz[truth.voiced])))
    return facts


def ceilings(session: Session) -> dict[str, Scores]:
    """Scores of the annotation itself at the coarse resolutions of systems."""
    truth = session.track.read("contour")
    return {
        name: Scores(melody.score(truth, coarse(truth, *way))) for name, way in CEILINGS.items()
    }


def rival_scores(session: Session, folder: Path) -> dict[str, Scores]:
    """Scores of the rivals' files with `seconds,hz` in each text line."""
    truth = session.track.read("contour")
    return {
        name: Scores(melody.score(truth, read_contour(path)))
        for name, path in files_of(folder, session.corpus, session.track.name, ".csv")
    }


def read_contour(path: Path) -> Contour:
    """A contour from text lines `seconds,hz`; negative frequencies are guesses in silence.

    Raises FormatError for other contents.
    """
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = [(float(time), float(hz)) for time, hz in csv.reader(file)]
    except ValueError as error:
        raise FormatError(f"{path} should hold `seconds,hz` lines: {error}") from error
    values = np.array(rows).reshape(-1, 2)
    return Contour(values[:, 0], np.abs(values[:, 1]), values[:, 1] > 0)


def reference_pianoroll(contour: Contour, like: Frames) -> NDArray[np.bool_]:
    """Whether each semitone sounds in each frame, for frames and columns (`midi N`) of activations.

    Pitches without a column are left out.
    """
    truth = melody.at(contour, like.times)
    column = {int(name.removeprefix("midi ")): place for place, name in enumerate(like.columns)}
    pianoroll = np.zeros(like.values.shape, dtype=bool)
    for frame in np.flatnonzero(truth.voiced):
        place = column.get(round(float(midi(truth.hz[frame]))))
        if place is not None:
            pianoroll[frame, place] = True
    return pianoroll


def average_precision(activations: ArrayLike, truth: ArrayLike) -> float:
    """The area under precision over recall of all cells, 0 to 1, as defined by scikit-learn.

    Activations, of any scale, and the truth have the shape (frames, pitches). NaN if no pitch
    sounds.
    """
    values = np.asarray(activations, dtype=np.float64)
    right = np.asarray(truth, dtype=bool)
    if values.shape != right.shape:
        raise ValueError(f"activations of shape {values.shape} and a pianoroll of {right.shape}")
    if not right.any():
        return float("nan")
    order = np.argsort(-values, axis=None, kind="stable")
    ranked = values.ravel()[order]
    hits = np.cumsum(right.ravel()[order])
    last = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True))
    precision, recall = hits[last] / (last + 1), hits[last] / hits[-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


def coarse(contour: Contour, step: float, semitones: bool) -> Contour:
    """The annotation with a point every `step` seconds, perhaps with pitches in whole semitones."""
    if not len(contour):
        return contour
    points = melody.at(contour, np.arange(0.0, contour.times[-1] + step, step))
    if not semitones:
        return points
    sounds = points.hz > 0
    whole = hertz(np.round(midi(np.where(sounds, points.hz, 440.0))))
    return Contour(points.times, np.where(sounds, whole, 0.0), points.voiced)
