"""Papers as text: a table, CSV, JSON, BibTeX in UTF-8, and the details of one paper."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from lausch.evaluation.tables import aligned
from lausch.literature.bibliography import Bibliography
from lausch.literature.entries import to_entry
from lausch.literature.paper import Paper
from lausch.literature.vocabulary import LABELS, SOURCES, legend

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(papers: Iterable[Paper]) -> str:
    """One entry for each paper."""
    return "\n".join(_entry(paper) for paper in papers)


def _entry(paper: Paper) -> str:
    container = "journal" if paper.is_article else "booktitle"
    values = {
        "author": " and ".join(_name(name) for name in paper.authors),
        "title": _title(paper.title),
        container: _escaped(paper.container),
        "year": str(paper.year),
        "volume": _escaped(paper.volume),
        "number": _escaped(paper.issue),
        "pages": paper.pages.replace("–", "--"),
        "address": _escaped(paper.place),
        "doi": _escaped(paper.doi),
    }
    kind = "article" if paper.is_article else "inproceedings"
    lines = [f"  {field} = {{{value}}}," for field, value in values.items() if value]
    return "\n".join([f"@{kind}{{{paper.key},", *lines, "}"]) + "\n"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


def _name(name: str) -> str:
    """A name, in braces if it contains " and ", which separates names."""
    escaped = _escaped(name)
    return f"{{{escaped}}}" if " and " in escaped else escaped


def _title(title: str) -> str:
    """A title with braces around capitals, which styles would otherwise make small."""
    words = _escaped(title).split(" ")
    return " ".join(
        f"{{{word}}}" if any(letter.isupper() for letter in word[place == 0 :]) else word
        for place, word in enumerate(words)
    )


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
    dots = ["·"] * (len(_HEAD) - 2)
    gaps = bibliography.missing
    rows |= {(gap.number, ""): (f"[{gap.number}]", "missing", *dots) for gap in gaps}
    count = sum(paper.counted for paper in bibliography.papers)
    outside = len(bibliography.papers) - count
    lines = [
        aligned([_HEAD, *(rows[place] for place in sorted(rows))]),
        "\n".join(gap.line for gap in bibliography.missing),
    ]
    lines.append(f"{count} papers" + (f", and {outside} outside the overview" if outside else ""))
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
