"""`lausch index`: make, fill and check an index of a collection."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.cli.options import JOBS, JSON, MODEL, PATH, RAY, TIMEOUT, processes_of
from lausch.errors import LauschError, MissingExtraError, ModelError, OptionError, SearchIndexError
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.retrieval.index import Index
    from lausch.retrieval.jobs import Job, Outcome


@contextmanager
def refused() -> Iterator[None]:
    """Errors that concern no single recording are wrong usage: exit code 2."""
    try:
        yield
    except (MissingExtraError, ModelError, OptionError, SearchIndexError) as error:
        raise click.UsageError(printable(str(error))) from error


@click.group()
def command() -> None:
    """Make an index of a collection, for `lausch search`.

    INDEX is a folder, or an address such as s3://bucket/name.
    """


@command.command()
@click.argument("uri", metavar="INDEX")
@MODEL
def create(uri: str, model: str | None) -> None:
    """Make an empty INDEX, bound to one model."""
    from lausch.retrieval import Index

    with refused():
        binding = Index.create(uri, model=model).binding
    click.echo(
        f"{printable(uri)}: an empty index for {printable(binding.model)} ({binding.digest[:12]})"
    )


@command.command()
@click.argument("uri", metavar="INDEX")
@click.argument("paths", nargs=-1, required=True, metavar="AUDIO...", type=PATH)
@MODEL
@JOBS
@RAY
@TIMEOUT
def add(
    uri: str,
    paths: tuple[Path, ...],
    model: str | None,
    jobs: int,
    cluster: str | None,
    timeout: float,
) -> None:
    """Analyse recordings, and folders of them, and add them to INDEX.

    Recordings that are already in INDEX and have not changed are skipped, so a killed run can be
    resumed. With --ray they are analysed on the nodes of a cluster, which see the same files. Parts
    of a collection may be added to indexes of their own, at once, and merged. The exit code is 1 if
    a recording failed.
    """
    with refused():
        index = _opened(uri)
        index.runner(model)
    try:
        processes = processes_of(jobs, cluster)
        good = _fill(index, paths, model, processes=processes, seconds=timeout, cluster=cluster)
    except KeyboardInterrupt:
        click.echo("interrupted; what was analysed is in the index", err=True)
        sys.exit(130)
    sys.exit(0 if good else 1)


@command.command()
@click.argument("uri", metavar="INDEX")
@click.argument("shards", nargs=-1, required=True, metavar="SHARD...")
def merge(uri: str, shards: tuple[str, ...]) -> None:
    """Add all recordings of other indexes, the SHARDs, to INDEX, without analysing them again.

    Shards are of the same model, and stay as they are. A killed merge can be done again. The exit
    code is 1 if a recording was left out: another one is at its path, or has its samples.
    """
    with refused():
        index = _opened(uri)
        count, left_out = index.merge([_opened(each) for each in shards])
    for path in left_out:
        click.echo(f"{printable(path)}: left out: its path or its samples are there", err=True)
    click.echo(f"{printable(uri)}: {count} recordings added, {len(index)} in all")
    sys.exit(1 if left_out else 0)


@command.command()
@click.argument("uri", metavar="INDEX")
def compact(uri: str) -> None:
    """Join the small files of INDEX, drop old ones, and lay it out for its number of recordings."""
    with refused():
        _opened(uri).compact()


@command.command()
@click.argument("uri", metavar="INDEX")
@click.argument("paths", nargs=-1, required=True, metavar="AUDIO...", type=PATH)
def remove(uri: str, paths: tuple[Path, ...]) -> None:
    """Remove recordings, or all in a folder, from INDEX; the files are not deleted."""
    from lausch.retrieval.entry import absolute

    with refused():
        index = _opened(uri)
        present = [place.path for place in index.recordings()]
        absent, names = [], []
        for path in paths:
            name = absolute(path)
            inside = [each for each in present if each == name or each.startswith(name + os.sep)]
            names += inside
            if not inside:
                absent.append(path)
        index.remove(names)
    for name in names:
        click.echo(f"{printable(name)}: removed")
    for path in absent:
        click.echo(f"{printable(path)}: is not in {printable(uri)}", err=True)
    sys.exit(1 if absent else 0)


@command.command("list")
@click.argument("uri", metavar="INDEX")
@JSON
def list_(uri: str, as_json: bool) -> None:
    """List the recordings of INDEX, and its model."""
    import json

    from lausch.annotation.times import clock_time

    with refused():
        index = _opened(uri)
        places = index.recordings()
    binding = index.binding
    if as_json:
        rows = [
            {"path": place.path, "seconds": place.seconds, "sha256": place.sha256}
            for place in places
        ]
        content = {"model": binding.model, "digest": binding.digest, "recordings": rows}
        click.echo(json.dumps(content, indent=2))
        return
    for place in places:
        click.echo(f"{clock_time(place.seconds):>8}  {printable(place.path)}")
    total = clock_time(sum(place.seconds for place in places))
    count = f"{len(places)} recording{'' if len(places) == 1 else 's'}"
    click.echo(f"{count}, {total}, by {printable(binding.model)} ({binding.digest[:12]})")


@command.command()
@click.argument("uri", metavar="INDEX")
@click.option("--repair", is_flag=True, help="Remove damaged recordings, and mend the rest.")
def check(uri: str, repair: bool) -> None:
    """Compare all of INDEX with its checksums.

    The exit code is 1 if there was a problem, even if it was repaired.
    """
    with refused():
        index = _opened(uri)
    problems = index.check(repair=repair)
    for problem in problems:
        click.echo(printable(problem), err=True)
    if problems and repair:
        click.echo("repaired; add the removed recordings again with `lausch index add`", err=True)
    if not problems:
        click.echo(f"{printable(uri)}: whole, {len(index)} recordings")
    sys.exit(1 if problems else 0)


def _fill(
    index: Index,
    paths: Sequence[Path],
    model: str | None,
    *,
    processes: int,
    seconds: float,
    cluster: str | None,
) -> bool:
    """Add files and the recordings in folders; returns whether all of them could be read."""
    from lausch.cli.crew import through
    from lausch.cli.inputs import find
    from lausch.cli.job import explain
    from lausch.cli.progress import progress
    from lausch.retrieval.filling import finishing

    inputs, problems = find(paths)
    for message in problems:
        click.echo(message, err=True)
    failures = len(problems)

    def settled(path: str, outcome: str | LauschError) -> None:
        nonlocal failures
        bad = isinstance(outcome, LauschError)
        failures += bad
        bar.advance(printable(f"{path}: {outcome}"), failed=failures, err=bad)

    writer = index.writer(settled)
    jobs = list(writer.jobs(entry.path for entry in inputs))
    skips = len(inputs) - len(jobs)
    run = partial(_run, model or index.binding.model)
    with progress(len(jobs)) as bar, finishing(writer):
        outcomes = through(jobs, run, explain, cluster=cluster, workers=processes, seconds=seconds)
        for outcome in outcomes:
            if outcome.result is None:
                failures += 1
                bar.advance(outcome.failure, failed=failures, err=True)
            else:
                writer.put(outcome.result)
    if skips:
        click.echo(f"{skips} of them are already in the index, unchanged", err=True)
    return not failures


def _run(model: str, job: Job) -> Outcome:
    from lausch.analysis.runner import opened
    from lausch.retrieval.jobs import process

    return process(job, opened(model))


def _opened(uri: str) -> Index:
    from lausch.retrieval import Index

    return Index.open(uri)
