"""A summary of the scores of many tracks, for a terminal and as plain values."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from lausch.evaluation.bootstrap import Mean, mean
from lausch.evaluation.result import Result, grouped
from lausch.evaluation.tables import aligned, percent, score


def measures_of(results: Sequence[Result]) -> list[str]:
    """Every measure of the results, in the order of first appearance."""
    return list(dict.fromkeys(name for result in results for name in result.scores))


def lines(results: Sequence[Result], *, styles: bool = False) -> list[str]:
    """Text lines with a table for each corpus: mean and interval of each measure.

    With `styles` there is a column of means for each style.
    """
    text: list[str] = []
    for corpus in dict.fromkeys(result.corpus for result in results):
        inside = [result for result in results if result.corpus == corpus]
        count = f"{len(inside)} track{'s' if len(inside) > 1 else ''}"
        columns = {f"{corpus}, {count}": inside}
        if styles:
            named = grouped(inside, "style")
            columns |= {f"{name} ({len(named[name])})": named[name] for name in sorted(named)}
        rows = [["", *columns]]
        for measure in measures_of(inside):
            rows.append([measure, *(score(mean(group, measure)) for group in columns.values())])
        for fact in _words(inside):
            rows.append([fact, *(_shares(group, fact) for group in columns.values())])
        text += aligned(rows).splitlines()
    return text


def values(results: Sequence[Result]) -> dict[str, Any]:
    """Means, intervals and shares as plain JSON; null for no interval."""
    means = {measure: mean(results, measure) for measure in measures_of(results)}
    return {
        "tracks": len(results),
        "seconds": sum(result.seconds for result in results),
        "scores": {measure: _plain(each) for measure, each in means.items() if each is not None},
        "shares": {
            fact: {word: count / len(results) for word, count in _counts(results, fact)}
            for fact in _words(results)
        },
    }


def _plain(each: Mean) -> dict[str, float | int | None]:
    low, high = (None if math.isnan(edge) else edge for edge in (each.low, each.high))
    counts = {"tracks": each.tracks, "songs": each.songs}
    return {"mean": each.value, "low": low, "high": high, **counts}


def _words(results: Sequence[Result]) -> list[str]:
    """Names of the facts about estimates whose values are words."""
    facts = [fact for result in results for fact in result.facts.items()]
    words = (name for name, value in facts if isinstance(value, str))
    return [name for name in dict.fromkeys(words) if name not in ("style", "split")]


def _counts(results: Sequence[Result], fact: str) -> list[tuple[str, int]]:
    return Counter(str(result.facts.get(fact)) for result in results).most_common()


def _shares(results: Sequence[Result], fact: str) -> str:
    counts = _counts(results, fact)
    return ", ".join(f"{word} {percent(count / len(results))}" for word, count in counts)
