"""What is left to do of a batch: what the journal knows, against what is on the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lausch import __version__
from lausch.batches import states
from lausch.batches.journal import Journal
from lausch.batches.rows import Entry, Result, Row
from lausch.batches.stamps import GONE, content, is_same, stamp
from lausch.cli.existing import RECORDING, difference
from lausch.cli.follow import Lost, follow
from lausch.cli.wanted import Wanted
from lausch.files import absolute, is_address

if TYPE_CHECKING:
    from lausch.cli.job import Job

EDITED = "edited since"
UNWRITABLE, UNREACHABLE = "unwritable", "unreachable"
"""Kinds of failures that are not the recording's: they are tried again."""
ENTRIES = 10_000
"""So many recordings are put into the journal at once."""


class Agenda(NamedTuple):
    """The jobs of a batch.

    Parameters
    ----------
    todo : to be done.
    kept : with how their results differ from what is asked for, or "".
    failed : before, with the reason.
    moved : number of recordings whose results have followed them.
    interrupted : folders of results in which a batch was interrupted.
    """

    todo: tuple[Job, ...]
    kept: tuple[tuple[Job, str], ...] = ()
    failed: tuple[tuple[Job, str], ...] = ()
    moved: int = 0
    interrupted: frozenset[Path] = frozenset()


class _Settled(NamedTuple):
    """What becomes of a job, and what is to be written into the journal."""

    rest: Job | None
    why: str = ""
    failure: str = ""
    entry: Entry | None = None


def reconcile(journal: Journal, jobs: Sequence[Job], wanted: Wanted) -> Agenda:
    """Compare jobs with the journal and the disk, and put into the journal what is to be done."""
    rows = [journal.row(absolute(job.path)) for job in jobs]
    moved = 0
    if None in rows and len(journal):
        here = {absolute(job.path) for job in jobs}
        new = {
            at: stamp(job.path)
            for at, job in enumerate(jobs)
            if rows[at] is None and not is_address(job.path)
        }
        lost = Lost(
            row
            for row in journal.done({now.size for now in new.values()})
            if row.path not in here and not is_address(row.path)
        )
        for at, now in new.items():
            job = jobs[at]
            row = lost.found(job.path, now)
            if row is not None:
                follow(journal, row, job, absolute(job.path))
                rows[at] = journal.row(absolute(job.path))
                moved += 1
    todo: list[Job] = []
    kept: list[tuple[Job, str]] = []
    failed: list[tuple[Job, str]] = []
    entries: list[Entry] = []
    for job, row in zip(jobs, rows, strict=True):
        settled = (
            _newcomer(journal, job, wanted) if row is None else _known(journal, job, row, wanted)
        )
        if settled.rest is not None:
            todo.append(settled.rest)
        elif settled.failure:
            failed.append((job, settled.failure))
        else:
            kept.append((job, settled.why))
        if settled.entry is not None:
            entries.append(settled.entry)
        if len(entries) == ENTRIES:
            journal.keep(entries)
            entries.clear()
    journal.keep(entries)
    interrupted = {
        path.parent
        for job, row in zip(jobs, rows, strict=True)
        if row is not None and row.begun
        for path in job.targets
    }
    return Agenda(tuple(todo), tuple(kept), tuple(failed), moved, frozenset(interrupted))


def _newcomer(journal: Journal, job: Job, wanted: Wanted) -> _Settled:
    """A recording that the journal does not know; results that exist are kept as ever."""
    now = stamp(job.path)
    path = absolute(job.path)
    there = {} if wanted.overwrite else {kind: at for kind, at in job.places if stamp(at) != GONE}
    rest = job.without(there)
    owners = {kind: owner for kind, at in there.items() if (owner := journal.owner(at))}
    adopted = {kind: Result(at, "", stamp(at)) for kind, at in there.items() if kind not in owners}
    if rest.targets:
        return _Settled(rest, entry=Entry(path, now, results=adopted))
    if owners:  # it has no results of its own, and so no row
        digest = content(job.path)
        same = all(digest and owner.content == digest for owner in owners.values())
        return _Settled(None, "" if same else RECORDING)
    entry = Entry(path, now, states.DONE, results=adopted)
    return _Settled(None, difference(job, wanted.choice), entry=entry)


