"""Many recordings: what was made of each, and at the end how many were done, kept and failed."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from lausch.cli.table import DONE, FAILED, KEPT, Cells, cells, kept_cells, write_table
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.cli.job import Job
    from lausch.cli.plan import Plan

REPEATED_FROM = 20
"""In a batch of so many recordings failures are repeated at the end."""


class Report(NamedTuple):
    """What a batch keeps of a recording: the line it prints, and its cells of the table."""

    line: str
    cells: Cells


def report(job: Job) -> Report:
    """Analyse and write; for a process of its own."""
    from lausch.cli.job import chosen, run
    from lausch.cli.summary import line

    analysis = run(job, chosen(job.options))
    return Report(line(analysis, job), cells(analysis))


def work(
    plan: Plan, processes: int, timeout: float, table: Path | None, *, quiet: bool = False
) -> bool:
    """Work through a plan; whether nothing failed.

    Parameters
    ----------
    plan : of many recordings.
    processes : that work at once.
    timeout : seconds for each recording.
    table : file that is written at the end, with a row for each recording.
    quiet : no progress bar.
    """
    from lausch.cli.job import explain
    from lausch.cli.progress import progress
    from lausch.corpora.workers import work_through

    for message in plan.problems:
        click.echo(message, err=True)
    failures = list(plan.problems)
    rows = [_row(job, KEPT, kept_cells(job) if table else {}) for job in plan.kept]
    counts = Counter({DONE: 0, KEPT: len(plan.kept), FAILED: len(plan.problems)})
    outcomes = work_through(plan.jobs, report, explain, workers=processes, seconds=timeout)
    try:
        with progress(len(plan.jobs), quiet=quiet) as bar:
            for outcome in outcomes:
                failed = outcome.result is None
                counts[FAILED if failed else DONE] += 1
                text = outcome.failure if outcome.result is None else outcome.result.line
                bar.advance(text, failed=counts[FAILED], err=failed)
                failures += [text] * failed
                known: Cells = {"reason": text}
                if outcome.result is not None:
                    known = outcome.result.cells
                rows.append(_row(outcome.job, FAILED if failed else DONE, known))
    finally:
        if table is not None:  # after Ctrl-C too: of what was done
            table.parent.mkdir(parents=True, exist_ok=True)
            write_table(table, rows)
    if plan.jobs or plan.kept:
        _conclude(plan, counts, failures if counts.total() >= REPEATED_FROM else [], table)
    return not counts[FAILED]


def _row(job: Job, status: str, known: Cells) -> Cells:
    return {"recording": os.fspath(job.path), "status": status, **known}


def _conclude(plan: Plan, counts: Counter[str], failures: list[str], table: Path | None) -> None:
    """The last lines: `297 done, 40 kept, 4 failed`, after the failures of a long batch."""
    from lausch.cli.plan import is_stale

    for failure in failures:
        click.echo(failure, err=True)
    words = [
        f"{counts[name]} {name}" for name in (DONE, KEPT, FAILED) if counts[name] or name == DONE
    ]
    old = sum(map(is_stale, plan.kept))
    if old:
        words.append(f"{old} of those kept are older than their recording")
    hint = "; --overwrite replaces what was kept" if counts[KEPT] else ""
    click.echo(", ".join(words) + hint, err=True)
    if table is not None:
        click.echo(f"wrote {printable(table)}", err=True)
