"""Models run over annotated forms: one job is one track, heard by every model asked."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from lausch.analysis.choice import Listener, load
from lausch.annotation import Form
from lausch.audio import Audio
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import CorpusError, OptionError
from lausch.evaluation.draw import draw
from lausch.files import replacing
from lausch.formulas import WEIGHTLESS
from lausch.frames import Frames
from lausch.metrics import sections
from lausch.models.model import DEFAULTS, shipped
from lausch.representations.structure import STRUCTURE, structure
from lausch.tasks.labels import labelled

_BLOCK_SAMPLES = 1 << 20
CLASSICS = ("foote", "homogeneity", "laplacian", "equal")
"""Formulas that the literature measures itself against, in the order of tables."""


@dataclass(frozen=True)
class StructureJob:
    """A track with an annotated form, the models that hear it, and where scores are kept."""

    corpus: str
    track: Track
    models: tuple[str, ...]
    work: Path | None = None


@dataclass(frozen=True)
class Divided:
    """What one system made of the form of one track.

    Parameters
    ----------
    system : the model or rival.
    corpus, track, song : of the recording.
    seconds : of sound.
    scores : by level and measure, as `metrics.sections.score` names them.
    worked : seconds of processor time the model took, without decoding the file; NaN where nobody
        looked.
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


def has_form(track: Track) -> bool:
    """Whether a track's form is annotated."""
    return track.has("sections")


def structure_models() -> tuple[str, ...]:
    """The names of all models at hand that find sections: those with weights first, best first."""
    known = [name for name in shipped() if "sections" in load(name).layers]
    best = [name for name in DEFAULTS["sections"] if name in known]
    formulas = [name for name in WEIGHTLESS if "sections" in load(name).layers]
    return (*best, *(name for name in known if name not in best), *formulas)


def structure_model(name: str) -> Listener:
    """A model that finds sections, opened once in each process.

    Raises
    ------
    OptionError : it finds something else.
    ModelError : it cannot be opened.
    """
    listener = _opened(name)
    if "sections" not in listener.layers:
        raise OptionError(
            f"the model {listener.name} finds {' and '.join(listener.layers)}, not sections: leave "
            "it out, or name another one (`lausch models` lists them)"
        )
    return listener


def structure_jobs(
    corpora: Sequence[Corpus],
    models: Sequence[str],
    *,
    most: int | None = None,
    seed: int = 0,
    work: Path | None = None,
) -> list[StructureJob]:
    """A job for each test track with an annotated form, or for a seeded draw of `most` each.

    Raises
    ------
    CorpusError : there is none.
    """
    jobs = [
        StructureJob(corpus.name, track, tuple(models), work)
        for corpus in corpora
        for track in draw(corpus.split("test"), known=has_form, most=most, seed=seed)
    ]
    if not jobs:
        names = ", ".join(corpus.name for corpus in corpora)
        raise CorpusError(
            f"{names}: no test track has an annotated form; those of popform, jazzform and "
            "chartform have"
        )
    return jobs


def divide(job: StructureJob) -> list[Divided]:
    """Score what every model makes of the form of a track; what names no sections gets letters.

    What a model scored on a recording before is read from the folder `work`, if there is one.
    """
    rows: list[Divided] = []
    sounds = _Sounds(job.track)
    for name in job.models:
        listener = structure_model(name)
        kept = _kept(job, listener)
        if kept is not None and kept.is_file():
            rows.append(Divided(**json.loads(kept.read_text(encoding="utf-8"))))
            continue
        sound = sounds.at(listener.rate)
        began = time.process_time()
        form: Form = listener.decode(listener.activations(sound))
        worked = time.process_time() - began
        if not all(form.coarse.labels):
            features, seconds = sounds.features
            began = time.process_time()
            form = labelled(form, features)
            worked += seconds + time.process_time() - began
        row = measure_form(
            listener.name, job.corpus, job.track, job.track.read("sections"), form, worked
        )
        rows.append(row)
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            with replacing(kept) as temporary:
                temporary.write_text(json.dumps(asdict(row)), encoding="utf-8")
    return rows


def measure_form(
    system: str,
    corpus: str,
    track: Track,
    reference: Form,
    estimate: Form,
    worked: float = float("nan"),
) -> Divided:
    """Score an estimate of the form of `track`."""
    scores = sections.score(reference, estimate)
    return Divided(system, corpus, track.name, track.song, track.duration, scores, worked)


class _Sounds:
    """A recording at the rates it was asked for, and the features that letters come from."""

    def __init__(self, track: Track) -> None:
        self.track = track
        self.known: dict[int, Audio] = {}

    def at(self, rate: int) -> Audio:
        if rate not in self.known:
            self.known[rate] = self.track.load(rate)
        return self.known[rate]

    @cached_property
    def features(self) -> tuple[Frames, float]:
        """The features, and how many seconds they took."""
        sound = self.at(STRUCTURE.rate)
        began = time.process_time()
        found = structure(sound.blocks(_BLOCK_SAMPLES))
        return found, time.process_time() - began


def _kept(job: StructureJob, listener: Listener) -> Path | None:
    if job.work is None:
        return None
    sound = job.track.pcm_sha256[:16] or job.track.name
    return job.work / f"{listener.name}-{listener.digest[:12]}" / job.corpus / f"{sound}.json"


@lru_cache(maxsize=16)
def _opened(name: str) -> Listener:
    return load(name)
