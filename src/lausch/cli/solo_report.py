"""`lausch report solo`: how well the line of a soloist or singer is followed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from lausch.evaluation.following import LineJob
    from lausch.evaluation.solo_evidence import SoloEvidence

CORPORA = "solos,jazz,pop,sung,mir1k"
OUT = Path("reports/solo.md")
SHOWN = ("spectrogram", "balke2017")
"""What the example shows, where it is there; else the best model alone."""


def report_solo(
    models: Sequence[str],
    on: str,
    data: Path | None,
    corpora: Path | None,
    rivals_folder: Path | None,
    most: int | None,
    seed: int,
    processes: int,
    out: Path,
) -> None:
    """Score models and rivals on annotated lines; write the page, its figures and its CSV."""
    from lausch.cli.hearing import hear_all
    from lausch.corpora.registry import open_corpus
    from lausch.evaluation.following import (
        CEILINGS,
        follow,
        height,
        line_jobs,
        solo_model,
        solo_models,
    )
    from lausch.evaluation.line_rivals import measure_line_rivals, open_line_rivals, speeds
    from lausch.evaluation.rivals import versions
    from lausch.evaluation.solo_evidence import SoloEvidence
    from lausch.evaluation.system import explain
    from lausch.models.model import Model

    named = tuple(models) or solo_models()
    listeners = [solo_model(name) for name in named]
    names = [name.strip() for name in on.split(",") if name.strip()]
    opened = [each for name in names for each in open_corpus(name, data=data, rendered=corpora)]
    jobs = [
        job
        for corpus in opened
        for job in line_jobs(
            [corpus], named, most=most if corpus.use == "ship" else None, seed=seed
        )
    ]
    drawn = {(job.corpus, job.track.name) for job in jobs}
    theirs = measure_line_rivals(open_line_rivals(rivals_folder), opened) if rivals_folder else []
    theirs = [row for row in theirs if row.key in drawn]
    if rivals_folder and not theirs:
        raise click.UsageError(
            f"{rivals_folder} holds no f0 of a test track with an annotated line in {on}"
        )
    if not named and not theirs:
        raise click.UsageError(
            "there is no model that finds solos: name one, or give what "
            "`benchmarks/rivals_solo.py --out` was given with --rivals FOLDER"
        )
    heard, failures = hear_all(jobs, follow, explain, processes)
    evidence = SoloEvidence(
        corpora=tuple(opened),
        models=tuple(listener.name for listener in listeners),
        cards={each.name: each.card for each in listeners if isinstance(each, Model)},
        rows=(*(row for row in heard if row.system not in CEILINGS), *theirs),
        ceilings=tuple(row for row in heard if row.system in CEILINGS),
        levels={
            (job.corpus, job.track.name): level
            for job in jobs
            if (level := job.track.fact("lead_db")) is not None
        },
        heights={(job.corpus, job.track.name): height(job.track) for job in jobs},
        speeds=speeds(rivals_folder) if rivals_folder else {},
        versions=versions(rivals_folder) if rivals_folder else "",
        failures=tuple(failures),
        most=most,
        seed=seed,
        command=_words([each.name for each in listeners], on, bool(rivals_folder), most, seed),
    )
    _write(evidence, jobs, named, out)
    for failure in failures:
        click.echo(failure, err=True)
    click.echo(f"{out}: {len({row.key for row in evidence.rows})} tracks")
    if failures:
        sys.exit(1)


def _write(
    evidence: SoloEvidence, jobs: Sequence[LineJob], models: Sequence[str], out: Path
) -> None:
    from lausch.evaluation.solo_figures import example, write_example, write_scores
    from lausch.evaluation.solo_report import lines_csv, solo_page
    from lausch.files import replacing

    out.parent.mkdir(parents=True, exist_ok=True)
    paths = {name: out.with_name(f"{out.stem}-{name}.png") for name in ("scores", "example")}
    write_scores(evidence, paths["scores"])
    if models:
        shown = [name for name in SHOWN if name in models] or models[:1]
        write_example(example(jobs[0].corpus, jobs[0].track, shown), paths["example"])
    else:
        del paths["example"]
    tracks = out.with_suffix(".csv")
    figures = {name: path.name for name, path in paths.items()}
    with replacing(out) as temporary:
        temporary.write_text(solo_page(evidence, figures, tracks.name), encoding="utf-8")
    with replacing(tracks) as temporary:
        temporary.write_text(lines_csv(evidence.rows), encoding="utf-8")


def _words(models: Sequence[str], on: str, rivals: bool, most: int | None, seed: int) -> str:
    """The command without paths of the machine it ran on."""
    words = ["lausch report solo", *models, "--data DATA --corpora RENDERED"]
    words += ["--rivals RIVALS"] if rivals else []
    words += [f"--on {on}"] if on != CORPORA else []
    words += [f"--most {most or 0}"] if most != 60 else []
    words += [f"--seed {seed}"] if seed else []
    return " ".join(words)
