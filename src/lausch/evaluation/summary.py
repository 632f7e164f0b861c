"""Scores of many tracks in a few lines: for a terminal, and as plain values."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from lausch.evaluation.bootstrap import Mean, mean
from lausch.evaluation.result import Result, grouped
from lausch.evaluation.tables import aligned, percent, score


def measures_of(results: Sequence[Result]) -> list[str]:
    """Every measure that some result has, in the order of first appearance."""
    return list(dict.fromkeys(name for result in results for name in result.scores))


def lines(results: Sequence[Result], *, styles: bool = False) -> list[str]:
    """A table for each corpus: a line for each measure, with its mean and interval.

    Parameters
    ----------
    styles : whether each style gets a column of means.
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
        rows += [
            [fact, *(_shares(group, fact) for group in columns.values())] for fact in _words(inside)
        ]
        text += aligned(rows).splitlines()
    return text


def values(results: Sequence[Result]) -> dict[str, Any]:
    """Means, intervals and shares as plain JSON; null where there is no interval."""
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
    return {
        "mean": each.value,
        "low": None if math.isnan(each.low) else each.low,
        "high": None if math.isnan(each.high) else each.high,
        "tracks": each.tracks,
        "songs": each.songs,
    }


def _words(results: Sequence[Result]) -> list[str]:
    """Names of the facts about estimates whose values are words."""
    return list(
        dict.fromkeys(
            name
            for result in results
            for name, value in result.facts.items()
            if isinstance(value, str) and name not in ("style", "split")
        )
    )


def _counts(results: Sequence[Result], fact: str) -> list[tuple[str, int]]:
    return Counter(str(result.facts.get(fact)) for result in results).most_common()


def _shares(results: Sequence[Result], fact: str) -> str:
    counts = _counts(results, fact)
    return ", ".join(f"{word} {percent(count / len(results))}" for word, count in counts)