def _known(journal: Journal, job: Job, row: Row, wanted: Wanted) -> _Settled:
    now = stamp(job.path)
    digest = row.content
    same = (now == GONE and row.state == states.DONE) or is_same(job.path, now, row.stamp, digest)
    if not same:
        digest = ""
    elif row.state in (states.FAILED, states.QUARANTINED) and not _again(row, wanted):
        return _Settled(None, failure=row.reason)
    results = journal.results(row)
    if same and any(
        kind in results and results[kind].path != absolute(at) for kind, at in job.places
    ):
        follow(journal, row, job, row.path)
        results = journal.results(row)
    files = {
        kind: _state(journal, row, results.get(kind), absolute(at), wanted.makings[kind].digest)
        for kind, at in job.places
    }
    done = {kind for kind, state in files.items() if _stays(state, same=same)}
    rest = job.without(() if wanted.overwrite else done)
    fresh = {
        kind: results[kind]._replace(stamp=stamp(results[kind].path))
        for kind, state in files.items()
        if state.restamped
    }
    adopted = {
        kind: Result(at, "", stamp(at))
        for kind, at in job.places
        if files[kind].foreign and kind not in results and journal.owner(at) is None
    }
    if rest.targets:
        forgiven = not same or row.state in (states.FAILED, states.QUARANTINED)
        queued = Entry(row.path, now, states.QUEUED, digest, fresh | adopted, row, forgiven)
        return _Settled(rest, entry=None if row.state == states.LEASED else queued)
    entry = Entry(row.path, now, states.DONE, digest, fresh | adopted, row)
    unchanged = row.state == states.DONE and row.stamp == now and not (fresh or adopted)
    return _Settled(None, _why(job, files, wanted), entry=None if unchanged else entry)


def _again(row: Row, wanted: Wanted) -> bool:
    """Whether a recording that failed is tried again."""
    if wanted.retry or wanted.overwrite or row.making != wanted.making:
        return True
    return row.state == states.FAILED and (
        row.kind in (UNWRITABLE, UNREACHABLE) or row.version != __version__
    )


class _State(NamedTuple):
    """A file that a job would write, as it is.

    Parameters
    ----------
    there : whether it exists, and is not the rest of a work that was interrupted.
    foreign : whether the journal does not know what made it.
    edited : whether it was changed since it was written.
    made : whether it is of what is asked for now.
    restamped : whether its time has changed, but not its content.
    """

    there: bool
    foreign: bool = False
    edited: bool = False
    made: bool = True
    restamped: bool = False


def _state(journal: Journal, row: Row, result: Result | None, path: Path, making: str) -> _State:
    now = stamp(path)
    if result is None or result.path != path:
        if now == GONE:
            return _State(False)
        interrupted = row.begun and journal.owner(path) is None
        return _State(not interrupted, foreign=True)
    if now == GONE:
        return _State(False)
    if not result.making:
        return _State(True, foreign=True)
    same = is_same(path, now, result.stamp, result.content)
    return _State(
        True,
        edited=not same,
        made=result.making == making,
        restamped=same and now != result.stamp,
    )


def _stays(state: _State, *, same: bool) -> bool:
    """Whether a file is not written: nothing changed, or it is not the journal's to replace."""
    return state.there and (state.foreign or state.edited or (state.made and same))


def _why(job: Job, files: Mapping[str, _State], wanted: Wanted) -> str:
    if any(state.edited and not state.made for state in files.values()):
        return EDITED
    if any(state.foreign for state in files.values()):
        return difference(job, wanted.choice)
    return ""
