"""Evaluation jobs run one after the other or in processes, with a bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from lausch.corpora.workers import Outcome

SECONDS_PER_TRACK = 1800.0
JobT = TypeVar("JobT")
FoundT = TypeVar("FoundT")


def hear_all(
    jobs: Sequence[JobT],
    hear: Callable[[JobT], list[FoundT]],
    explain: Callable[[JobT, BaseException], str],
    processes: int,
) -> tuple[list[FoundT], list[str]]:
    """What was found in every track, in the order of the jobs, and why some failed."""
    found: dict[int, list[FoundT]] = {}
    failures: list[str] = []
    number = {id(job): index for index, job in enumerate(jobs)}
    with _bar(_outcomes(jobs, hear, explain, processes), len(jobs)) as outcomes:
        for outcome in outcomes:
            if outcome.result is None:
                failures.append(outcome.failure)
            else:
                found[number[id(outcome.job)]] = outcome.result
    return [heard for index in sorted(found) for heard in found[index]], failures


def _bar(
    outcomes: Iterable[Outcome[JobT, list[FoundT]]], total: int
) -> AbstractContextManager[Iterable[Outcome[JobT, list[FoundT]]]]:
    if not sys.stderr.isatty():
        return nullcontext(outcomes)
    return click.progressbar(outcomes, length=total, file=sys.stderr, show_pos=True)


def _outcomes(
    jobs: Sequence[JobT],
    hear: Callable[[JobT], list[FoundT]],
    explain: Callable[[JobT, BaseException], str],
    processes: int,
) -> Iterable[Outcome[JobT, list[FoundT]]]:
    from lausch.corpora.workers import work_through

    if processes == 1:
        return _here(jobs, hear, explain)
    return work_through(jobs, hear, explain, workers=processes, seconds=SECONDS_PER_TRACK)


def _here(
    jobs: Sequence[JobT],
    hear: Callable[[JobT], list[FoundT]],
    explain: Callable[[JobT, BaseException], str],
) -> Iterator[Outcome[JobT, list[FoundT]]]:
    from lausch.corpora.workers import Outcome
    from lausch.errors import MissingExtraError

    for job in jobs:
        try:
            yield Outcome(job, hear(job))
        except MissingExtraError:
            raise
        except Exception as error:
            yield Outcome(job, None, explain(job, error))
