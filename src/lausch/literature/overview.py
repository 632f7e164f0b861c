"""The tutorial's tables with what there is here of each row, as text and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lausch.literature.bibliography import Bibliography
from lausch.literature.listing import aligned
from lausch.literature.paper import Paper
from lausch.literature.state import NOTHING, Here, of
from lausch.literature.vocabulary import NONE, legend

COLUMNS = ("Task", "Year", "Authors", "Ref.", "Type", "Input", "Pre-proc.")
"""Of the tutorial's tables, in their order."""
HERE = ("system", "here", "parameters", "licence", "score", "report")


@dataclass(frozen=True)
class Section:
    """A table: its title, its head and its rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def row(paper: Paper) -> tuple[str, ...]:
    """What the tutorial prints of a paper, in the order of `COLUMNS`."""
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


def sections(bibliography: Bibliography, found: Sequence[Here]) -> list[Section]:
    """The tables of the tutorial, then papers of the survey outside them, then what is ours."""
    made = []
    shown: set[str] = set()
    for table in bibliography.tables:
        papers = bibliography.rows(table)
        shown |= {paper.key for paper in papers}
        made.append(Section(table.title, (*COLUMNS, *HERE), _rows(papers, found)))
    known = {each.literature for each in found}
    others = [p for p in bibliography.papers if p.key in known and p.key not in shown]
    if others:
        made.append(
            Section("Of the survey's other papers", (*COLUMNS, *HERE), _rows(others, found))
        )
    own = [each for each in found if not each.literature]
    if own:
        rows = tuple((each.hears, *each.cells) for each in own)
        made.append(Section("Without a paper of the survey", ("what it hears", *HERE), rows))
    return made


def as_text(made: Sequence[Section]) -> str:
    """For a terminal."""
    parts = [f"{each.title}\n\n{aligned([each.head, *each.rows])}" for each in made]
    return "\n\n".join(parts) + f"\n\n{legend()}\n"


def as_markdown(made: Sequence[Section]) -> str:
    """For the README: a heading and a table each."""
    return "\n".join(_markdown(each) for each in made)


def _rows(papers: Sequence[Paper], found: Sequence[Here]) -> tuple[tuple[str, ...], ...]:
    """A row for every paper; one more for each further system, without repeating the paper."""
    rows = []
    for paper in papers:
        mine = [each.cells for each in of(paper.key, found)] or [NOTHING]
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
