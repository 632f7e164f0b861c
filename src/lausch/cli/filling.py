"""Fill an index: analyse recordings in one process or several, and add them one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.retrieval.writer import Job, finishing, process

if TYPE_CHECKING:
    from lausch.corpora.workers import Outcome
    from lausch.retrieval.entry import Entry
    from lausch.retrieval.index import Index
    from lausch.retrieval.writer import Duplicate


@dataclass(frozen=True)
class Task:
    """A recording and its model, in a form that can be sent to other processes."""

    path: Path
    known: tuple[str, ...]
    model: str


def fill(
    index: Index, given: Sequence[Path], model: str | None, *, processes: int, seconds: float
) -> bool:
    """Add files and the recordings in folders; returns whether all of them could be read."""
    from lausch.cli.inputs import find
    from lausch.cli.progress import progress
    from lausch.files import printable

    inputs, problems = find(given)
    for message in problems:
        click.echo(message, err=True)
    failed = len(problems)
    writer = index.writer()
    tasks = [
        Task(Path(job.path), job.known, model or index.binding.model)
        for job in writer.jobs(entry.path for entry in inputs)
    ]
    kept = len(inputs) - len(tasks)
    with progress(len(tasks)) as bar, finishing(writer):
        for outcome in _outcomes(tasks, processes, seconds):
            if outcome.result is None:
                failed += 1
                bar.advance(outcome.failure, failed=failed, err=True)
            else:
                message = f"{printable(outcome.job.path)}: {writer.put(outcome.result)}"
                bar.advance(message, failed=failed)
    if kept:
        click.echo(f"{kept} of them are already in the index, unchanged", err=True)
    return not failed


def run(task: Task) -> Entry | Duplicate:
    """Analyse one recording."""
    from lausch.cli.job import opened

    return process(Job(str(task.path), task.known), opened(task.model))


def _outcomes(
    tasks: Sequence[Task], processes: int, seconds: float
) -> Iterable[Outcome[Task, Entry | Duplicate]]:
    from lausch.cli.job import explain
    from lausch.corpora.workers import work_through

    return work_through(tasks, run, explain, workers=processes, seconds=seconds)
