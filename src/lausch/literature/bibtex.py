"""Papers as BibTeX, in UTF-8."""

from __future__ import annotations

from collections.abc import Iterable

from lausch.literature.paper import Paper

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
