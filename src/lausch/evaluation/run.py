"""Systems on annotated tracks: a job is one track, on which several systems are measured."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import numpy as np

from lausch.analysis import runner
from lausch.corpora.corpus import Corpus
from lausch.corpora.draw import draw
from lausch.corpora.track import Split, Track
from lausch.errors import CorpusError, LauschError, OptionError
from lausch.evaluation.result import Result
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.files import replacing
from lausch.formulas import WEIGHTLESS
from lausch.models.model import DEFAULTS, shipped

ROOMS = (
    "analysis",
    "annotation",
    "audio",
    "decoding",
    "formulas",
    "metrics",
    "models",
    "representations",
    "tasks",
)
"""The rooms between sound and scores."""


@cache
def code_digest() -> str:
    """The first digits of the SHA-256 of all Python files in `ROOMS`.

    Results by other code are not reused.
    """
    package = Path(str(files("lausch")))
    content = hashlib.sha256()
    for path in sorted(path for room in ROOMS for path in (package / room).rglob("*.py")):
        content.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return content.hexdigest()[:12]


def opened(name: str) -> System:
    """A shipped model, a formula or a weights file, opened once in each process."""
    return cast(System, runner.opened(name))


def systems_of(layer: str) -> tuple[str, ...]:
    """Names of all models and formulas that find a layer: the defaults first, formulas last."""
    trained = [name for name in shipped() if layer in opened(name).layers]
    formulas = [name for name in WEIGHTLESS if layer in opened(name).layers]
    best = [name for name in DEFAULTS[layer] if name in trained]
    return (*best, *(name for name in trained if name not in best), *formulas)


def task_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """Scores and facts by the system's task."""
    task = system.task
    facts = task.facts(session.truth(task), estimate.annotation)
    return Scores(task.assess(session.track, estimate.annotation), facts)


def style(session: Session) -> dict[str, Any]:
    """The style as the only fact."""
    return {"style": session.track.style}


def nothing(session: Session, *folder: Path) -> dict[str, Scores]:
    """No further scores."""
    return {}


@dataclass(frozen=True)
class Procedure:
    """The functions that measure a track; functions of modules, which processes can import.

    Parameters
    ----------
    estimate : runs a system.
    scores : scores an estimate.
    facts : facts about the track, for the results of every system.
    rivals : scores of other programs, by name, from their folder.
    others : scores of no system, by name, such as a ceiling; they get the fact `other`.
    """

    estimate: Callable[[Session, System], Estimate] = Session.estimate
    scores: Callable[[Session, System, Estimate], Scores] = task_scores
    facts: Callable[[Session], dict[str, Any]] = style
    rivals: Callable[[Session, Path], dict[str, Scores]] = nothing
    others: Callable[[Session], dict[str, Scores]] = nothing


@dataclass(frozen=True)
class Job:
    """A track, its systems, and the folders for results (`work`) and of `rivals`, or None."""

    corpus: str
    track: Track
    systems: tuple[str, ...]
    procedure: Procedure = Procedure()
    work: Path | None = None
    rivals: Path | None = None


def jobs(
    corpora: Sequence[Corpus],
    systems: Sequence[str],
    admits: Callable[[Track], bool],
    *,
    what: str,
    split: Split = "test",
    most: int | None = None,
    seed: int = 0,
    procedure: Procedure = Procedure(),
    work: Path | None = None,
    rivals: Path | None = None,
) -> list[Job]:
    """A job for each annotated track, or for a draw of at most `most` from each corpus.

    `admits` says whether a track has the annotation `what`. Raises CorpusError when none has.
    """
    every = [
        Job(corpus.name, track, tuple(systems), procedure, work, rivals)
        for corpus in corpora
        for track in draw(corpus.split(split), known=admits, most=most, seed=seed)
    ]
    if not every:
        names = ", ".join(corpus.name for corpus in corpora)
        raise CorpusError(
            f"{names}: the {split} split holds no annotated track, that is, none with {what}; real "
            "corpora have only test, and small rendered ones may lack a split: --split, more hours "
            "or another corpus (`lausch corpus list`)"
        )
    return every


def measure(job: Job) -> list[Result]:
    """Every system, rival and other row on one track; results in the job's folder are reused."""
    session = Session(job.corpus, job.track)
    facts = {"split": job.track.split, **job.procedure.facts(session)}
    results = [_system(job, session, opened(name), facts) for name in job.systems]
    if job.rivals is not None:
        for name, scores in job.procedure.rivals(session, job.rivals).items():
            results.append(_result(job, name, scores, facts))
    for name, scores in job.procedure.others(session).items():
        results.append(_result(job, name, scores, facts | {"other": 1}))
    return results


def explain(job: Job, error: BaseException) -> str:
    """The reason why a track was not scored, in one line without the folders of this machine."""
    reason = str(error) or type(error).__name__
    if not isinstance(error, LauschError | OSError | MemoryError):
        reason = f"a fault of the program, {type(error).__name__}: {reason}"
    short = reason.replace(f"{job.track.audio.parent}{os.sep}", "")
    return f"{job.corpus}/{job.track.name}: {short}"


def checked_systems(names: Sequence[str], layer: str) -> list[System]:
    """The systems of these names.

    Raises OptionError when one does not find the layer, or two have the same name in tables, and
    ModelError when one cannot be opened.
    """
    systems = [opened(name) for name in names]
    for system in systems:
        if layer not in system.layers:
            raise OptionError(
                f"the model {system.name} finds {' and '.join(system.layers)}, not {layer}: leave "
                "it out, or name another one (`lausch models` lists them)"
            )
    here = [system.name for system in systems]
    if len(set(here)) < len(here):
        raise OptionError(f"a report is about models of different names, not {', '.join(here)}")
    return systems


def _system(job: Job, session: Session, system: System, facts: Mapping[str, Any]) -> Result:
    path = _stored(job, system)
    if path is not None and path.is_file():
        return Result(**json.loads(path.read_text(encoding="utf-8")))
    estimate = job.procedure.estimate(session, system)
    scores = job.procedure.scores(session, system, estimate)
    result = _result(job, system.name, scores, facts, estimate.cpu_seconds)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary:
            temporary.write_text(json.dumps(result.to_json()), encoding="utf-8")
    return result


def _result(
    job: Job,
    system: str,
    scores: Scores,
    facts: Mapping[str, Any],
    cpu_seconds: float = float("nan"),
) -> Result:
    track = job.track
    numbers = {name: float(value) for name, value in scores.scores.items() if not np.isnan(value)}
    recording = (job.corpus, track.name, track.song, track.duration)
    return Result(system, *recording, numbers, cpu_seconds, {**facts, **scores.facts})


def _stored(job: Job, system: System) -> Path | None:
    if job.work is None:
        return None
    sound = job.track.pcm_sha256[:16] or job.track.name
    return (
        job.work
        / f"{system.name}-{system.digest[:12]}-{code_digest()}"
        / job.corpus
        / f"{sound}.json"
    )
