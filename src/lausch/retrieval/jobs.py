"""What adding does with each file: analyse all of it, its sound alone, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from lausch.analysis.runner import Runner
from lausch.retrieval.entry import Entry, Stamp, digest, entry_of
from lausch.retrieval.sound import Sound, sound_model, sound_of


@dataclass(frozen=True)
class Job:
    """A recording that the model may have to analyse.

    The path is absolute; `known` are SHA-256 of recordings in the index with its path or its size.
    `number` is the id of a recording that has not changed, but lacks its sound by today's model.
    """

    path: str
    known: tuple[str, ...] = ()
    number: int | None = None


@dataclass(frozen=True)
class Duplicate:
    """A file whose samples are in the index already."""

    path: str
    sha256: str
    stamp: Stamp


@dataclass(frozen=True)
class Resounded:
    """The sound of a recording that is in the index already."""

    path: str
    number: int
    sound: Sound


Outcome: TypeAlias = "Entry | Duplicate | Resounded"


def process(job: Job, runner: Runner) -> Outcome:
    """The entry of a recording, or its duplicate where the index knows its samples."""
    if job.number is not None:
        return Resounded(job.path, job.number, sound_of(job.path, sound_model()))
    if job.known:
        stamp, sha256 = Stamp.of(job.path), digest(job.path)
        if sha256 in job.known:
            return Duplicate(job.path, sha256, stamp)
    return entry_of(job.path, runner, sound_model())
