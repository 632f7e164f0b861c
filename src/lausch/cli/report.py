"""`lausch report STUDY.py`: a study's systems and rivals on the same recordings, as a page."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from lausch.cli.corpus import DATA_OPTION
from lausch.cli.evaluate import JOBS_OPTION, RENDERED_OPTION


@click.command()
@click.argument("study", metavar="STUDY.py", type=click.Path(path_type=Path))
@click.argument("names", nargs=-1, metavar="[SYSTEM|FILE.onnx...]")
@DATA_OPTION
@RENDERED_OPTION
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
@click.option("--seed", default=0, show_default=True, help="Seed of the draw.")
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that keeps results, so that a second run measures only what is new.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Page to write, with figures and all scores beside it [default: reports/STUDY.md].",
)
@JOBS_OPTION
def command(
    study: Path,
    names: tuple[str, ...],
    data: Path | None,
    corpora: Path | None,
    on: str | None,
    rivals: Path | None,
    most: int,
    seed: int,
    work: Path | None,
    out: Path | None,
    processes: int,
) -> None:
    """Report on systems, by default all of the layer, against annotations and rivals.

    STUDY.py is a file such as studies/beats.py in the source of lausch. It names the layer, the
    corpora and the targets. Rendered corpora are sampled; real ones are measured on every track.
    """
    from lausch.cli.measure import through
    from lausch.evaluation.evidence import Settings
    from lausch.evaluation.report import make_report
    from lausch.evaluation.study import load_study

    loaded = load_study(study)
    settings = Settings(
        study=study,
        systems=names,
        on=tuple(name.strip() for name in on.split(",")) if on else loaded.corpora,
        data=data,
        rendered=corpora,
        rivals=rivals,
        most=most or None,
        seed=seed,
        work=work,
        out=out or Path("reports") / f"{study.stem}.md",
    )
    evidence = make_report(loaded, settings, partial(through, processes=processes))
    for failure in evidence.failures:
        click.echo(failure, err=True)
    click.echo(f"{settings.out}: {len({result.key for result in evidence.results})} tracks")
    if evidence.failures:
        sys.exit(1)
