"""Many recordings: what was made of each, and at the end how many were done, kept and failed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from lausch.cli.existing import difference, is_stale
from lausch.cli.table import (
    COLLECTION,
    DONE,
    FAILED,
    KEPT,
    OTHER,
    Cells,
    Entry,
    entry,
    kept_entry,
    write_table,
)
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.analysis.choice import Choice
    from lausch.cli.job import Job
    from lausch.cli.plan import Plan

REPEATED_FROM = 20
"""In a batch of so many recordings failures are repeated at the end."""


class Report(NamedTuple):
    """What a batch keeps of a recording: the line it prints, and what its table holds."""

    line: str
    entry: Entry


def report(job: Job) -> Report:
    """Analyse and write; for a process of its own."""
    from lausch.cli.job import chosen, run
    from lausch.cli.summary import line

    analysis = run(job, chosen(job.options))
    return Report(line(analysis, job), entry(analysis))


def work(
    plan: Plan,
    choice: Choice,
    processes: int,
    timeout: float,
    table: Path | None,
    *,
    quiet: bool = False,
) -> bool:
    """Work through a plan; whether nothing failed.

    Parameters
    ----------
    plan : of many recordings.
    choice : the models and options of all its jobs.
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
    reasons = [difference(job, choice) for job in plan.kept]
    rows: list[Entry] = []
    for job, why in zip(plan.kept, reasons, strict=True):
        cells = kept_entry(job) if table else Entry({})
        rows.append(_row(job, OTHER if why else KEPT, cells, why))
    counts = Counter({DONE: 0, KEPT: 0, OTHER: 0, FAILED: len(plan.problems)})
    counts.update(OTHER if why else KEPT for why in reasons)
    outcomes = work_through(plan.jobs, report, explain, workers=processes, seconds=timeout)
    try:
        with progress(len(plan.jobs), quiet=quiet) as bar:
            for outcome in outcomes:
                failed = outcome.result is None
                counts[FAILED if failed else DONE] += 1
                text = outcome.failure if outcome.result is None else outcome.result.line
                bar.advance(text, failed=counts[FAILED], err=failed)
                failures += [text] * failed
                cells = Entry({}) if outcome.result is None else outcome.result.entry
                why = text if failed else ""
                rows.append(_row(outcome.job, FAILED if failed else DONE, cells, why))
    finally:
        if table is not None:  # after Ctrl-C too: of what was done
            table.parent.mkdir(parents=True, exist_ok=True)
            write_table(table, rows)
    if plan.jobs or plan.kept:
        for failure in failures if counts.total() >= REPEATED_FROM else []:
            click.echo(failure, err=True)
        click.echo(_conclusion(plan, counts, reasons), err=True)
        if table is not None:
            click.echo(f"wrote {printable(table)}{_lacking(table, rows, counts)}", err=True)
    return not counts[FAILED]


def _row(job: Job, status: str, own: Entry, reason: str) -> Entry:
    why: Cells = {"reason": reason} if reason else {}
    cells = {"recording": os.fspath(job.path), "status": status, **why, **own.cells}
    return Entry(cells, own.track)


def _lacking(table: Path, rows: Sequence[Entry], counts: Counter[str]) -> str:
    """What is not in a collection, as only JSON among the results knows the recording."""
    lacking = sum(not each.track for each in rows) - counts[FAILED]
    if table.suffix.lower() != COLLECTION or lacking <= 0:
        return ""
    return (
        f" without {lacking} of those kept, whose results do not name the recording; add json to "
        "--format, or --overwrite"
    )


def _conclusion(plan: Plan, counts: Counter[str], reasons: Sequence[str]) -> str:
    """The last line: `297 done, 40 kept, 4 failed`; `reasons` tell what was not made alike."""
    words = []
    for name in (DONE, KEPT, OTHER, FAILED):
        if counts[name] or name == DONE:
            words.append(f"{counts[name]} {name}")
        if name == OTHER and counts[name]:
            kinds = sorted(Counter(filter(None, reasons)).items())
            words[-1] += f" ({', '.join(f'{count} {why}' for why, count in kinds)})"
    same = (job for job, why in zip(plan.kept, reasons, strict=True) if not why)
    old = sum(map(is_stale, same))
    if old:
        words.append(f"{old} of those kept are older than their recording")
    what = "results that exist" if counts[OTHER] else "what was kept"
    return ", ".join(words) + (f"; --overwrite replaces {what}" if plan.kept else "")
