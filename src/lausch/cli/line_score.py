"""`lausch evaluate` of a model that finds solos."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from lausch.corpora.corpus import Corpus
    from lausch.corpora.track import Split
    from lausch.evaluation.lines import Followed


def score_lines(
    name: str,
    corpora: Sequence[Corpus],
    split: Split,
    most: int | None,
    *,
    each: bool,
    as_json: bool,
    processes: int,
) -> list[str]:
    """Score the model on annotated lines, print the table, and return why tracks failed."""
    from lausch.cli.hearing import hear_all
    from lausch.evaluation.following import CEILINGS, follow, line_jobs
    from lausch.evaluation.lines import FURTHER_MEASURES
    from lausch.evaluation.page import score
    from lausch.evaluation.songs import mean
    from lausch.evaluation.system import explain
    from lausch.metrics.melody import MEASURES as LINE_MEASURES

    jobs = line_jobs(corpora, [name], split=split, most=most)
    heard, failures = hear_all(jobs, follow, explain, processes)
    rows = [row for row in heard if row.system not in CEILINGS]
    by_corpus = {
        corpus.name: inside
        for corpus in corpora
        if (inside := [row for row in rows if row.corpus == corpus.name])
    }
    measures = (*LINE_MEASURES, *FURTHER_MEASURES)
    if as_json:
        means = {
            corpus: {m: found.value for m in measures if (found := mean(inside, m))}
            for corpus, inside in by_corpus.items()
        }
        told = {"split": split, "corpora": means, "tracks": [_plain(row) for row in rows]}
        click.echo(json.dumps(told | {"failures": failures}, ensure_ascii=False, indent=1))
        return failures
    for row in rows if each else ():
        scores = "  ".join(f"{measure} {value:.3f}" for measure, value in row.scores.items())
        click.echo(f"{row.track}: {scores}")
    for corpus, inside in by_corpus.items():
        click.echo(f"{corpus}, {len(inside)} tracks")
        for measure in measures:
            click.echo(f"  {measure:22} {score(mean(inside, measure))}")
    return failures


def _plain(row: Followed) -> dict[str, object]:
    return {"corpus": row.corpus, "track": row.track, "song": row.song, "scores": row.scores}
