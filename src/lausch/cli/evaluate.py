"""`lausch evaluate SYSTEM --on CORPUS`: a system's scores on annotated recordings."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.cli.options import DATA, JOBS, RENDERED
from lausch.corpora.track import SPLITS

if TYPE_CHECKING:
    from lausch.corpora.corpus import Corpus
    from lausch.corpora.track import Split
    from lausch.evaluation.session import System


@click.command()
@click.argument("name", metavar="SYSTEM|FILE.onnx")
@click.option(
    "--on",
    "names",
    multiple=True,
    required=True,
    metavar="CORPUS|FOLDER",
    help="Name of a corpus, or folder of recordings with annotations; can be repeated.",
)
@DATA
@RENDERED
@click.option("--split", type=click.Choice(SPLITS), default="test", show_default=True)
@click.option("--most", type=click.IntRange(1), help="At most N tracks per corpus, drawn by hash.")
@click.option("--styles", is_flag=True, help="Print each style, too.")
@click.option("--tracks", "each", is_flag=True, help="Print each track, too.")
@click.option("--json", "as_json", is_flag=True, help="Print all scores as JSON, with each track.")
@click.option("--sealed", is_flag=True, help="Score on sealed sets, once for each model; logged.")
@click.option("--again", default="", metavar="REASON", help="Open a sealed set a second time.")
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Log of sealed sets [default: reports/sealed.jsonl].",
)
@JOBS
def command(
    name: str,
    names: tuple[str, ...],
    data: Path | None,
    rendered: Path | None,
    split: Split,
    most: int | None,
    styles: bool,
    each: bool,
    as_json: bool,
    sealed: bool,
    again: str,
    log: Path | None,
    jobs: int,
) -> None:
    """Score a shipped model, a formula or an .onnx file against annotations.

    Annotations of one's own stand beside the recordings: SONG.jams, or SONG.beats, .lab, .onsets,
    .csv (beats), .notes.csv, .f0.csv, .bass.notes.csv, .sections.csv or .mid (solo and bass).
    If the system was trained on that folder, only its test split is scored.

    Scores are those of the system's task. Means have 95 % intervals by a bootstrap over songs. For
    beats, the last line counts metrical levels: the right one, half the tempo, double, ...,
    off-beat, or none. The bass is scored with the annotated beats.

    --sealed opens test sets that nothing else opens (see `lausch corpus render --sealed`). Only
    means are printed, and a line of the log says who was scored on what and when.
    """
    from lausch.cli.measure import through
    from lausch.corpora.registry import open_corpus
    from lausch.errors import OptionError
    from lausch.evaluation import run
    from lausch.evaluation import sealed as seal
    from lausch.evaluation.result import within
    from lausch.evaluation.summary import lines, values

    if sealed and (styles or each or as_json or most or split != "test"):
        raise OptionError("of a sealed set only the means of all its tracks are shown")
    if not sealed and (again or log):
        raise OptionError("--again and --log are for sealed sets: add --sealed, or leave them out")
    system = run.opened(name)  # what cannot be opened once will not be opened for every track
    task, book = system.task, log or seal.LOG
    collections = [
        _unknown_to(system, corpus)
        for each_name in names
        for corpus in open_corpus(each_name, data=data, rendered=rendered, sealed=sealed)
    ]
    if sealed:
        seal.admit(book, system.digest, [corpus.name for corpus in collections], again)
    listed = run.jobs(collections, [name], task.admits, what=task.reads, split=split, most=most)
    results, failures = through(listed, run.measure, run.explain, jobs)
    if sealed:
        seal.note(book, system.digest, results, again)
    if as_json:
        by_corpus = {
            corpus: values(within(results, [corpus]))
            for corpus in dict.fromkeys(result.corpus for result in results)
        }
        tracks = [
            {key: value for key, value in result.to_json().items() if value == value}
            for result in results
        ]
        report = {"split": split, "corpora": by_corpus, "tracks": tracks, "failures": failures}
        click.echo(json.dumps(report, indent=1))
    else:
        for result in results if each else ():
            scores = "  ".join(f"{key} {value:.3f}" for key, value in result.scores.items())
            click.echo(f"{result.track}: {scores}")
        click.echo("\n".join(lines(results, styles=styles)))
    for failure in failures:
        click.echo(failure, err=True)
    if failures:
        click.echo(f"{len(failures)} tracks could not be scored", err=True)
        sys.exit(1)


def _unknown_to(system: System, corpus: Corpus) -> Corpus:
    """A corpus; a folder of recordings that the system was trained on is divided as it was then."""
    from lausch.corpora.folder import divided
    from lausch.models.model import Model

    own = {track.split for track in corpus.tracks} == {"test"} and corpus.use == "eval"
    if own and isinstance(system, Model) and corpus.name in {d["name"] for d in system.card.data}:
        click.echo(f"{system.name} was trained on {corpus.name}: splits are by song", err=True)
        return divided(corpus)
    return corpus
