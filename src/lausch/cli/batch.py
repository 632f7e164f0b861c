"""Many recordings: what was made of each, and at the end how many were done, kept and failed."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from lausch.batches.states import QUARANTINED
from lausch.cli.events import Events, Lines, Voice
from lausch.cli.existing import is_stale
from lausch.cli.journalled import journalled
from lausch.cli.ledger import Ledger, Memory, Verdict
from lausch.cli.outcomes import Refusal, Report, report
from lausch.cli.reconcile import Agenda
from lausch.cli.table import (
    COLLECTION,
    DONE,
    FAILED,
    KEPT,
    OTHER,
    Cells,
    Entry,
    kept_entry,
    write_table,
)
from lausch.corpora.workers import Outcome
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.analysis.choice import Choice
    from lausch.cli.job import Job
    from lausch.cli.plan import Plan

REPEATED_FROM = 20
"""In a batch of so many recordings failures are repeated at the end."""
LEFT = "left"
Outcomes: TypeAlias = "Iterator[Outcome[Job, Report | Refusal]]"


@dataclass(frozen=True)
class Manner:
    """How a batch is worked through.

    Parameters
    ----------
    processes : that work at once; of a cluster 0 is one for each of its processors.
    cluster : address of a Ray cluster that works; None for this machine.
    timeout : seconds for each recording.
    memory_bytes : of each process; 0 for no limit.
    folder : of the journal; None without one.
    overwrite : whether results that exist are made again.
    retry : whether recordings that failed before are tried again.
    table : file that is written at the end, with a row for each recording.
    quiet : no progress bar.
    events : say JSON on stdout, for programs.
    """

    processes: int = 1
    cluster: str | None = None
    timeout: float = float("inf")
    memory_bytes: int = 0
    folder: Path | None = None
    overwrite: bool = False
    retry: bool = False
    table: Path | None = None
    quiet: bool = False
    events: bool = False

    def through(self, jobs: Iterator[Job]) -> Outcomes:
        """Jobs in processes of this machine, or of a cluster."""
        from lausch.cli.crew import through
        from lausch.cli.job import explain

        return through(
            jobs,
            report,
            explain,
            cluster=self.cluster,
            workers=self.processes,
            seconds=self.timeout,
            memory_bytes=self.memory_bytes,
        )


def work(plan: Plan, choice: Choice, manner: Manner) -> bool:
    """Work through a plan of many recordings; whether nothing failed.

    `choice` has the models and options of all its jobs.
    """
    with ExitStack() as stack:
        ledger: Ledger = (
            Memory(plan, choice)
            if manner.folder is None
            else stack.enter_context(
                journalled(
                    manner.folder,
                    plan,
                    choice,
                    workers=manner.processes,
                    overwrite=manner.overwrite,
                    retry=manner.retry,
                    ahead=manner.cluster is None,
                )
            )
        )
        return _Batch(plan, ledger, manner).work()


class _Batch:
    def __init__(self, plan: Plan, ledger: Ledger, manner: Manner) -> None:
        self.agenda = ledger.agenda
        self.ledger = ledger
        self.manner = manner
        self.voice: Voice = Events() if manner.events else Lines()
        self.failures = list(plan.problems)
        self.rows: list[Entry] = []
        self.counts = Counter({DONE: 0, KEPT: 0, OTHER: 0, FAILED: len(plan.problems)})
        self.quarantined = 0
        self.full = False
        self.begun = time.monotonic()

    def work(self) -> bool:
        agenda = self.agenda
        ended = len(agenda.kept) + len(agenda.failed)
        self.voice.begin(len(self.failures) + ended + len(agenda.todo), len(agenda.todo))
        for message in self.failures:
            self.voice.problem(message)
        for job, why in agenda.kept:
            status = OTHER if why else KEPT
            self.counts[status] += 1
            self.voice.kept(job, status, why)
            if self.manner.table:
                self.rows.append(_row(job, status, kept_entry(job), why))
        for job, reason in agenda.failed:
            self._fail(job, reason)
            self.voice.problem(reason)
        try:
            self._work_through()
        finally:
            if self.manner.table is not None:  # after Ctrl-C too: of what was done
                self.manner.table.parent.mkdir(parents=True, exist_ok=True)
                write_table(self.manner.table, self.rows)
        self._conclude()
        return not (self.counts[FAILED] or self.full)

    def _work_through(self) -> None:
        from lausch.cli.progress import progress

        with progress(len(self.agenda.todo), quiet=self.manner.quiet) as bar:
            while self.ledger.left and not self.full:
                outcomes = self.manner.through(self.ledger.round())
                for verdict in (self.ledger.judge(outcome) for outcome in outcomes):
                    self._note(verdict)
                    self.voice.verdict(verdict, bar, self.counts[FAILED])
                    if verdict.full:
                        self.full = True
                        break
                for verdict in () if self.full else self.ledger.elsewhere():
                    self._note(verdict)
                    self.voice.verdict(verdict, bar, self.counts[FAILED])

    def _note(self, verdict: Verdict) -> None:
        if verdict.again or verdict.full:
            return
        if verdict.failure:
            self.quarantined += verdict.kind == QUARANTINED
            self._fail(verdict.job, verdict.failure)
        elif verdict.report is None:
            self.counts[KEPT] += 1
        else:
            self.counts[DONE] += 1
            if self.manner.table is not None:
                self.rows.append(_row(verdict.job, DONE, verdict.report.entry, ""))

    def _fail(self, job: Job, reason: str) -> None:
        self.counts[FAILED] += 1
        self.failures.append(reason)
        if self.manner.table is not None:
            self.rows.append(_row(job, FAILED, Entry({}), reason))

    def _conclude(self) -> None:
        counts = {**self.counts, LEFT: self.ledger.left}
        self.voice.end(counts, time.monotonic() - self.begun)
        agenda, table = self.agenda, self.manner.table
        if not (agenda.todo or agenda.kept or agenda.failed):
            return
        if self.counts.total() >= REPEATED_FROM and not self.manner.events:
            for failure in self.failures:
                click.echo(failure, err=True)
        click.echo(self._conclusion(), err=True)
        if table is not None:
            click.echo(
                f"wrote {printable(table)}{_lacking(table, self.rows, self.counts)}", err=True
            )

    def _conclusion(self) -> str:
        """The last line: `297 done, 40 kept, 4 failed`."""
        agenda = self.agenda
        remarks = {
            KEPT: _remarks((agenda.moved, "moved with their recordings")),
            OTHER: _remarks(*((n, why) for why, n in _reasons(agenda).items())),
            FAILED: _remarks(
                (len(agenda.failed), "before; --retry-failed tries them again"),
                (self.quarantined, "quarantined"),
            ),
        }
        counts = {**self.counts, LEFT: self.ledger.left}
        words = [
            f"{counts[name]} {name}{remarks.get(name, '')}"
            for name in (DONE, KEPT, OTHER, FAILED, LEFT)
            if counts[name] or name == DONE
        ]
        old = sum(is_stale(job) for job, why in agenda.kept if not why)
        if old:
            words.append(f"{old} of those kept are older than their recording")
        what = "results that exist" if self.counts[OTHER] else "what was kept"
        text = ", ".join(words) + (f"; --overwrite replaces {what}" if agenda.kept else "")
        return text + ("; once there is room, the same command goes on" if self.full else "")


def _reasons(agenda: Agenda) -> Counter[str]:
    return Counter(sorted(why for _, why in agenda.kept if why))


def _remarks(*remarks: tuple[int, str]) -> str:
    """` (2 of another model, 1 edited since)`, or nothing."""
    words = [f"{count} {text}" for count, text in remarks if count]
    return f" ({', '.join(words)})" if words else ""


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
