"""Papers as text: a table, CSV, JSON, and the details of one paper."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from lausch.evaluation.tables import aligned
from lausch.literature.bibliography import Bibliography
from lausch.literature.bibtex import bibtex
from lausch.literature.entries import to_entry
from lausch.literature.paper import Gap, Paper
from lausch.literature.vocabulary import LABELS, SOURCES, legend

FORMATS = ("table", "csv", "bibtex", "json")
_HEAD = ("ref", "key", "year", "venue", *LABELS, "authors", "title")
_FACTS = ("key", "number", "overview", "year", "venue", "authors", "title", "pages")


def listing(bibliography: Bibliography, form: str) -> str:
    """All papers in one of `FORMATS`; only the table shows what is missing in print."""
    if form == "csv":
        return _csv(bibliography.papers)
    if form == "bibtex":
        return bibtex(bibliography.papers)
    if form == "json":
        entries = [to_entry(paper) for paper in bibliography.papers]
        return json.dumps({"papers": entries}, indent=1, ensure_ascii=False) + "\n"
    rows = {(paper.number or 1 << 30, paper.key): _row(paper) for paper in bibliography.papers}
    rows |= {(gap.number, ""): _hole(gap) for gap in bibliography.missing}
    counted = sum(paper.counted for paper in bibliography.papers)
    outside = len(bibliography.papers) - counted
    lines = [
        aligned([_HEAD, *(rows[place] for place in sorted(rows))]),
        "\n".join(gap.line for gap in bibliography.missing),
    ]
    lines.append(f"{counted} papers" + (f", and {outside} outside the overview" if outside else ""))
    lines.append(legend())
    return "\n".join(line for line in lines if line) + "\n"


def _row(paper: Paper) -> tuple[str, ...]:
    return (
        f"[{paper.number}]" if paper.number else "new",
        paper.key,
        str(paper.year),
        paper.venue,
        *(paper.marked(field) for field in LABELS),
        paper.short_authors,
        paper.title,
    )


def _hole(gap: Gap) -> tuple[str, ...]:
    return (f"[{gap.number}]", "missing", *["·"] * (len(_HEAD) - 2))


def details(paper: Paper, here: Sequence[str] = ()) -> str:
    """Everything known of a paper; `here` are lines on what implements it."""
    numbers = f"[{paper.number}]" if paper.number else "not in the tutorial"
    if paper.overview is not None:
        numbers += f", [{paper.overview}] of the overview"
    lines = [f"{paper.key}  {numbers}", f"{', '.join(paper.authors)}.", f"{paper.title}."]
    parts = [paper.container]
    if paper.volume:
        parts[0] += f" {paper.volume}" + (f"({paper.issue})" if paper.issue else "")
    parts += [paper.place] if paper.place else []
    parts += [f"pages {paper.pages}"] if paper.pages else []
    lines += [f"{', '.join([*parts, str(paper.year)])}."]
    lines += [f"doi:{paper.doi}"] if paper.doi else []
    lines.append("")
    for field, words in LABELS.items():
        values = ", ".join(f"{value} ({words[value]})" for value in paper.label(field)) or "none"
        lines.append(f"{field:14} {values}: {SOURCES[paper.source(field)]}")
    if paper.about:
        lines.append(f"{'about':14} {paper.about}: {SOURCES[paper.source('about')]}")
    for each in paper.corrections:
        lines.append(f"{'corrected':14} {each.field}, printed as {each.printed!r}: {each.why}")
    lines += [f"{'note':14} {note}" for note in paper.notes]
    lines += [f"{'here':14} {line}" for line in here]
    return "\n".join(lines) + "\n"


def _csv(papers: Sequence[Paper]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    sources = [f"{field} source" for field in LABELS]
    writer.writerow([*_FACTS, *LABELS, *sources, "about", "corrections"])
    for paper in papers:
        entry = to_entry(paper) | {"authors": "; ".join(paper.authors)}
        writer.writerow(
            [
                *(entry.get(field, "") for field in _FACTS),
                *("; ".join(paper.label(field)) for field in LABELS),
                *(paper.source(field) for field in LABELS),
                paper.about,
                "; ".join(f"{each.field}: {each.printed}" for each in paper.corrections),
            ]
        )
    return text.getvalue()
