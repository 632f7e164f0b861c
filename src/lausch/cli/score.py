"""`lausch evaluate SYSTEM --on CORPUS`: a model's scores on annotated recordings."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.cli.corpus import DATA_OPTION
from lausch.corpora.track import SPLITS

if TYPE_CHECKING:
    from lausch.corpora.corpus import Corpus
    from lausch.corpora.track import Split

RENDERED_OPTION = click.option(
    "--corpora",
    "--rendered",
    "corpora",
    envvar="LAUSCH_RENDERED",
    type=click.Path(path_type=Path, file_okay=False),
    help="What `corpus render --out` was given [env: LAUSCH_RENDERED].",
)
JOBS_OPTION = click.option(
    "-j", "--jobs", "processes", type=click.IntRange(1), default=1, show_default=True
)


@click.command()
@click.argument("name", metavar="SYSTEM|FILE.onnx")
@click.option(
    "--on",
    "names",
    multiple=True,
    required=True,
    metavar="CORPUS|FOLDER",
    help="A corpus by name, or a folder of recordings with .beats or .jams beside them; "
    "may be given several times.",
)
@DATA_OPTION
@RENDERED_OPTION
@click.option("--split", type=click.Choice(SPLITS), default="test", show_default=True)
@click.option("--most", type=click.IntRange(1), help="A seeded draw of so many tracks per corpus.")
@click.option("--styles", is_flag=True, help="A line for each style as well.")
@click.option("--tracks", "each", is_flag=True, help="A line for each track as well.")
@click.option("--json", "as_json", is_flag=True, help="Everything, each track too, as JSON.")
@JOBS_OPTION
def command(
    name: str,
    names: tuple[str, ...],
    data: Path | None,
    corpora: Path | None,
    split: Split,
    most: int | None,
    styles: bool,
    each: bool,
    as_json: bool,
    processes: int,
) -> None:
    """Score a shipped model, a formula or an .onnx file, against annotations.

    Means have 95 % intervals, found by drawing songs again. For beats, the columns after the scores
    say how many tracks were followed at a wrong metrical level: half the tempo, double, ...,
    off-beat, or none at all. A model of solos is scored on annotated lines.
    """
    from lausch.analysis.choice import load
    from lausch.cli.line_score import score_lines

    layers = load(name).layers  # what cannot be opened once will not be opened for every track
    opened = [corpus for each_name in names for corpus in opened_corpora(each_name, data, corpora)]
    if "solo" in layers:
        failures = score_lines(
            name, opened, split, most, each=each, as_json=as_json, processes=processes
        )
    else:
        failures = _score_beats(
            name,
            opened,
            split,
            most,
            styles=styles,
            each=each,
            as_json=as_json,
            processes=processes,
        )
    for failure in failures:
        click.echo(failure, err=True)
    if failures:
        click.echo(f"{len(failures)} tracks could not be scored", err=True)
        sys.exit(1)


def _score_beats(
    name: str,
    opened: Sequence[Corpus],
    split: Split,
    most: int | None,
    *,
    styles: bool,
    each: bool,
    as_json: bool,
    processes: int,
) -> list[str]:
    from lausch.cli.hearing import hear_all
    from lausch.evaluation.summary import grouped, lines, values
    from lausch.evaluation.system import explain, hear, jobs

    heard, failures = hear_all(jobs(opened, split, [name], most=most), hear, explain, processes)
    rows = [one.measured for one in heard]
    if as_json:
        corpora = {corpus: values(inside) for corpus, inside in grouped(rows, "corpus").items()}
        told = {"split": split, "corpora": corpora, "tracks": [row.to_json() for row in rows]}
        click.echo(json.dumps(told | {"failures": failures}, ensure_ascii=False, indent=1))
    elif rows:
        for row in rows if each else ():
            scores = "  ".join(f"{key} {value:.3f}" for key, value in row.scores.items())
            click.echo(
                f"{row.track}: {scores}  {row.tempo_bpm:.0f} bpm, found {row.estimate_bpm:.0f} "
                f"({row.level})"
            )
        click.echo("\n".join(lines(rows, styles=styles)))
    return failures


def opened_corpora(name: str, data: Path | None, rendered: Path | None) -> list[Corpus]:
    """A corpus by name, rendered ones in a folder, or recordings with beats beside them."""
    from lausch.corpora.folder import side_by_side
    from lausch.corpora.registry import CORPORA, open_corpus

    folder = Path(name)
    manifests = (folder / "manifest.json").is_file() or any(folder.glob("*/manifest.json"))
    if name not in {entry.name for entry in CORPORA} and folder.is_dir() and not manifests:
        return [side_by_side(folder)]
    return open_corpus(name, data=data, rendered=rendered)
