"""The check of entries: problems of each, and papers that look like duplicates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from lausch.literature.bibliography import ascii_only, plain
from lausch.literature.entries import to_paper
from lausch.literature.paper import LiteratureError, Paper

ALIKE = 0.91
"""Similarity of titles (share of matching letters) from which two papers may be one. Two different
papers of Nugraha, Liutkus & Vincent of 2016 reach .906."""
YEARS_APART = 1
"""At most this many years lie between a preprint and its paper."""


def problems(entries: Sequence[Any], known: Iterable[Paper] = ()) -> list[str]:
    """One line for each error or doubt.

    Entries are as in a file; they are also compared with the `known` papers.
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
            lines.append(f"{where}: the key is taken; add a letter")
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
    """Whatever is allowed but probably a mistake."""
    lines = []
    expected = plain_key(paper)
    if not re.fullmatch(re.escape(expected) + "[a-z]?", paper.key):
        lines.append(f"the key is expected to be {expected}, with a letter where it is taken")
    pages = [int(page) for page in paper.pages.split("–") if page]
    if len(pages) == 2 and pages[1] < pages[0]:
        lines.append(f"the pages {paper.pages} run backwards")
    for field in ("network", "input", "preprocessing"):
        values = paper.label(field)
        if len(set(values)) < len(values):
            lines.append(f"{field} names a value twice")
    if any("," in name or " and " in name for name in paper.authors):
        lines.append("authors are single names, given names first: ['Stefan Balke', ...]")
    if paper.title.endswith("."):
        lines.append("the title ends with a full stop")
    return lines


def plain_key(paper: Paper) -> str:
    """The key that a paper should have, without its letter: surname and year in ASCII."""
    return re.sub("[^a-z]", "", ascii_only(paper.surname)) + str(paper.year)


def alike(one: Paper, other: Paper) -> bool:
    """Whether two papers may be one: years close, first author the same, titles similar."""
    if abs(one.year - other.year) > YEARS_APART or plain(one.surname) != plain(other.surname):
        return False
    first, second = (re.sub(r"\W+", " ", plain(paper.title)).strip() for paper in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE
