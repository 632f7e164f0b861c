"""Search for recordings by a part of their solo, with exact matching.

A job of the first kind analyses a recording with every model and writes chroma to a folder, by the
model's digest. A job of the second kind matches queries with a collection of such files, like
`lausch search`.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from retrieval_queries import Asked

from lausch.corpora.track import Track
from lausch.evaluation.result import Result
from lausch.evaluation.run import opened
from lausch.evaluation.session import Session
from lausch.files import replacing
from lausch.retrieval.chroma import fold, notes_chroma, quantised, restored, trimmed
from lausch.retrieval.matching import ChromaBatch, Matcher

TOP = (1, 5, 10)
MEASURES = ("MRR", *(f"top {top}" for top in TOP))
EVERY_SEMITONE = tuple(range(-5, 7))
TEMPI = tuple(1.08**step for step in range(-5, 6))
"""From 0.68 to 1.47 times the tempo; warping covers the tempi between."""
TRANSPOSED = ("transposed", "all at once")
NOWHERE = -1.0
"""The score of a recording that is not matched exactly; lower than any other."""
RETIMED = ("other tempo", "all at once")


@dataclass(frozen=True)
class ChromaJob:
    """A recording, the models that analyse it, and the folder for its chroma."""

    corpus: str
    track: Track
    models: tuple[str, ...]
    work: Path


@dataclass(frozen=True)
class SearchJob:
    """Queries, and the collection to search.

    Parameters
    ----------
    corpus : name of the collection.
    system : name of the model that analysed its recordings.
    documents : (name, file of chroma) of each recording.
    asked : the queries.
    work : folder for the answers.
    """

    corpus: str
    system: str
    documents: tuple[tuple[str, Path], ...]
    asked: tuple[Asked, ...]
    work: Path

    @property
    def answers(self) -> Path:
        """File of the answers; its name depends on everything that they depend on."""
        digest = hashlib.sha256()
        for name, path in self.documents:
            digest.update(f"{name} {path.parent.name} {path.name}\n".encode())
        for asked in self.asked:
            digest.update(f"{asked.track} {asked.kind} {asked.seconds} {asked.number}".encode())
            for values in (asked.notes.onsets, asked.notes.offsets, asked.notes.pitches):
                digest.update(values.tobytes())
        return self.work / "answers" / f"{self.system}-{digest.hexdigest()[:24]}.json"


def write_chroma(job: ChromaJob) -> list[tuple[str, str, Path]]:
    """(model, recording, file of its chroma) for every model; existing files are reused."""
    session = Session(job.corpus, job.track)
    rows = []
    for name in job.models:
        system = opened(name)
        folder = job.work / f"{system.name}-{system.digest[:12]}"
        mark = job.track.pcm_sha256[:8] or f"{job.track.audio.stat().st_size}"
        path = folder / f"{job.corpus}-{job.track.name}-{mark}.npy"
        if not path.is_file():
            activations = system.activations(session.sound(system.rate))
            keep(path, quantised(fold(system.decode(activations).activations)))
        rows.append((system.name, job.track.name, path))
    return rows


def keep(path: Path, values: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    """Write chroma to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.save(file, values, allow_pickle=False)


def search(job: SearchJob) -> list[Result]:
    """Match every query with every recording of its collection; existing answers are reused."""
    if job.answers.is_file():
        rows = json.loads(job.answers.read_text(encoding="utf-8"))
        return [Result(**{**row, "corpus": job.corpus}) for row in rows]
    matcher = _matcher(job.documents)
    results = [_answer(job, matcher, asked) for asked in job.asked]
    job.answers.parent.mkdir(parents=True, exist_ok=True)
    with replacing(job.answers) as temporary:
        temporary.write_text(json.dumps([row.to_json() for row in results]), encoding="utf-8")
    return results


def explain_search(job: SearchJob, error: BaseException) -> str:
    """The reason why queries failed, in one line."""
    return f"{job.corpus}, {job.system}: {str(error) or type(error).__name__}"


def measures(rank: int) -> dict[str, float]:
    """Scores by the names in `MEASURES`; a rank of 0 counts as never found."""
    tops = {f"top {top}": float(1 <= rank <= top) for top in TOP}
    return {"MRR": 1 / rank if rank else 0.0, **tops}


def _answer(job: SearchJob, matcher: Matcher, asked: Asked) -> Result:
    """The result of a query; the fact `score` is that of its recording, `other` the best other."""
    query, _ = trimmed(notes_chroma(asked.notes))
    began = time.process_time()
    fits = (
        matcher.fits(
            query,
            semitones=EVERY_SEMITONE if asked.kind in TRANSPOSED else (0,),
            ratios=TEMPI if asked.kind in RETIMED else (1.0,),
        )
        if len(query)
        else []
    )
    seconds = time.process_time() - began
    names = [matcher.batch.names[fit.number] for fit in fits]
    own = names.index(asked.track) if asked.track in names else -1
    others = [fit.score for fit, name in zip(fits, names, strict=True) if name != asked.track]
    return Result(
        job.system,
        job.corpus,
        f"{asked.track}/{asked.kind}/{asked.seconds:g}/{asked.number}",
        asked.song,
        float(asked.seconds),
        measures(own + 1),
        seconds,
        {
            "kind": asked.kind,
            "number": asked.number,
            "rank": own + 1,
            "score": fits[own].score if own >= 0 else NOWHERE,
            "other": max(others, default=NOWHERE),
        },
    )


@lru_cache(maxsize=1)
def _matcher(documents: Sequence[tuple[str, Path]]) -> Matcher:
    chroma = {name: restored(np.load(path, allow_pickle=False)) for name, path in documents}
    return Matcher(ChromaBatch.of(chroma))
