"""Models run over annotated solo lines: one job is one track, heard by every model asked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lausch.analysis.choice import Listener, load
from lausch.annotation import Contour, hertz, midi
from lausch.audio import Audio
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Split, Track
from lausch.errors import CorpusError, OptionError
from lausch.evaluation.draw import draw, has_line
from lausch.evaluation.lines import Followed, average_precision, reference_roll
from lausch.formulas import WEIGHTLESS
from lausch.metrics import melody as line_metrics
from lausch.metrics import notes
from lausch.metrics.melody import at
from lausch.models.model import DEFAULTS, shipped

CEILINGS = {
    "every 100 ms, semitones": (0.1, True),
    "every 100 ms": (0.1, False),
    "every 20 ms, semitones": (0.02, True),
    "every 20 ms": (0.02, False),
}
"""Ways to write the annotation down: seconds between points, and whether pitches are rounded."""


@dataclass(frozen=True)
class LineJob:
    """A track with an annotated line, and the models that hear it."""

    corpus: str
    track: Track
    models: tuple[str, ...]


def solo_models() -> tuple[str, ...]:
    """The names of all models at hand that find solos: those with weights first, best first."""
    known = [name for name in shipped() if "solo" in load(name).layers]
    best = [name for name in DEFAULTS["solo"] if name in known]
    formulas = [name for name in WEIGHTLESS if "solo" in load(name).layers]
    return (*best, *(name for name in known if name not in best), *formulas)


def solo_model(name: str) -> Listener:
    """A model that finds solos, opened once in each process.

    Raises
    ------
    OptionError : it finds something else.
    ModelError : it cannot be opened.
    """
    listener = _opened(name)
    if "solo" not in listener.layers:
        raise OptionError(
            f"the model {listener.name} finds {' and '.join(listener.layers)}, not solos: leave it "
            "out, or name another one (`lausch models` lists them)"
        )
    return listener


def line_jobs(
    corpora: Sequence[Corpus],
    models: Sequence[str],
    *,
    split: Split = "test",
    most: int | None = None,
    seed: int = 0,
) -> list[LineJob]:
    """A job for each track of a split with an annotated line, or for a seeded draw of `most`.

    Raises
    ------
    CorpusError : there is none.
    """
    jobs = [
        LineJob(corpus.name, track, tuple(models))
        for corpus in corpora
        for track in draw(corpus.split(split), known=has_line, most=most, seed=seed)
    ]
    if not jobs:
        names = ", ".join(corpus.name for corpus in corpora)
        raise CorpusError(
            f"{names}: no {split} track has an annotated solo line; the test splits of solos, "
            "jazz, pop and mir1k have"
        )
    return jobs


def follow(job: LineJob) -> list[Followed]:
    """Score what every model makes of a track, and how good its scores could be (`CEILINGS`)."""
    reference = job.track.read("contour")
    rows = [
        _row(name, job, line_metrics.score(reference, written_down(reference, *way)))
        for name, way in CEILINGS.items()
    ]
    sounds: dict[int, Audio] = {}
    for name in job.models:
        listener = solo_model(name)
        if listener.rate not in sounds:
            sounds[listener.rate] = job.track.load(listener.rate)
        began = time.process_time()
        melody = listener.decode(listener.activations(sounds[listener.rate]))
        worked = time.process_time() - began
        scores = line_metrics.score(reference, melody.contour)
        truth = reference_roll(reference, melody.activations)
        if truth.any():
            scores["average precision"] = average_precision(melody.activations.values, truth)
        if job.track.has("notes"):
            scores |= notes.score(
                notes.notes_at_f0(job.track.read("notes"), reference), melody.notes
            )
        rows.append(_row(listener.name, job, scores, worked))
    return rows


def height(track: Track) -> float:
    """Median MIDI pitch of the annotated line; NaN where it never sounds."""
    line = track.read("contour")
    return float(np.median(midi(line.hz[line.voiced]))) if line.voiced.any() else float("nan")


def written_down(contour: Contour, step: float, semitones: bool) -> Contour:
    """The annotation as a system would have to say it that speaks only every `step` seconds."""
    if not len(contour):
        return contour
    found = at(contour, np.arange(0.0, contour.times[-1] + step, step))
    if not semitones:
        return found
    sounds = found.hz > 0
    whole = hertz(np.round(midi(np.where(sounds, found.hz, 440.0))))
    return Contour(found.times, np.where(sounds, whole, 0.0), found.voiced)


def _row(
    system: str, job: LineJob, scores: dict[str, float], worked: float = float("nan")
) -> Followed:
    track = job.track
    return Followed(system, job.corpus, track.name, track.song, track.duration, scores, worked)


@lru_cache(maxsize=8)
def _opened(name: str) -> Listener:
    return load(name)
