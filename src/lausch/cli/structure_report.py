"""`lausch report structure`: which boundaries of sections are found, and what they are called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from lausch.analysis.choice import Listener
    from lausch.corpora.track import Track

CORPORA = "popform,jazzform,chartform"
OUT = Path("reports/structure.md")
ABLATION = "structure_ablation.json"
"""What `benchmarks/structure_ablation.py` writes beside the page."""


def report_structure(
    models: Sequence[str],
    on: str,
    data: Path | None,
    corpora: Path | None,
    rivals_folder: Path | None,
    work: Path | None,
    most: int | None,
    seed: int,
    processes: int,
    out: Path,
) -> None:
    """Score models and rivals on annotated forms; write the page, its figure and its CSV."""
    from lausch.cli.hearing import hear_all
    from lausch.corpora.registry import open_corpus
    from lausch.evaluation.line_rivals import speeds
    from lausch.evaluation.rivals import versions
    from lausch.evaluation.structure_evidence import StructureEvidence, contrast_of, read_ablation
    from lausch.evaluation.structure_figures import write_structure_scores
    from lausch.evaluation.structure_report import forms_csv, structure_page
    from lausch.evaluation.structure_rivals import measure_structure_rivals
    from lausch.evaluation.structuring import (
        divide,
        structure_jobs,
        structure_model,
        structure_models,
    )
    from lausch.evaluation.system import explain
    from lausch.files import replacing
    from lausch.models.model import Model

    named = tuple(models) or structure_models()
    listeners = [structure_model(name) for name in named]
    names = [name.strip() for name in on.split(",") if name.strip()]
    opened = [each for name in names for each in open_corpus(name, data=data, rendered=corpora)]
    jobs = structure_jobs(opened, named, most=most, seed=seed, work=work)
    drawn = {(job.corpus, job.track.name) for job in jobs}
    theirs = measure_structure_rivals(rivals_folder, opened) if rivals_folder else []
    theirs = [row for row in theirs if row.key in drawn]
    if rivals_folder and not theirs:
        raise click.UsageError(f"{rivals_folder} holds no form of a test track in {on}")
    if not named and not theirs:
        raise click.UsageError(
            "there is no model that finds sections: name one, or give what "
            "`benchmarks/rivals_structure.py --out` was given with --rivals FOLDER"
        )
    heard, failures = hear_all(jobs, divide, explain, processes)
    words = [listener.name for listener in listeners]
    evidence = StructureEvidence(
        corpora=tuple(opened),
        models=tuple(words),
        cards={each.name: each.card for each in listeners if isinstance(each, Model)},
        rows=(*heard, *theirs),
        contrasts={(job.corpus, job.track.name): contrast_of(job.track) for job in jobs},
        speeds=speeds(rivals_folder) if rivals_folder else {},
        versions=versions(rivals_folder) if rivals_folder else "",
        ablation=read_ablation(out.with_name(ABLATION)),
        failures=tuple(failures),
        most=most,
        seed=seed,
        command=_words(words if models else [], on, bool(rivals_folder), most, seed),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    tracks = out.with_suffix(".csv")
    paths = {name: out.with_name(f"{out.stem}-{name}.png") for name in ("scores", "example")}
    write_structure_scores(evidence, paths["scores"])
    if listeners:
        _write_example(jobs[0].track, listeners[0], paths["example"])
    else:
        del paths["example"]
    with replacing(out) as temporary:
        figures = {name: path.name for name, path in paths.items()}
        page = structure_page(evidence, figures, tracks.name)
        temporary.write_text(page, encoding="utf-8")
    with replacing(tracks) as temporary:
        temporary.write_text(forms_csv(evidence.rows), encoding="utf-8")
    for failure in failures:
        click.echo(failure, err=True)
    click.echo(f"{out}: {len({row.key for row in evidence.rows})} tracks")
    if failures:
        sys.exit(1)


def _write_example(track: Track, listener: Listener, path: Path) -> None:
    """What the first model makes of the first track, and what became of the true boundaries."""
    from lausch.analysis.analyze import analyze
    from lausch.plot import write_plot

    analysis = analyze(track.audio, only="sections", model=listener)
    write_plot(track.audio, analysis, path, reference=track.read("sections"))
    from PIL import Image  # matplotlib brings it

    # Spectrograms of a whole piece have more colours than a page needs: a fifth of the bytes.
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(64)
    small.save(path, optimize=True)


def _words(models: Sequence[str], on: str, rivals: bool, most: int | None, seed: int) -> str:
    """The command without paths of the machine it ran on."""
    words = ["lausch report structure", *models, "--corpora RENDERED"]
    words += ["--rivals RIVALS"] if rivals else []
    words += [f"--on {on}"] if on != CORPORA else []
    words += [f"--most {most or 0}"] if most != 60 else []
    words += [f"--seed {seed}"] if seed else []
    return " ".join(words)
