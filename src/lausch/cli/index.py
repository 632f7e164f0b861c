"""`lausch index`: collections of recordings that can be searched by their solos."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.errors import MissingExtraError, ModelError, OptionError, SearchIndexError

if TYPE_CHECKING:
    from lausch.retrieval.index import Index

PATH = click.Path(path_type=Path)
MODEL = click.option("--model", help="Of `lausch models`, or an .onnx file.")
JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@contextmanager
def refused() -> Iterator[None]:
    """What cannot work with any recording is wrong usage: exit code 2."""
    try:
        yield
    except (MissingExtraError, ModelError, OptionError, SearchIndexError) as error:
        raise click.UsageError(str(error)) from error


@click.group()
def command() -> None:
    """Make an index of a collection, for `lausch search`.

    INDEX is a folder, or an address such as s3://bucket/name.
    """


@command.command()
@click.argument("uri", metavar="INDEX")
@MODEL
def create(uri: str, model: str | None) -> None:
    """Make an empty INDEX, whose recordings will all be heard by one model."""
    from lausch.retrieval import Index

    with refused():
        made = Index.create(uri, model=model).made
    click.echo(f"{uri}: an empty index, to be filled by {made.model} ({made.digest[:12]})")


@command.command()
@click.argument("uri", metavar="INDEX")
@click.argument("given", nargs=-1, required=True, metavar="AUDIO...", type=PATH)
@MODEL
@click.option("-j", "--jobs", type=click.IntRange(1, 256), default=1, help="Processes.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=3600.0)
def add(uri: str, given: tuple[Path, ...], model: str | None, jobs: int, timeout: float) -> None:
    """Listen to recordings, and to folders of them, and put them into INDEX.

    What is in already and has not changed is not heard again, so a killed run goes on where it
    was. --timeout is in seconds for each recording. The exit code is 1 when some recording failed.
    """
    from lausch.cli.filling import fill

    with refused():
        index = _opened(uri)
        index.listener(model)
    try:
        good = fill(index, given, model, processes=jobs, seconds=timeout)
    except KeyboardInterrupt:
        click.echo("interrupted; what was heard is in the index", err=True)
        sys.exit(130)
    sys.exit(0 if good else 1)


@command.command()
@click.argument("uri", metavar="INDEX")
@click.argument("given", nargs=-1, required=True, metavar="AUDIO...", type=PATH)
def remove(uri: str, given: tuple[Path, ...]) -> None:
    """Take recordings, or all in a folder, out of INDEX; the files stay where they are."""
    from lausch.files import printable
    from lausch.retrieval.document import placed

    with refused():
        index = _opened(uri)
        present = [place.path for place in index.recordings()]
        missing, wanted = [], []
        for path in given:
            name = placed(path)
            found = [each for each in present if each == name or each.startswith(name + os.sep)]
            wanted += found
            if not found:
                missing.append(path)
        index.remove(wanted)
    for name in wanted:
        click.echo(f"{printable(name)}: removed")
    for path in missing:
        click.echo(f"{printable(path)}: is not in {uri}", err=True)
    sys.exit(1 if missing else 0)


@command.command("list")
@click.argument("uri", metavar="INDEX")
@JSON
def list_(uri: str, as_json: bool) -> None:
    """Print what is in INDEX, and which model heard it."""
    import json

    from lausch.cli.summary import clock
    from lausch.files import printable

    with refused():
        index = _opened(uri)
        places = index.recordings()
    made = index.made
    if as_json:
        rows = [
            {"path": place.path, "seconds": place.seconds, "sha256": place.sha256}
            for place in places
        ]
        said = {"model": made.model, "digest": made.digest, "recordings": rows}
        click.echo(json.dumps(said, indent=2))
        return
    for place in places:
        click.echo(f"{clock(place.seconds):>8}  {printable(place.path)}")
    total = clock(sum(place.seconds for place in places))
    count = f"{len(places)} recording{'' if len(places) == 1 else 's'}"
    click.echo(f"{count}, {total}, heard by {made.model} ({made.digest[:12]})")


@command.command()
@click.argument("uri", metavar="INDEX")
@click.option("--repair", is_flag=True, help="Take damaged recordings out, and mend the rest.")
def check(uri: str, repair: bool) -> None:
    """Read all of INDEX and compare it with its checksums.

    The exit code is 1 when something was found, also when it was repaired.
    """
    with refused():
        index = _opened(uri)
    problems = index.check(repair=repair)
    for problem in problems:
        click.echo(problem, err=True)
    if problems and repair:
        click.echo("repaired; `lausch index add` hears again what was taken out", err=True)
    if not problems:
        click.echo(f"{uri}: whole, {len(index)} recordings")
    sys.exit(1 if problems else 0)


def _opened(uri: str) -> Index:
    from lausch.retrieval import Index

    return Index.open(uri)
