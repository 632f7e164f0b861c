"""`lausch literature`: the survey as lists, counts, figures, and a check of new entries."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from lausch.literature import Bibliography

FILTERS = {
    "task": "Such as BRA or FL,MSA.",
    "network": "Such as CNN; RNN is every recurrent network.",
    "input": "Input representation, such as LogMelS.",
    "preprocessing": "Such as PCA, or none.",
    "venue": "Such as ISMIR.",
    "year": "2016, or 2014-2017.",
    "author": "Any part of a name; accents do not count.",
}
ALSO = click.option(
    "--also",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file with further papers, in the form that `list --format json` prints.",
)


@click.group()
def command() -> None:
    """The survey of the tutorial "Deep Neural Networks in MIR" (2017) as data.

    Labels of papers are as printed unless a mark stands behind them: * is corrected, ? is
    inferred, + is of a paper that was added.
    """


def _filters(function: Callable[..., None]) -> Callable[..., None]:
    for name, words in reversed(FILTERS.items()):
        function = click.option(f"--{name}", multiple=True, help=words)(function)
    return ALSO(function)


@command.command("list")
@_filters
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "bibtex", "json")),
    default="table",
    show_default=True,
)
def list_papers(form: str, also: tuple[Path, ...], **wanted: tuple[str, ...]) -> None:
    """List the papers that fit every option; values are separated by commas."""
    from lausch.literature.listing import listing

    click.echo(listing(_found(also, wanted), form), nl=False)


@command.command()
@click.argument("key")
@ALSO
@click.option("--bibtex", "as_bibtex", is_flag=True, help="Print its BibTeX entry alone.")
def show(key: str, also: tuple[Path, ...], as_bibtex: bool) -> None:
    """Show all that is known of a paper: KEY is such as balke2017, or the number [3] in print."""
    from lausch.literature import literature
    from lausch.literature.bibtex import bibtex
    from lausch.literature.listing import details
    from lausch.literature.state import everything, of

    bibliography = literature(also)
    gap = bibliography.gap(key)
    if gap is not None:
        click.echo(gap.line)
        return
    paper = bibliography.find(key)
    if as_bibtex:
        click.echo(bibtex([paper]), nl=False)
        return
    lines = [", ".join(cell for cell in each.cells if cell) for each in of(paper.key, everything())]
    click.echo(details(paper, lines), nl=False)


@command.command()
@click.argument(
    "by",
    type=click.Choice(
        ("task", "network", "input", "preprocessing", "venue", "year", "author"),
        case_sensitive=False,
    ),
)
@_filters
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    show_default=True,
)
def counts(by: str, form: str, also: tuple[Path, ...], **wanted: tuple[str, ...]) -> None:
    """Count the papers of the overview BY a label, venue, year or author.

    A paper with two networks counts for both. Data sets, and the number that is missing in print,
    are not counted.
    """
    from lausch.literature.counting import counts as count
    from lausch.literature.counting import listed

    found = _found(also, wanted)
    click.echo(listed(count(found.papers, by), by, found, form), nl=False)


@command.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--what",
    help="Some of venue, year, task, network, input, preprocessing, and the tables FL, BRA, MSA; "
    "all by default.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("png", "pdf", "svg")),
    default="png",
    show_default=True,
    help="Of the files in a folder.",
)
@_filters
def plot(
    out: Path, what: str | None, form: str, also: tuple[Path, ...], **wanted: tuple[str, ...]
) -> None:
    """Draw the six figures and the three tables.

    OUT.png, .pdf or .svg has them on one page; a folder has a file for each.
    """
    from lausch.literature.drawing import names, write_survey

    found = _found(also, wanted)
    asked = [name.strip() for name in (what or "").split(",") if name.strip()]
    if out.suffix:
        write_survey(found, out, what=asked)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name in asked or names(found):
        path = out / f"{name.lower()}.{form}"
        write_survey(found, path, what=[name])
        click.echo(path)


@command.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
def check(file: Path | None) -> None:
    """Say what is wrong with the entries of FILE, and what looks like a paper that is there.

    Without FILE the bibliography of the package is checked. The exit code is 1 when something
    was found.
    """
    from lausch.literature import literature
    from lausch.literature.checking import problems
    from lausch.literature.entries import own_entries, read_entries

    entries: list[Any] = read_entries(file) if file else own_entries()
    lines = problems(entries, literature().papers if file else ())
    for line in lines:
        click.echo(line)
    if lines:
        sys.exit(1)
    click.echo(f"{len(entries)} entries, nothing wrong")


def _found(also: tuple[Path, ...], wanted: dict[str, tuple[str, ...]]) -> Bibliography:
    from lausch.literature import literature

    split = {
        field: [part for value in values for part in value.split(",") if part.strip()]
        for field, values in wanted.items()
    }
    return literature(also).filtered(split)
