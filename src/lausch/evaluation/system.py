"""Models run over annotated tracks: one job is one track, heard by every model asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from lausch.annotation import Beats
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Split, Track
from lausch.errors import CorpusError
from lausch.evaluation.calibration import Calibration, calibration
from lausch.evaluation.draw import draw
from lausch.evaluation.measured import Measured, measure
from lausch.evaluation.picking import picked_scores
from lausch.frames import Frames
from lausch.models.model import Model, load_model


class OfTrack(Protocol):
    """A job, whatever is done with its track."""

    @property
    def corpus(self) -> str:
        """The name of the track's corpus."""
        ...

    @property
    def track(self) -> Track:
        """The recording."""
        ...


@dataclass(frozen=True)
class Job:
    """A track of a corpus, the models that hear it, and whether peaks are looked at as well."""

    corpus: str
    track: Track
    models: tuple[str, ...]
    activations: bool = False


@dataclass(frozen=True)
class Heard:
    """What one model made of one track.

    Parameters
    ----------
    measured : scores after the model's own decoder.
    split : of the track.
    picked : F by measure, one for each of `lausch.evaluation.picking.THRESHOLDS`.
    calibration : by column of the activations.
    """

    measured: Measured
    split: Split
    picked: dict[str, list[float]] = field(default_factory=dict)
    calibration: dict[str, Calibration] = field(default_factory=dict)


def jobs(
    corpora: Sequence[Corpus],
    split: Split,
    models: Sequence[str],
    *,
    most: int | None = None,
    seed: int = 0,
    activations: bool = False,
) -> list[Job]:
    """A job for each annotated track of a split, or for a seeded draw of `most` of them.

    Raises
    ------
    CorpusError : the split holds no annotated track.
    """
    found = [
        Job(corpus.name, track, tuple(models), activations)
        for corpus in corpora
        for track in draw(corpus.split(split), most=most, seed=seed)
    ]
    if not found:
        names = ", ".join(corpus.name for corpus in corpora)
        raise CorpusError(
            f"{names}: the {split} split holds no annotated track; real corpora have only test, "
            "and small rendered ones may lack a split: --split or more hours"
        )
    return found


def hear(job: Job) -> list[Heard]:
    """Run every model of a job over its track, and score what comes out."""
    reference = job.track.read("beats")
    sounds: dict[int, Any] = {}
    found = []
    for name in job.models:
        model = _opened(name)
        if model.rate not in sounds:
            sounds[model.rate] = job.track.load(model.rate)
        activations = model.activations(sounds[model.rate])
        estimate = model.decode(activations)
        found.append(
            Heard(
                measure(model.name, job.corpus, job.track, reference, estimate),
                job.track.split,
                picked_scores(activations, reference) if job.activations else {},
                _calibrations(activations, reference) if job.activations else {},
            )
        )
    return found


def explain(job: OfTrack, error: BaseException) -> str:
    """Why a track could not be scored, in one line without the folders of this machine."""
    reason = str(error) or type(error).__name__
    short = reason.replace(f"{job.track.audio.parent}{os.sep}", "")
    return f"{job.corpus}/{job.track.name}: {short}"


def _calibrations(activations: Frames, reference: Beats) -> dict[str, Calibration]:
    times = {"beat": reference.times}
    if reference.positions is not None:
        times["downbeat"] = reference.downbeats
    return {
        column: calibration(activations, column, times[column])
        for column in activations.columns
        if column in times
    }


@lru_cache(maxsize=8)
def _opened(name: str) -> Model:
    return load_model(name)
