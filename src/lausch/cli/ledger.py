"""The jobs of a batch, one after the other, and what became of each."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol

from lausch.cli.outcomes import Refusal, Report
from lausch.cli.reconcile import Agenda
from lausch.corpora.workers import Outcome

if TYPE_CHECKING:
    from lausch.analysis.choice import Choice
    from lausch.cli.job import Job
    from lausch.cli.plan import Plan


class Verdict(NamedTuple):
    """What became of a job: its report, or a failure; `again` if it is tried once more."""

    job: Job
    report: Report | None = None
    failure: str = ""
    kind: str = ""
    again: bool = False
    full: bool = False


class Ledger(Protocol):
    """Where the jobs of a batch come from, and where their outcomes go."""

    agenda: Agenda

    def round(self) -> Iterator[Job]:
        """Jobs to be done now; after them there may be another round."""

    def judge(self, outcome: Outcome[Job, Report | Refusal]) -> Verdict:
        """What an outcome means."""

    def elsewhere(self) -> Iterator[Verdict]:
        """Jobs that another batch has ended meanwhile."""

    @property
    def left(self) -> int:
        """Jobs that have not ended."""


def verdict(outcome: Outcome[Job, Report | Refusal]) -> Verdict:
    """What an outcome means where nothing is tried again."""
    result = outcome.result
    if isinstance(result, Report):
        return Verdict(outcome.job, result)
    if result is None:
        return Verdict(outcome.job, failure=outcome.failure, kind=outcome.cause or "unexpected")
    return Verdict(outcome.job, failure=result.text, kind=result.kind, full=result.full)


class Memory:
    """Of a batch whose results lie beside their recordings: only the results tell of it."""

    def __init__(self, plan: Plan, choice: Choice) -> None:
        from lausch.cli.existing import difference

        self.agenda = Agenda(plan.jobs, tuple((job, difference(job, choice)) for job in plan.kept))
        self._waiting = deque(plan.jobs)
        self._ended = 0

    def round(self) -> Iterator[Job]:
        while self._waiting:
            yield self._waiting.popleft()

    def judge(self, outcome: Outcome[Job, Report | Refusal]) -> Verdict:
        self._ended += 1
        return verdict(outcome)

    def elsewhere(self) -> Iterator[Verdict]:
        return iter(())

    @property
    def left(self) -> int:
        return len(self.agenda.todo) - self._ended
