"""What a process tells of a recording: what it made of it, or why it could not."""

from __future__ import annotations

import errno
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from lausch.batches.rows import Result
from lausch.batches.stamps import Stamp, content, stamp
from lausch.cli.reconcile import UNREACHABLE, UNWRITABLE
from lausch.cli.table import Entry, entry
from lausch.errors import AudioError, LauschError, StoreError

if TYPE_CHECKING:
    from lausch.cli.job import Job

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
"""Errors of the disk that the next recording would meet, too."""


class Report(NamedTuple):
    """A recording that was analysed.

    Parameters
    ----------
    line : what is printed.
    entry : what a table holds of it.
    stamp, content : of the recording, before it was read.
    results : the files that were written, by kind.
    duration : of the recording in seconds.
    seconds : that it took.
    """

    line: str
    entry: Entry
    stamp: Stamp
    content: str
    results: Mapping[str, Result]
    duration: float | None
    seconds: float


class Refusal(NamedTuple):
    """A recording that was not, and why; `full` if no other could be written either."""

    kind: str
    text: str
    full: bool = False


def report(job: Job) -> Report | Refusal:
    """Analyse and write; for a process of its own."""
    from lausch.cli.job import chosen, explain, run
    from lausch.cli.staging import staged
    from lausch.cli.summary import line

    begun = time.monotonic()
    try:
        before = stamp(job.path)
        with staged(job) as local:
            digest = content(local.path)
            analysis = run(local, chosen(job.options))
            digests = {kind: content(path) for kind, path in local.places}
        results = {kind: Result(path, "", stamp(path), digests[kind]) for kind, path in job.places}
    except Exception as error:
        full = isinstance(error, OSError) and error.errno in FULL
        return Refusal(kind_of(error), explain(job, error), full)
    seconds = time.monotonic() - begun
    return Report(
        line(analysis, job), entry(analysis), before, digest, results, analysis.duration, seconds
    )


def kind_of(error: BaseException) -> str:
    """A word for the reason of a failure."""
    for kind, classes in KINDS.items():
        if isinstance(error, classes):
            return kind
    return "unexpected"


KINDS: dict[str, type[BaseException] | tuple[type[BaseException], ...]] = {
    "unreadable": AudioError,
    "memory": MemoryError,
    UNWRITABLE: OSError,
    UNREACHABLE: StoreError,
    "refused": LauschError,
}
"""The first that fits an error is its kind."""
