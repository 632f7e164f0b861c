"""What a batch says while it works: lines for people, or events in JSON for programs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from lausch.cli.table import DONE, FAILED, KEPT

if TYPE_CHECKING:
    from lausch.cli.job import Job
    from lausch.cli.ledger import Verdict
    from lausch.cli.progress import Progress


class Voice(Protocol):
    """How a batch speaks."""

    def begin(self, total: int, todo: int) -> None:
        """Of so many recordings so many are to be done."""

    def kept(self, job: Job, status: str, reason: str) -> None:
        """A recording that is not analysed again."""

    def problem(self, text: str) -> None:
        """Something that could not be searched, or failed before."""

    def verdict(self, verdict: Verdict, bar: Progress, failed: int) -> None:
        """A recording that has ended."""

    def end(self, counts: Mapping[str, int], seconds: float) -> None:
        """All have ended, or the batch has."""


class Lines:
    """A line for each recording: on stdout, or on stderr if it failed."""

    def begin(self, total: int, todo: int) -> None:
        pass

    def kept(self, job: Job, status: str, reason: str) -> None:
        pass

    def problem(self, text: str) -> None:
        click.echo(text, err=True)

    def verdict(self, verdict: Verdict, bar: Progress, failed: int) -> None:
        if verdict.again:
            bar.say(f"{verdict.failure}; it is tried once more")
        elif verdict.failure:
            bar.advance(verdict.failure, failed=failed, err=True)
        elif verdict.report is not None:
            bar.advance(verdict.report.line, failed=failed)
        else:  # another batch has done it
            bar.advance("", failed=failed)

    def end(self, counts: Mapping[str, int], seconds: float) -> None:
        pass


class Events:
    """One JSON object a line, on stdout."""

    def begin(self, total: int, todo: int) -> None:
        _say("begin", recordings=total, todo=todo)

    def kept(self, job: Job, status: str, reason: str) -> None:
        _say(status, recording=os.fspath(job.path), reason=reason, results=_paths(job.targets))

    def problem(self, text: str) -> None:
        _say("problem", reason=text)

    def verdict(self, verdict: Verdict, bar: Progress, failed: int) -> None:
        path = os.fspath(verdict.job.path)
        if verdict.failure:
            status = "again" if verdict.again else FAILED
            _say(status, recording=path, kind=verdict.kind, reason=verdict.failure)
        elif verdict.report is not None:
            report = verdict.report
            results = _paths([each.path for each in report.results.values()])
            _say(
                DONE,
                recording=path,
                results=results,
                duration=report.duration,
                seconds=round(report.seconds, 3),
            )
        else:
            _say(KEPT, recording=path, reason="", results=_paths(verdict.job.targets))
        if not verdict.again:
            bar.advance("", failed=failed)

    def end(self, counts: Mapping[str, int], seconds: float) -> None:
        _say("end", **dict(counts), seconds=round(seconds, 3))


def _paths(paths: Sequence[Path]) -> list[str]:
    return [os.fspath(path) for path in paths]


def _say(event: str, **fields: Any) -> None:
    click.echo(json.dumps({"event": event, **fields}))
