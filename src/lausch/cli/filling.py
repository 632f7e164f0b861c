"""Fill an index: analyse recordings in one process or several, and add them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.retrieval.writer import Job, finishing, process

if TYPE_CHECKING:
    from lausch.retrieval.entry import Entry
    from lausch.retrieval.index import Index
    from lausch.retrieval.writer import Duplicate


def fill(
    index: Index, paths: Sequence[Path], model: str | None, *, processes: int, seconds: float
) -> bool:
    """Add files and the recordings in folders; returns whether all of them could be read."""
    from lausch.cli.inputs import find
    from lausch.cli.job import explain
    from lausch.cli.progress import progress
    from lausch.corpora.workers import work_through
    from lausch.files import printable

    inputs, problems = find(paths)
    for message in problems:
        click.echo(message, err=True)
    failed = len(problems)
    writer = index.writer()
    jobs = list(writer.jobs(entry.path for entry in inputs))
    kept = len(inputs) - len(jobs)
    run = partial(_run, model or index.binding.model)
    with progress(len(jobs)) as bar, finishing(writer):
        for outcome in work_through(jobs, run, explain, workers=processes, seconds=seconds):
            if outcome.result is None:
                failed += 1
                bar.advance(outcome.failure, failed=failed, err=True)
            else:
                message = f"{printable(outcome.job.path)}: {writer.put(outcome.result)}"
                bar.advance(message, failed=failed)
    if kept:
        click.echo(f"{kept} of them are already in the index, unchanged", err=True)
    return not failed


def _run(model: str, job: Job) -> Entry | Duplicate:
    from lausch.analysis.choice import opened

    return process(job, opened(model))
