"""`lausch report STUDY.py`: a study's systems and rivals on the same recordings, as a page."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from lausch.cli.options import DATA, FOLDER, JOBS, PATH, RENDERED, SEED


@click.command()
@click.argument("study", metavar="STUDY.py", type=PATH)
@click.argument("names", nargs=-1, metavar="[SYSTEM|FILE.onnx...]")
@DATA
@RENDERED
@click.option("--on", help="Names of corpora, separated by commas; by default the study's.")
@click.option(
    "--rivals",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder that the study's script in studies/rivals/ wrote.",
)
@click.option(
    "--most",
    type=click.IntRange(0),
    default=60,
    show_default=True,
    help="At most N tracks of each rendered split, drawn with --seed; 0 for all.",
)
@SEED
@click.option(
    "--work",
    type=FOLDER,
    help="Folder that keeps results, so that a second run measures only what is new.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Page to write, with figures and all scores beside it [default: reports/STUDY.md].",
)
@JOBS
def command(
    study: Path,
    names: tuple[str, ...],
    data: Path | None,
    rendered: Path | None,
    on: str | None,
    rivals: Path | None,
    most: int,
    seed: int,
    work: Path | None,
    out: Path | None,
    jobs: int,
) -> None:
    """Report on systems, by default all of the layer, against annotations and rivals.

    STUDY.py is a file such as studies/beats.py in the source of lausch. It names the layer, the
    corpora and the targets. Rendered corpora are sampled; real ones are measured on every track.
    """
    from lausch.cli.measure import through
    from lausch.evaluation.evidence import Settings
    from lausch.evaluation.report import make_report
    from lausch.evaluation.study import load_study

    declaration = load_study(study)
    settings = Settings(
        study=study,
        systems=names,
        on=tuple(name.strip() for name in on.split(",")) if on else declaration.corpora,
        data=data,
        rendered=rendered,
        rivals=rivals,
        most=most or None,
        seed=seed,
        work=work,
        out=out or Path("reports") / f"{study.stem}.md",
    )
    evidence = make_report(declaration, settings, partial(through, processes=jobs))
    for failure in evidence.failures:
        click.echo(failure, err=True)
    click.echo(f"{settings.out}: {len({result.key for result in evidence.results})} tracks")
    if evidence.failures:
        sys.exit(1)
