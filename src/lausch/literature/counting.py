"""Counts of papers by label, and of the labels that are printed."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from lausch.literature.bibliography import Bibliography
from lausch.literature.paper import LiteratureError, Paper
from lausch.literature.vocabulary import LABELS, NONE

FACTS = ("venue", "year", "author")
GROUPS = (*LABELS, *FACTS)
"""Everything that papers can be counted by."""


@dataclass(frozen=True)
class Count:
    """Number of papers with a value; `inferred` of them have it from outside the tutorial."""

    value: str
    papers: int
    inferred: int

    @property
    def printed(self) -> int:
        """Papers whose label is printed, corrected, or given by whoever added the paper."""
        return self.papers - self.inferred


def counts(papers: Iterable[Paper], by: str) -> list[Count]:
    """Counts over the papers of the overview, without data sets.

    A paper with two networks counts for both, so the sum may exceed the number of papers. Years
    are in order; everything else starts with the most frequent.
    """
    if by not in GROUPS:
        raise LiteratureError(f"papers are counted by one of {', '.join(GROUPS)}, not by {by!r}")
    every: Counter[str] = Counter()
    inferences: Counter[str] = Counter()
    for paper in papers:
        if not paper.counted:
            continue
        for value in _values(paper, by):
            every[value] += 1
            inferences[value] += by in LABELS and paper.source(by) == "inferred"
    order = sorted(every) if by == "year" else sorted(every, key=lambda value: -every[value])
    return [Count(value, every[value], inferences[value]) for value in order]


def as_table(values: Sequence[Count], by: str, bibliography: Bibliography, form: str) -> str:
    """Counts as CSV, as JSON, or as an aligned table with a note on what is not counted."""
    if form == "json":
        return json.dumps([asdict(count) for count in values], indent=1, ensure_ascii=False) + "\n"
    if form == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([by, "papers", "inferred"])
        writer.writerows((count.value, count.papers, count.inferred) for count in values)
        return text.getvalue()
    width = max((len(count.value) for count in values), default=0)
    lines = [
        f"{count.value:{width}}  {count.papers:3}"
        + (f"  ({count.inferred} inferred)" if count.inferred else "")
        for count in values
    ]
    lines.append(f"\n{sum(paper.counted for paper in bibliography.papers)} papers")
    lines += [
        f"not counted: [{gap.number}], missing in the tutorial's bibliography"
        for gap in bibliography.missing
    ]
    return "\n".join(lines) + "\n"


def _values(paper: Paper, by: str) -> tuple[str, ...]:
    if by == "author":
        return paper.authors
    if by == "year":
        return (str(paper.year),)
    return paper.label(by) or (NONE,)
