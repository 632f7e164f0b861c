"""Recordings heard in one process or several, and put into an index as they come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.retrieval.writer import Job, finishing, hear

if TYPE_CHECKING:
    from lausch.cli.workers import Outcome
    from lausch.retrieval.document import Document
    from lausch.retrieval.index import Index
    from lausch.retrieval.writer import Recognised


@dataclass(frozen=True)
class Task:
    """A recording and the model that hears it, in a form that other processes can be sent."""

    path: Path
    known: tuple[str, ...]
    model: str


def fill(
    index: Index, given: Sequence[Path], model: str | None, *, processes: int, seconds: float
) -> bool:
    """Add files, and the recordings in folders; whether all of them could be heard."""
    from lausch.cli.inputs import find
    from lausch.cli.progress import progress
    from lausch.files import printable

    inputs, problems = find(given)
    for message in problems:
        click.echo(message, err=True)
    failed = len(problems)
    writer = index.writer()
    tasks = [
        Task(Path(job.path), job.known, model or index.made.model)
        for job in writer.jobs(entry.path for entry in inputs)
    ]
    kept = len(inputs) - len(tasks)
    with progress(len(tasks)) as bar, finishing(writer):
        for outcome in _outcomes(tasks, processes, seconds):
            if outcome.result is None:
                failed += 1
                bar.advance(outcome.failure, failed=failed, err=True)
            else:
                said = writer.put(outcome.result)
                bar.advance(f"{printable(outcome.job.path)}: {said}", failed=failed)
    if kept:
        click.echo(f"{kept} of them are in already, unchanged", err=True)
    return not failed


def run(task: Task) -> Document | Recognised:
    """Hear one recording."""
    from lausch.cli.job import opened

    return hear(Job(str(task.path), task.known), opened(task.model))


def _outcomes(
    tasks: Sequence[Task], processes: int, seconds: float
) -> Iterable[Outcome[Task, Document | Recognised]]:
    from lausch.cli.job import explain
    from lausch.cli.workers import work_through

    return work_through(tasks, run, explain, workers=processes, seconds=seconds)
