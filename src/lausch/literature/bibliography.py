"""The survey as a whole: its papers in the order of the bibliography, with look-up and filters."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lausch.literature.paper import Gap, LiteratureError, Paper
from lausch.literature.vocabulary import LABELS


@dataclass(frozen=True)
class Table:
    """One of the tutorial's tables of a task: its rows are numbers of the overview, in order."""

    task: str
    title: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Bibliography:
    """The papers that the tutorial cites, and those added by a reader."""

    source: str
    papers: tuple[Paper, ...]
    missing: tuple[Gap, ...] = ()
    tables: tuple[Table, ...] = ()

    def find(self, name: str) -> Paper:
        """The paper with this key or printed number (`balke2017`, `3` or `[3]`).

        Raises LiteratureError for any other name, and for a number that is missing in print.
        """
        word = name.strip().strip("[]").lower()
        for paper in self.papers:
            if word in (paper.key, str(paper.number)):
                return paper
        near = difflib.get_close_matches(word, [paper.key for paper in self.papers], n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise LiteratureError(
            f"there is no paper {name!r}{hint}; `lausch literature list` lists the keys"
        )

    def gap(self, name: str) -> Gap | None:
        """The gap in the printed bibliography under this number, if there is one."""
        number = name.strip().strip("[]")
        return next((gap for gap in self.missing if number == str(gap.number)), None)

    def rows(self, table: Table) -> list[Paper]:
        """The papers of a table that this bibliography has, in the order of the table."""
        by_number = {paper.overview: paper for paper in self.papers if paper.overview is not None}
        return [by_number[number] for number in table.rows if number in by_number]

    def filtered(self, criteria: Mapping[str, Sequence[str]]) -> Bibliography:
        """The papers that meet all criteria; without any, everything, gaps included.

        Parameters
        ----------
        criteria : for any of task, network, input, preprocessing, venue, year and author, the
            values of which one has to match. Case and accents do not count. `none` stands for a
            label without a value, `2014-2017` for a span of years, RNN for every recurrent
            network, and part of a name for an author.
        """
        criteria = {field: values for field, values in criteria.items() if values}
        if not criteria:
            return self
        papers = tuple(
            paper
            for paper in self.papers
            if all(
                any(_is(paper, field, value.strip()) for value in values)
                for field, values in criteria.items()
            )
        )
        return Bibliography(self.source, papers, (), self.tables)

    def joined(self, papers: Iterable[Paper]) -> Bibliography:
        """This bibliography with further papers at its end."""
        return Bibliography(self.source, (*self.papers, *papers), self.missing, self.tables)


def plain(text: str) -> str:
    """Lower case without accents, for comparisons."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def ascii_only(text: str) -> str:
    """Like `plain`, with the vowels of umlauts written as two: boeck, abesser."""
    spelled = text.casefold()
    for letter, letters in (("ö", "oe"), ("ü", "ue"), ("ä", "ae")):
        spelled = spelled.replace(letter, letters)
    return plain(spelled)


def _is(paper: Paper, field: str, value: str) -> bool:
    if field == "year":
        low, high = _span(value)
        return low <= paper.year <= high
    if field == "author":
        return any(
            spell(value) in spell(name) for spell in (plain, ascii_only) for name in paper.authors
        )
    if field == "venue":
        return plain(value) == plain(paper.venue)
    own = [plain(each) for each in paper.label(field)]
    known = {plain(each) for each in LABELS[field]}
    if plain(value) == "none":
        return not own
    if plain(value) not in known:
        raise LiteratureError(
            f"there is no {field} {value!r}; there are {', '.join(LABELS[field])} and none"
        )
    return any(each == plain(value) or each.startswith(plain(value) + "-") for each in own)


def _span(value: str) -> tuple[int, int]:
    first, _, last = value.partition("-")
    try:
        return int(first), int(last or first)
    except ValueError:
        raise LiteratureError(f"a year is 2016 or a span 2014-2017, not {value!r}") from None
