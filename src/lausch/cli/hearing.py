"""Evaluation jobs run one after the other or in processes, with a bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from lausch.cli.workers import Outcome
    from lausch.evaluation.system import Heard, Job

SECONDS_PER_TRACK = 1800.0


def hear_all(jobs: Sequence[Job], processes: int) -> tuple[list[Heard], list[str]]:
    """What the models made of every track, in the order of the jobs, and why some failed."""
    found: dict[int, list[Heard]] = {}
    failures: list[str] = []
    number = {id(job): index for index, job in enumerate(jobs)}
    with _bar(_outcomes(jobs, processes), len(jobs)) as outcomes:
        for outcome in outcomes:
            if outcome.result is None:
                failures.append(outcome.failure)
            else:
                found[number[id(outcome.job)]] = outcome.result
    return [heard for index in sorted(found) for heard in found[index]], failures


def _bar(
    outcomes: Iterable[Outcome[Job, list[Heard]]], total: int
) -> AbstractContextManager[Iterable[Outcome[Job, list[Heard]]]]:
    if not sys.stderr.isatty():
        return nullcontext(outcomes)
    return click.progressbar(outcomes, length=total, file=sys.stderr, show_pos=True)


def _outcomes(jobs: Sequence[Job], processes: int) -> Iterable[Outcome[Job, list[Heard]]]:
    from lausch.cli.workers import work_through
    from lausch.evaluation.system import explain, hear

    if processes == 1:
        return _here(jobs)
    return work_through(jobs, hear, explain, workers=processes, seconds=SECONDS_PER_TRACK)


def _here(jobs: Sequence[Job]) -> Iterator[Outcome[Job, list[Heard]]]:
    from lausch.cli.workers import Outcome
    from lausch.errors import MissingExtraError
    from lausch.evaluation.system import explain, hear

    for job in jobs:
        try:
            yield Outcome(job, hear(job))
        except MissingExtraError:
            raise
        except Exception as error:
            yield Outcome(job, None, explain(job, error))
