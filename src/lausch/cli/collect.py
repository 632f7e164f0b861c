"""`lausch collect`: the results of a batch as tables."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lausch.cli import options
from lausch.errors import LauschError, OptionError

if TYPE_CHECKING:
    from lausch.annotation.analysis import Analysis
    from lausch.batches.collection import Collected
    from lausch.batches.longtables import Columns

HEAD: Columns = {
    "id": int,
    "recording": str,
    "state": str,
    "kind": str,
    "reason": str,
    "sha256_file": str,
    "seconds": float,
}
"""What the journal says of a recording, before the columns of `lausch.cli.table`."""


@click.command()
@click.argument("folder", metavar="DIR", type=options.PATH)
@click.option(
    "-o",
    "--output",
    required=True,
    type=options.PATH,
    help="OUT.csv, .sqlite, or .parquet (`[tables]`): replaced if it exists.",
)
@click.option(
    "--only",
    callback=options.words,
    help="Layers whose events are written, or `none`; by default all.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress on the terminal.")
def command(folder: Path, output: Path, only: tuple[str, ...], quiet: bool) -> None:
    """Write the results in DIR, the -o of `lausch analyze`, as tables.

    One has a row for each recording: what became of it, tempo, metre, key, tags, counts,
    confidence, models. Beside it, OUT.beats.csv, OUT.chords.csv ... have a row for each event, and
    the id of its recording; in .sqlite they are tables of one database. Results in JSON hold all;
    of other formats what they hold is read.
    """
    from lausch.batches.collection import collected
    from lausch.batches.longtables import LONG
    from lausch.batches.sinks import RECORDINGS, sink
    from lausch.batches.standing import standing
    from lausch.cli.progress import Steps
    from lausch.cli.table import COLUMNS, cells
    from lausch.files import printable

    try:
        layers = _layers(only, tuple(LONG))
        into = sink(output)
    except OptionError as error:
        raise click.UsageError(str(error)) from error
    columns = HEAD | COLUMNS
    steps = None if quiet else Steps("collecting")
    rows, problems, total = 0, 0, sum(standing(folder).counts.values())
    output.parent.mkdir(parents=True, exist_ok=True)
    with into as tables:
        for each in collected(folder):
            row: dict[str, Any] = dict(zip(HEAD, each, strict=False))
            seen: set[str] = set()
            for analysis in _analyses(each):
                if isinstance(analysis, str):
                    problems += 1
                    click.echo(analysis, err=True)
                    continue
                row = cells(analysis) | row
                for layer in (layer for layer in layers if layer in analysis.layers):
                    if layer not in seen:
                        long = LONG[layer]
                        events = ((each.number, *values) for values in long.rows(analysis))
                        tables.add(layer, {"id": int, **long.columns}, events)
                        seen.add(layer)
            tables.add(RECORDINGS, columns, [tuple(map(row.get, columns))])
            rows += 1
            if steps is not None:
                steps(rows, total)
        if not rows:
            tables.add(RECORDINGS, columns, [])
    click.echo(f"{rows:,} recordings in {printable(output)}", err=True)
    sys.exit(1 if problems else 0)


def _layers(only: tuple[str, ...], every: tuple[str, ...]) -> tuple[str, ...]:
    if not only:
        return every
    names = () if only == ("none",) else only
    unknown = [name for name in names if name not in every]
    if unknown:
        raise OptionError(f"--only: choose from {', '.join(every)}, not {', '.join(unknown)}")
    return names


def _analyses(each: Collected) -> Iterator[Analysis | str]:
    """The results that can be read, those first that hold most; a sentence for any other."""
    from lausch import formats
    from lausch.cli import reason
    from lausch.cli.staging import fetched
    from lausch.files import printable

    known = [(kind, path) for kind, path in each.results if kind in formats.FORMATS]
    for kind, path in sorted(known, key=lambda pair: -len(formats.FORMATS[pair[0]].holds)):
        try:
            with fetched(path) as local:
                analysis = formats.read(local, kind)
            yield analysis
        except (LauschError, OSError) as error:
            text = reason(error)
            yield text if printable(path) in text else f"{printable(path)}: {text}"
        else:
            if formats.FORMATS[kind].tells:  # all that the others hold is in it
                return
