"""The tables of the report on retrieval, each from the evidence alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lausch.evaluation.tables import MISSING, difference, number, percent, score, table
from lausch.evaluation.queries import KINDS, LENGTHS
from lausch.evaluation.retrieval import RETRIEVAL_MEASURES, Sought
from lausch.evaluation.retrieval_plan import CLIPS, PLAIN, SMALL, VALIDATION
from lausch.evaluation.bootstrap import mean, paired

TARGETS = ((25, 0.95), (10, 0.90), (5, 0.75))
"""MRR by seconds of query, over the whole collection; set before anything was trained."""
SECONDS_PER_QUERY = 0.5
FALSE_SHARE = 0.05
"""Of absent recordings that a threshold lets pass, on validation queries."""


@dataclass(frozen=True)
class RetrievalEvidence:
    """What the page is written from.

    Parameters
    ----------
    whole : the title of the collection of all solos.
    sizes : recordings by title of collection.
    models : of lausch, the default first.
    rows : every query.
    versions : of the packages behind the rivals.
    failures : what could not be heard or searched.
    seed : of the queries.
    command : that made it.
    """

    whole: str
    sizes: dict[str, int]
    models: tuple[str, ...]
    rows: tuple[Sought, ...]
    versions: str
    failures: tuple[str, ...]
    seed: int
    command: str

    def of(
        self, title: str, system: str, kind: str = PLAIN, seconds: float | None = None
    ) -> list[Sought]:
        """The queries of one kind and length to one collection as one system heard it."""
        return [
            row
            for row in self.rows
            if (row.corpus, row.system, row.kind) == (title, system, kind)
            and seconds in (None, row.seconds)
        ]

    def systems(self, title: str) -> list[str]:
        """Who heard a collection, in the order of the run."""
        return list(dict.fromkeys(row.system for row in self.rows if row.corpus == title))

    def lengths(self, title: str) -> list[float]:
        """Seconds of the queries as played, the longest first; 0 stands for whole recordings."""
        found = {row.seconds for row in self.rows if row.corpus == title and row.kind == PLAIN}
        return sorted(found, key=lambda seconds: -seconds if seconds else -np.inf)

    @property
    def default(self) -> str:
        """The model that the page is about."""
        return self.models[0]


def targets(evidence: RetrievalEvidence) -> str:
    """What was to be reached, and what was."""
    rows = []
    for seconds, wanted in TARGETS:
        found = mean(evidence.of(evidence.whole, evidence.default, seconds=seconds), "MRR")
        if found is not None:
            verdict = "yes" if found.value >= wanted else "no"
            rows.append((f"MRR, {seconds} s", f"≥ {number(wanted)}", score(found), verdict))
    plain = evidence.of(evidence.whole, evidence.default)
    if plain:
        took = float(np.mean([row.took for row in plain]))
        verdict = "yes" if took <= SECONDS_PER_QUERY else "no"
        rows.append(("seconds of a query", f"≤ {SECONDS_PER_QUERY:g}", f"{took:.2f}", verdict))
    return table((f"target, {evidence.whole}", "wanted", evidence.default, "reached"), rows)


def by_length(evidence: RetrievalEvidence, title: str, measure: str = "MRR") -> str:
    """One measure for each system and each length of query."""
    lengths = evidence.lengths(title)
    counts = [
        f"{len(evidence.of(title, evidence.systems(title)[0], seconds=seconds))}"
        for seconds in lengths
    ]
    rows = [
        (
            _bold(evidence, system),
            *(score(mean(evidence.of(title, system, seconds=each), measure)) for each in lengths),
        )
        for system in evidence.systems(title)
    ]
    head = (measure, *(_seconds(each) for each in lengths))
    return table(head, [*rows, ("queries", *counts)])


def top_ranks(evidence: RetrievalEvidence) -> str:
    """Every measure for the lengths with a target."""
    rows = [
        (
            f"{seconds} s",
            _bold(evidence, system),
            *(
                score(mean(evidence.of(evidence.whole, system, seconds=seconds), measure))
                for measure in RETRIEVAL_MEASURES
            ),
        )
        for seconds in LENGTHS
        for system in evidence.systems(evidence.whole)
    ]
    return table(("query", "recordings heard by", *RETRIEVAL_MEASURES), rows)


def differences(evidence: RetrievalEvidence) -> str:
    """Default minus every other system, query by query."""
    rows = []
    for title in (evidence.whole, SMALL, CLIPS):
        lengths = evidence.lengths(title)
        for other in evidence.systems(title):
            if other == evidence.default or evidence.default not in evidence.systems(title):
                continue
            cells = {
                each: difference(
                    paired(
                        evidence.of(title, evidence.default, seconds=each),
                        evidence.of(title, other, seconds=each),
                        "MRR",
                    )
                )
                for each in lengths
            }
            shown = (cells.get(each, MISSING) for each in (*LENGTHS, 0))
            rows.append((title, f"{evidence.default} minus {other}", *shown))
    if not rows:
        return ""
    text = "MRR, query by query; bold where the interval leaves out zero.\n\n"
    head = ("collection", "difference", *(_seconds(each) for each in (*LENGTHS, 0)))
    return text + table(head, rows)


def kinds(evidence: RetrievalEvidence) -> str:
    """MRR of queries that are harder than the notes as played."""
    title = evidence.whole
    rows = []
    for system in evidence.systems(title):
        for seconds in (10, 5):
            first = [row for row in evidence.of(title, system, seconds=seconds) if not row.number]
            others = (
                score(mean(evidence.of(title, system, kind, seconds), "MRR"))
                for kind in KINDS
                if kind != PLAIN
            )
            rows.append(
                (_bold(evidence, system), f"{seconds} s", score(mean(first, "MRR")), *others)
            )
    explained = "\n".join(f"- *{kind}*: {text}." for kind, text in KINDS.items())
    return f"MRR.\n\n{explained}\n\n" + table(("recordings heard by", "query", *KINDS), rows)


def absent(evidence: RetrievalEvidence) -> str:
    """With a threshold from validation: how often an absent recording is found all the same."""
    rows = []
    for system in evidence.systems(evidence.whole):
        for seconds in LENGTHS:
            known = [row.other for row in evidence.of(VALIDATION, system, seconds=seconds)]
            asked = evidence.of(evidence.whole, system, seconds=seconds)
            if not known or not asked:
                continue
            threshold = float(np.quantile(known, 1 - FALSE_SHARE))
            false = [row.other >= threshold for row in asked]
            right = [row.rank == 1 and row.score >= threshold for row in asked]
            rows.append(
                (
                    _bold(evidence, system),
                    f"{seconds} s",
                    f"{threshold:.3f}",
                    percent(float(np.mean(false))),
                    percent(float(np.mean(right))),
                )
            )
    if not rows:
        return ""
    text = (
        "The same queries once more, their own recording taken out of the collection: whatever is "
        "then found is false. Below a threshold of its score a search says that nothing is there; "
        f"here it lets {percent(FALSE_SHARE)} of absent recordings of **validation** queries pass. "
        "On test queries:\n\n"
    )
    head = ("recordings heard by", "query", "threshold", "false matches", "right and sure")
    return text + table(head, rows)


def times(evidence: RetrievalEvidence) -> str:
    """Seconds of a query, as they fell out."""
    rows = []
    for kind in KINDS:
        took = [
            row.took for row in evidence.rows if (row.corpus, row.kind) == (evidence.whole, kind)
        ]
        if took:
            middle, late = np.quantile(took, (0.5, 0.95))
            rows.append((kind, f"{len(took)}", f"{middle:.2f}", f"{late:.2f}"))
    text = (
        "Seconds of an exact search through the whole collection, on one thread, with other work "
        "on the same machine.\n\n"
    )
    return text + table(("query", "queries", "median", "95 %"), rows)


def _seconds(seconds: float) -> str:
    return f"{seconds:g} s" if seconds else "whole"


def _bold(evidence: RetrievalEvidence, name: str) -> str:
    return f"**{name}**" if name in evidence.models else name


def summary_rows(evidence: RetrievalEvidence) -> Sequence[tuple[str, ...]]:
    """Every mean of the page and of what it leaves out, for a CSV file."""
    groups: dict[tuple[str, str, str, float], list[Sought]] = {}
    for row in evidence.rows:
        groups.setdefault((row.corpus, row.system, row.kind, row.seconds), []).append(row)
    found = []
    for (title, system, kind, seconds), rows in groups.items():
        means = [mean(rows, measure) for measure in RETRIEVAL_MEASURES]
        values = tuple(f"{each.value:.4f}" for each in means if each is not None)
        found.append((title, system, kind, _seconds(seconds), f"{len(rows)}", *values))
    return found
