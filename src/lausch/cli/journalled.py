"""The jobs of a batch with a journal, which knows what became of each."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from lausch import __version__
from lausch.batches import states
from lausch.batches.journal import Journal
from lausch.batches.layout import journal_path
from lausch.batches.rows import Entry
from lausch.batches.runs import Lock, running
from lausch.batches.states import write_failures
from lausch.cli.ledger import Verdict, verdict
from lausch.cli.outcomes import Refusal, Report
from lausch.cli.reconcile import reconcile
from lausch.cli.recovery import recover, sweep
from lausch.cli.wanted import Wanted, makings_of
from lausch.corpora.workers import KILLED, Outcome
from lausch.errors import JournalError
from lausch.files import absolute, is_address, printable

if TYPE_CHECKING:
    from lausch.analysis.choice import Choice
    from lausch.cli.job import Job
    from lausch.cli.plan import Plan

FAILURES = "failed.tsv"
WAITING_SECONDS = 0.5
"""Between looks at what another batch has leased."""
MOST_LEASED = 16
"""So many recordings are leased at once, and the journal is flushed once for them."""


class Journalled:
    """Of a batch with a journal beside its results; `journalled` opens one."""

    def __init__(
        self, journal: Journal, jobs: Sequence[Job], wanted: Wanted, workers: int, *, ahead: bool
    ) -> None:
        self.agenda = reconcile(journal, jobs, wanted)
        self._journal = journal
        self._workers = workers or MOST_LEASED
        self._ahead = ahead
        self._wanted = wanted
        self._waiting = deque(self.agenda.todo)
        self._elsewhere: list[Job] = []
        self._ended = 0

    def round(self) -> Iterator[Job]:
        """Lease some jobs after the other; what another batch has leased is not done."""
        left = len(self._waiting)  # what is tried again comes with the next round
        while left:
            some = [self._waiting.popleft() for _ in range(self._share(left))]
            left -= len(some)
            leased = self._journal.lease([absolute(job.path) for job in some])
            for job in some:
                if absolute(job.path) in leased:
                    if self._ahead:
                        read_ahead(job.path)
                    yield job
                else:
                    self._elsewhere.append(job)

    def _share(self, left: int) -> int:
        """How many are leased at once: fewer at the end, so that other batches have some."""
        return max(1, min(MOST_LEASED, left // (2 * self._workers)))

    def judge(self, outcome: Outcome[Job, Report | Refusal]) -> Verdict:
        """Write what became of a job into the journal, after its results are on the disk."""
        ended = verdict(outcome)
        path = absolute(ended.job.path)
        making = self._wanted.making
        if ended.report is not None:
            report = ended.report
            results = {
                kind: each._replace(making=self._wanted.makings[kind].digest)
                for kind, each in report.results.items()
            }
            entry = Entry(path, report.stamp, content=report.content, results=results)
            self._journal.finish(
                entry, making, version=__version__, duration=report.duration, seconds=report.seconds
            )
        elif ended.full:
            self._journal.give_back(path)
            return ended
        elif ended.kind == KILLED:
            values = (path, KILLED, ended.failure, making)
            if not self._journal.bury(*values, version=__version__):
                self._waiting.append(ended.job)
                return ended._replace(again=True)
            ended = ended._replace(kind=states.QUARANTINED)
        else:
            self._journal.fail(path, ended.kind, ended.failure, making, version=__version__)
        self._ended += 1
        return ended

    def elsewhere(self) -> Iterator[Verdict]:
        """Wait for a job that another batch has leased, or take it over from one that died."""
        if not self._elsewhere or self._waiting:
            return
        recover(self._journal)
        still: list[Job] = []
        for job in self._elsewhere:
            row = self._journal.row(absolute(job.path))
            if row is None or row.state == states.QUEUED:
                self._waiting.append(job)
            elif row.state == states.LEASED:
                still.append(job)
            else:
                self._ended += 1
                yield Verdict(job, failure="" if row.state == states.DONE else row.reason)
        self._elsewhere = still
        if still and not self._waiting:
            time.sleep(WAITING_SECONDS)

    @property
    def left(self) -> int:
        return len(self.agenda.todo) - self._ended


@contextmanager
def journalled(
    folder: Path,
    plan: Plan,
    choice: Choice,
    *,
    workers: int,
    overwrite: bool,
    retry: bool,
    ahead: bool = True,
) -> Iterator[Journalled]:
    """Open the journal of a folder of results, or begin one.

    Raises JournalError if it cannot be used, or if a batch that makes something else is running.
    `workers` is 0 where their number is not known, and `ahead` whether this machine reads.
    """
    inner = journal_path(folder).parent
    try:
        inner.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JournalError(
            f"{printable(inner)}: no journal can be kept here ({error.strerror}); choose another "
            "folder with -o"
        ) from error
    wanted = Wanted(choice, makings_of(plan.jobs, choice), overwrite, retry)
    with ExitStack() as stack:
        lock = stack.enter_context(Lock(inner))
        alive = running(inner)
        for holder in alive:
            if holder.host != lock.name.partition("+")[0]:
                raise JournalError(
                    f"{printable(folder)}: a batch on {holder.host} writes here (process "
                    f"{holder.process}); two machines cannot share a journal: wait for it, or "
                    "choose another folder with -o"
                )
        journal = stack.enter_context(Journal(folder, lock.name, wanted.making, workers))
        names = [holder.name for holder in alive]
        if any(other != wanted.making for other in journal.others(names)):
            raise JournalError(
                f"{printable(folder)}: another batch (process {alive[0].process}) writes results "
                "of other models, options or formats here; wait for it, or choose another folder "
                "with -o"
            )
        recover(journal)
        journal.describe(dict(wanted.makings.values()))
        ledger = Journalled(journal, plan.jobs, wanted, workers, ahead=ahead)
        if not alive:
            sweep(ledger.agenda.interrupted)
        try:
            yield ledger
        finally:
            with suppress(OSError, JournalError):  # what has gone wrong is said elsewhere
                write_failures(
                    (inner if is_address(folder) else folder) / FAILURES, journal.failures()
                )


def read_ahead(path: Path) -> None:
    """Let the system fetch a file that will be read soon, while the networks run."""
    if sys.platform != "linux":
        return
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_WILLNEED)
        finally:
            os.close(descriptor)
