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
    "task": "Task, such as BRA or FL,MSA.",
    "network": "Network, such as CNN; RNN means every recurrent network.",
    "input": "Input representation, such as LogMelS.",
    "preprocessing": "Pre-processing, such as PCA, or none.",
    "venue": "Venue, such as ISMIR.",
    "year": "Year or span of years, such as 2014-2017.",
    "author": "Any part of an author's name; accents do not count.",
}
ALSO = click.option(
    "--also",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File of further papers, in the form of `list --format json`.",
)


@click.group()
def command() -> None:
    """The survey of the tutorial "Deep Neural Networks in MIR" (2017) as data.

    Labels without a mark are as printed. The marks are * for corrected, ? for inferred and + for
    given by whoever added the paper.
    """


def _filters(function: Callable[..., None]) -> Callable[..., None]:
    for name, words in reversed(FILTERS.items()):
        function = click.option(f"--{name}", multiple=True, help=words)(function)
    return ALSO(function)


def _form(*names: str, words: str | None = None) -> Callable[..., Any]:
    """The option --format, of which the first is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help=words,
    )


@command.command("list")
@_filters
@_form("table", "csv", "bibtex", "json")
def list_papers(form: str, also: tuple[Path, ...], **wanted: tuple[str, ...]) -> None:
    """List the papers that match every option; separate values by commas."""
    from lausch.literature.listing import listing

    click.echo(listing(_filtered(also, wanted), form), nl=False)


@command.command()
@click.argument("key")
@ALSO
@click.option("--bibtex", "as_bibtex", is_flag=True, help="Print only its BibTeX entry.")
def show(key: str, also: tuple[Path, ...], as_bibtex: bool) -> None:
    """Show the details of a paper: KEY is its key, such as balke2017, or its number, such as 3."""
    from lausch.literature import literature
    from lausch.literature.listing import bibtex, details
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
@click.argument("by", type=click.Choice(tuple(FILTERS), case_sensitive=False))
@_filters
@_form("table", "csv", "json")
def counts(by: str, form: str, also: tuple[Path, ...], **wanted: tuple[str, ...]) -> None:
    """Count the papers of the overview BY a label, venue, year or author.

    A paper with two networks counts for both. Data sets are not counted, nor is the number that
    is missing in print.
    """
    from lausch.literature.counting import as_table
    from lausch.literature.counting import counts as count

    papers = _filtered(also, wanted)
    click.echo(as_table(count(papers.papers, by), by, papers, form), nl=False)


@command.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--what",
    help="Figures venue, year, task, network, input, preprocessing and tables FL, BRA, MSA, "
    "separated by commas; by default all.",
)
@_form("png", "pdf", "svg", words="Format of the files in a folder.")
@_filters
def plot(
    out: Path, what: str | None, form: str, also: tuple[Path, ...], **wanted: tuple[str, ...]
) -> None:
    """Draw the six figures and the three tables.

    OUT is one file (.png, .pdf or .svg), or a folder for a file each.
    """
    from lausch.literature.drawing import names, write_survey

    papers = _filtered(also, wanted)
    words = [name.strip() for name in (what or "").split(",") if name.strip()]
    if out.suffix:
        write_survey(papers, out, what=words)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name in words or names(papers):
        path = out / f"{name.lower()}.{form}"
        write_survey(papers, path, what=[name])
        click.echo(path)


@command.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
def check(file: Path | None) -> None:
    """Check the entries of FILE, also for papers that the bibliography already has.

    Without FILE, the bibliography of the package is checked. The exit code is 1 if there is a
    problem.
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
    click.echo(f"{len(entries)} entries, no problems")


def _filtered(also: tuple[Path, ...], wanted: dict[str, tuple[str, ...]]) -> Bibliography:
    from lausch.literature import literature

    split = {
        field: [part for value in values for part in value.split(",") if part.strip()]
        for field, values in wanted.items()
    }
    return literature(also).filtered(split)
