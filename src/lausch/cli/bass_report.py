"""`lausch report bass`: how well bass lines are heard."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

CORPORA = "basses,jazz"
OUT = Path("reports/bass.md")


def report_bass(
    models: Sequence[str],
    on: str,
    data: Path | None,
    corpora: Path | None,
    rivals_folder: Path | None,
    most: int | None,
    processes: int,
    out: Path,
) -> None:
    """Score models, formulas and rivals on test tracks; write the page and its CSV."""
    from lausch.analysis.choice import load
    from lausch.cli.hearing import hear_all
    from lausch.corpora.registry import open_corpus
    from lausch.evaluation.bass_lines import bass_jobs, follow_bass
    from lausch.evaluation.bass_report import BassEvidence, bass_csv, bass_page
    from lausch.evaluation.bass_unlabelled import read_unlabelled
    from lausch.evaluation.system import explain
    from lausch.files import replacing
    from lausch.formulas import WEIGHTLESS
    from lausch.models.model import Model, shipped

    named = tuple(models) or tuple(
        sorted(name for name in (*shipped(), *WEIGHTLESS) if "bass" in load(name).layers)
    )
    listeners = [load(name) for name in named]
    if not named or any("bass" not in each.layers for each in listeners):
        raise click.UsageError(
            f"{', '.join(named) or 'no model'} cannot be reported on: name models that find the "
            "bass (`lausch models` lists them)"
        )
    names = [name.strip() for name in on.split(",") if name.strip()]
    opened = [each for name in names for each in open_corpus(name, data=data, rendered=corpora)]
    unlabelled = read_unlabelled(out.with_name("bass_unlabelled.json"))
    jobs = bass_jobs(opened, named, rivals_folder, most)
    rows, failures = hear_all(jobs, follow_bass, explain, processes)
    words = ["lausch report bass", *models, "--corpora RENDERED"]
    words += ["--rivals RIVALS"] if rivals_folder else []
    words += [f"--on {on}"] if on != CORPORA else []
    words += [f"--most {most or 0}"] if most != 60 else []
    cards = {each.name: each.card for each in listeners if isinstance(each, Model)}
    evidence = BassEvidence(tuple(rows), cards, " ".join(words), tuple(failures), unlabelled)
    out.parent.mkdir(parents=True, exist_ok=True)
    tracks = out.with_suffix(".csv")
    with replacing(out) as temporary:
        temporary.write_text(bass_page(evidence, tracks.name), encoding="utf-8")
    with replacing(tracks) as temporary:
        temporary.write_text(bass_csv(rows), encoding="utf-8")
    for failure in failures:
        click.echo(failure, err=True)
    click.echo(f"{out}: {len({row.key for row in rows})} tracks")
    if failures:
        sys.exit(1)
