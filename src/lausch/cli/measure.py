"""Jobs of an evaluation, one after the other or in processes, with a bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from lausch.corpora.workers import Outcome

SECONDS_PER_JOB = 1800.0
JobT = TypeVar("JobT")
RowT = TypeVar("RowT")


def through(
    jobs: Sequence[JobT],
    run: Callable[[JobT], list[RowT]],
    explain: Callable[[JobT, BaseException], str],
    processes: int,
) -> tuple[list[RowT], list[str]]:
    """The rows of every job, in the order of the jobs, and why some failed."""
    from lausch.corpora.workers import work_through

    rows: dict[int, list[RowT]] = {}
    failures: list[str] = []
    number = {id(job): index for index, job in enumerate(jobs)}
    outcomes: Iterable[Outcome[JobT, list[RowT]]] = (
        _here(jobs, run, explain)
        if processes == 1
        else work_through(jobs, run, explain, workers=processes, seconds=SECONDS_PER_JOB)
    )
    total, stderr = len(jobs), sys.stderr
    bar: AbstractContextManager[Iterable[Outcome[JobT, list[RowT]]]] = (
        click.progressbar(outcomes, length=total, file=stderr, show_pos=True)
        if stderr.isatty()
        else nullcontext(outcomes)
    )
    with bar as finished:
        for outcome in finished:
            if outcome.result is None:
                failures.append(outcome.failure)
            else:
                rows[number[id(outcome.job)]] = outcome.result
    return [row for index in sorted(rows) for row in rows[index]], failures


def _here(
    jobs: Sequence[JobT],
    run: Callable[[JobT], list[RowT]],
    explain: Callable[[JobT, BaseException], str],
) -> Iterator[Outcome[JobT, list[RowT]]]:
    from lausch.corpora.workers import Outcome
    from lausch.errors import MissingExtraError

    for job in jobs:
        try:
            yield Outcome(job, run(job))
        except MissingExtraError:
            raise
        except Exception as error:
            yield Outcome(job, None, explain(job, error))
