"""The tutorial's tables with the implementation of each row, as text and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lausch.evaluation.tables import aligned
from lausch.literature.bibliography import Bibliography
from lausch.literature.paper import Paper
from lausch.literature.state import NOTHING, Here, of
from lausch.literature.vocabulary import NONE, legend

COLUMNS = ("Task", "Year", "Authors", "Ref.", "Type", "Input", "Pre-proc.")
"""Columns of the tutorial's tables, in their order."""
HERE = ("system", "here", "parameters", "licence", "score", "report")


@dataclass(frozen=True)
class Section:
    """A table: its title, its head and its rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def row(paper: Paper) -> tuple[str, ...]:
    """The tutorial's row of a paper, in the order of `COLUMNS`."""
    number = paper.overview if paper.overview is not None else paper.number
    return (
        paper.marked("task"),
        str(paper.year),
        paper.short_authors,
        f"[{number}]" if number is not None else NONE,
        paper.marked("network"),
        paper.marked("input"),
        paper.marked("preprocessing"),
    )


def sections(bibliography: Bibliography, systems: Sequence[Here]) -> list[Section]:
    """The tables of the tutorial, then the survey's other papers, then systems without a paper."""
    tables = []
    keys: set[str] = set()
    for table in bibliography.tables:
        papers = bibliography.rows(table)
        keys |= {paper.key for paper in papers}
        tables.append(Section(table.title, (*COLUMNS, *HERE), _rows(papers, systems)))
    known = {each.literature for each in systems}
    others = [p for p in bibliography.papers if p.key in known and p.key not in keys]
    if others:
        tables.append(
            Section("Other papers of the survey", (*COLUMNS, *HERE), _rows(others, systems))
        )
    own = [each for each in systems if not each.literature]
    if own:
        rows = tuple((each.outputs, *each.cells) for each in own)
        tables.append(Section("Without a paper of the survey", ("output", *HERE), rows))
    return tables


def as_text(tables: Sequence[Section]) -> str:
    """Tables for a terminal."""
    parts = [f"{each.title}\n\n{aligned([each.head, *each.rows])}" for each in tables]
    return "\n\n".join(parts) + f"\n\n{legend()}\n"


def as_markdown(tables: Sequence[Section]) -> str:
    """Tables for the README, each under a heading."""
    return "\n".join(_markdown(each) for each in tables)


def _rows(papers: Sequence[Paper], systems: Sequence[Here]) -> tuple[tuple[str, ...], ...]:
    """A row for every paper; further systems of a paper have rows of their own."""
    rows = []
    for paper in papers:
        mine = [each.cells for each in of(paper.key, systems)] or [NOTHING]
        rows.append((*row(paper), *mine[0]))
        rows += [(*[""] * len(COLUMNS), *cells) for cells in mine[1:]]
    return tuple(rows)


def _markdown(section: Section) -> str:
    report, name = section.head.index("report"), section.head.index("system")
    rows = []
    for cells in section.rows:
        shown = list(cells)
        shown[name] = f"`{cells[name]}`" if cells[name] else ""
        shown[report] = cells[report] if cells[report] == NONE else f"[report]({cells[report]})"
        rows.append("| " + " | ".join(shown) + " |")
    head = ["| " + " | ".join(section.head) + " |", "|" + "---|" * len(section.head)]
    return "\n".join([f"### {section.title}", "", *head, *rows]) + "\n"
