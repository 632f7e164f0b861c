"""What is wrong with an entry, and which papers look like the same one twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from lausch.literature.bibliography import ascii_only, plain
from lausch.literature.entries import to_paper
from lausch.literature.paper import LiteratureError, Paper

ALIKE = 0.91
"""Titles at least so similar (share of matching letters) may be one title. The two papers of
Nugraha, Liutkus & Vincent of 2016 are two, and their titles have .906 in common."""
YEARS_APART = 1
"""A preprint and its paper are at most so many years apart."""


def problems(entries: Sequence[Any], known: Iterable[Paper] = ()) -> list[str]:
    """One line for everything that is wrong or looks doubtful.

    Parameters
    ----------
    entries : as they stand in a file.
    known : papers that are there already; the entries are compared with them too.
    """
    lines: list[str] = []
    before = list(known)
    keys = {paper.key for paper in before}
    for place, entry in enumerate(entries, start=1):
        name = entry.get("key") if isinstance(entry, dict) else None
        where = f"entry {place}" + (f" ({name})" if isinstance(name, str) else "")
        try:
            paper = to_paper(entry)
        except LiteratureError as error:
            lines += [f"{where}: {each}" for each in str(error).split("; ")]
            continue
        if paper.key in keys:
            lines.append(f"{where}: the key is there already; add a letter")
        lines += [f"{where}: {doubt}" for doubt in doubts(paper)]
        for other in before:
            if alike(paper, other):
                lines.append(
                    f"{where}: looks like {other.key}, "
                    f"{other.short_authors} {other.year}, {other.title!r}"
                )
        keys.add(paper.key)
        before.append(paper)
    return lines


def doubts(paper: Paper) -> list[str]:
    """What is allowed but probably a slip."""
    found = []
    expected = plain_key(paper)
    if not re.fullmatch(re.escape(expected) + "[a-z]?", paper.key):
        found.append(f"the key is expected to be {expected}, with a letter where it is taken")
    pages = [int(page) for page in paper.pages.split("–") if page]
    if len(pages) == 2 and pages[1] < pages[0]:
        found.append(f"the pages {paper.pages} run backwards")
    for field in ("network", "input", "preprocessing"):
        values = paper.label(field)
        if len(set(values)) < len(values):
            found.append(f"{field} names a value twice")
    if any("," in name or " and " in name for name in paper.authors):
        found.append("authors are single names, given names first: ['Stefan Balke', ...]")
    if paper.title.endswith("."):
        found.append("the title ends with a full stop")
    return found


def plain_key(paper: Paper) -> str:
    """The key that a paper should have, without its letter: surname and year in ASCII."""
    return re.sub("[^a-z]", "", ascii_only(paper.surname)) + str(paper.year)


def alike(one: Paper, other: Paper) -> bool:
    """Whether two papers may be one: near years, one first author, similar titles."""
    if abs(one.year - other.year) > YEARS_APART or plain(one.surname) != plain(other.surname):
        return False
    first, second = (re.sub(r"\W+", " ", plain(paper.title)).strip() for paper in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def duplicates(papers: Sequence[Paper]) -> list[tuple[Paper, Paper]]:
    """Every pair that looks like one paper."""
    return [
        (one, other)
        for place, one in enumerate(papers)
        for other in papers[place + 1 :]
        if alike(one, other)
    ]
