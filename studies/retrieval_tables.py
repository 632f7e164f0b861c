"""The tables of the study of retrieval."""

from __future__ import annotations

import numpy as np
from retrieval_plan import (
    CLIPS,
    PLAIN,
    SMALL,
    VALIDATION,
)
from retrieval_queries import KINDS, LENGTHS
from retrieval_search import MEASURES

from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean, paired
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result
from lausch.evaluation.tables import MISSING, difference, number, percent, score, table

TARGETS = ((25, 0.95), (10, 0.90), (5, 0.75))
"""MRR by seconds of query, over the whole collection; set before these results were known."""


SECONDS_PER_QUERY = 0.5


FALSE_SHARE = 0.05
"""Share of validation queries for absent recordings with a score above the threshold."""


def whole(evidence: Evidence) -> str:
    """The title of the collection of all solos."""
    return next(iter(evidence.inputs["sizes"]))


def queries(
    evidence: Evidence, title: str, system: str, kind: str = PLAIN, seconds: float | None = None
) -> list[Result]:
    """The queries of one kind and length in one collection, by one system."""
    return [
        row
        for row in evidence.results
        if (row.corpus, row.system, row.facts["kind"]) == (title, system, kind)
        and seconds in (None, row.seconds)
    ]


def systems_on(evidence: Evidence, title: str) -> list[str]:
    """The systems that analysed a collection, in the order of the run."""
    return list(dict.fromkeys(row.system for row in evidence.results if row.corpus == title))


def lengths(evidence: Evidence, title: str) -> list[float]:
    """Seconds of the queries as played, the longest first; 0 stands for whole recordings."""
    plain = [row for row in evidence.results if row.facts["kind"] == PLAIN]
    seconds = {row.seconds for row in plain if row.corpus == title}
    return sorted(seconds, key=lambda each: -each if each else -np.inf)


def targets(evidence: Evidence) -> str:
    """Targets and measured values."""
    rows = []
    for seconds, wanted in TARGETS:
        mrr = mean(queries(evidence, whole(evidence), evidence.models[0], seconds=seconds), "MRR")
        if mrr is not None:
            verdict = "yes" if mrr.value >= wanted else "no"
            rows.append((f"MRR, {seconds} s", f"≥ {number(wanted)}", score(mrr), verdict))
    plain = queries(evidence, whole(evidence), evidence.models[0])
    if plain:
        pace = float(np.mean([row.cpu_seconds for row in plain]))
        verdict = "yes" if pace <= SECONDS_PER_QUERY else "no"
        rows.append(
            ("processor seconds of a query", f"≤ {SECONDS_PER_QUERY:g}", f"{pace:.2f}", verdict)
        )
    return table((f"target, {whole(evidence)}", "wanted", evidence.models[0], "reached"), rows)


def by_length(evidence: Evidence, title: str, measure: str = "MRR") -> str:
    """One measure for each system and each length of query."""
    each_length = lengths(evidence, title)
    counts = [
        f"{len(queries(evidence, title, systems_on(evidence, title)[0], seconds=seconds))}"
        for seconds in each_length
    ]
    rows = [
        (
            sections.bold(evidence, system),
            *(
                score(mean(queries(evidence, title, system, seconds=each), measure))
                for each in each_length
            ),
        )
        for system in systems_on(evidence, title)
    ]
    head = (measure, *(seconds_word(each) for each in each_length))
    return table(head, [*rows, ("queries", *counts)])


def top_ranks(evidence: Evidence) -> str:
    """Every measure for the lengths with a target."""
    rows = [
        (
            f"{seconds} s",
            sections.bold(evidence, system),
            *(
                score(mean(queries(evidence, whole(evidence), system, seconds=seconds), measure))
                for measure in MEASURES
            ),
        )
        for seconds in LENGTHS
        for system in systems_on(evidence, whole(evidence))
    ]
    return table(("query", "analysed by", *MEASURES), rows)


def differences(evidence: Evidence) -> str:
    """Default minus every other system, query by query."""
    rows = []
    for title in (whole(evidence), SMALL, CLIPS):
        each_length = lengths(evidence, title)
        for other in systems_on(evidence, title):
            if other == evidence.models[0] or evidence.models[0] not in systems_on(evidence, title):
                continue
            cells = {
                each: difference(
                    paired(
                        queries(evidence, title, evidence.models[0], seconds=each),
                        queries(evidence, title, other, seconds=each),
                        "MRR",
                    )
                )
                for each in each_length
            }
            shown = (cells.get(each, MISSING) for each in (*LENGTHS, 0))
            rows.append((title, f"{evidence.models[0]} minus {other}", *shown))
    if not rows:
        return ""
    text = "MRR, query by query; bold where the interval leaves out zero.\n\n"
    head = ("collection", "difference", *(seconds_word(each) for each in (*LENGTHS, 0)))
    return text + table(head, rows)


def kinds(evidence: Evidence) -> str:
    """MRR of the other kinds of queries."""
    title = whole(evidence)
    rows = []
    for system in systems_on(evidence, title):
        for seconds in (10, 5):
            first = [
                row
                for row in queries(evidence, title, system, seconds=seconds)
                if not row.facts["number"]
            ]
            others = (
                score(mean(queries(evidence, title, system, kind, seconds), "MRR"))
                for kind in KINDS
                if kind != PLAIN
            )
            rows.append(
                (
                    sections.bold(evidence, system),
                    f"{seconds} s",
                    score(mean(first, "MRR")),
                    *others,
                )
            )
    explained = "\n".join(f"- *{kind}*: {text}." for kind, text in KINDS.items())
    return f"MRR.\n\n{explained}\n\n" + table(("analysed by", "query", *KINDS), rows)


def absent(evidence: Evidence) -> str:
    """Shares of false and of right matches above a threshold from validation queries."""
    rows = []
    for system in systems_on(evidence, whole(evidence)):
        for seconds in LENGTHS:
            validation = queries(evidence, VALIDATION, system, seconds=seconds)
            test = queries(evidence, whole(evidence), system, seconds=seconds)
            if not validation or not test:
                continue
            others = [row.facts["other"] for row in validation]
            threshold = float(np.quantile(others, 1 - FALSE_SHARE))
            false = [row.facts["other"] >= threshold for row in test]
            right = [row.facts["rank"] == 1 and row.facts["score"] >= threshold for row in test]
            rows.append(
                (
                    sections.bold(evidence, system),
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
    head = ("analysed by", "query", "threshold", "false matches", "right and sure")
    return text + table(head, rows)


def times(evidence: Evidence) -> str:
    """Processor seconds of a query."""
    rows = []
    for kind in KINDS:
        seconds = [
            row.cpu_seconds
            for row in evidence.results
            if (row.corpus, row.facts["kind"]) == (whole(evidence), kind)
        ]
        if seconds:
            middle, late = np.quantile(seconds, (0.5, 0.95))
            rows.append((kind, f"{len(seconds)}", f"{middle:.2f}", f"{late:.2f}"))
    text = "Processor seconds of an exact search through the whole collection, on one thread.\n\n"
    return text + table(("query", "queries", "median", "95 %"), rows)


def seconds_word(seconds: float) -> str:
    """`25 s`, or `whole` for 0."""
    return f"{seconds:g} s" if seconds else "whole"
