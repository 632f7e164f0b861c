"""`lausch sweep`: train a system with other values of its recipe, and compare what comes out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.cli import material, options
from lausch.cli.options import PATH
from lausch.cli.progress import Steps

if TYPE_CHECKING:
    from lausch.corpora.corpus import Corpus
    from lausch.system import System

STORAGE = "sweeps.sqlite"


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="SYSTEM...")
@click.option(
    "--vary",
    "varied",
    multiple=True,
    metavar="NAME=VALUES",
    help="What is varied, such as learning_rate=1e-4,1e-3 or dropout=0..0.5; can be repeated. One "
    "value alone replaces that of the recipe.",
)
@click.option("--seeds", default=3, show_default=True, help="Trainings of each setting.")
@click.option("--trials", default=0, metavar="N", help="Draw N settings; for ranges.")
@click.option(
    "--prune", is_flag=True, help="Stop settings that are worse than the median of the others."
)
@click.option(
    "--score", "scored", is_flag=True, help="Decode the validation tracks, too, and score them."
)
@material.ROOTS
@options.DATA
@material.LICENCE
@click.option("--out", type=PATH, help="Table to write [default: SYSTEM-sweep.csv].")
@click.option("--figure", type=PATH, help="Figure to write [default: .svg beside the table].")
@material.WORK
@click.option("--threads", default=2, show_default=True, help="Number of threads.")
def command(
    names: tuple[str, ...],
    varied: tuple[str, ...],
    seeds: int,
    trials: int,
    prune: bool,
    scored: bool,
    roots: tuple[Path, ...],
    data: Path | None,
    licence: str,
    out: Path | None,
    figure: Path | None,
    work: Path,
    threads: int,
) -> None:
    """Train SYSTEM with all combinations of values, each with several seeds.

    SYSTEM is a name (see `lausch systems`) or a Python file of your own; several are compared with
    each other. NAME is a field of the recipe, such as batch or augment.tempo, network.KEYWORD for a
    keyword of the file's `network` function, or hours, of training data. With --trials, Optuna
    draws settings, on a logarithmic scale where a range spans a factor of ten or more.

    What is compared is the loss on validation tracks, in the best epoch of each training; test
    tracks are not touched. Intervals are of 95 %, by Student's t over seeds, and differences are
    paired by seed. The table has a row for each training, a second one (-curves.csv) for each
    epoch.

    A sweep that was killed goes on when the same command is given again: its trainings are in
    WORK/sweep, and what came of them in WORK/sweeps.sqlite.
    """
    from lausch.errors import MissingExtraError
    from lausch.plot.saving import checked_suffix
    from lausch.sweep.axes import axis
    from lausch.sweep.plan import Plan
    from lausch.systems import open_system

    systems = [open_system(name) for name in names]
    table = out or Path(f"{systems[0].name}-sweep.csv")
    picture = figure or table.with_suffix(".svg")
    checked_suffix(picture)
    plan = Plan(systems, [axis(text, systems) for text in varied], seeds, trials, prune)
    try:
        import torch
    except ImportError as error:
        raise MissingExtraError(
            f"training needs torch and onnx ({error}): pip install 'lausch[train,sweep]'"
        ) from error
    from lausch.sweep import drawing, outcome, storage, summary
    from lausch.sweep.running import Trainings

    torch.set_num_threads(threads)
    own, rendered = material.folders(roots, licence)
    bar = Steps("training")
    trainings = Trainings(
        plan,
        partial(_corpora, own=own, rendered=rendered, data=data),
        work,
        scored=scored,
        jobs=threads,
        tell=bar.say,
        step=bar,
        measured=Steps("features"),
    )

    def told(done: int, total: int) -> None:
        bar.say(f"{done} of {total} settings are done")

    trainings.prepare()
    try:
        outcomes = storage.explore(plan, work / STORAGE, trainings.key(), trainings.measure, told)
    except KeyboardInterrupt:
        bar.say("interrupted; the same command goes on from there")
        sys.exit(130)
    outcome.write_table(outcomes, table)
    outcome.write_curves(outcomes, table.with_name(f"{table.stem}-curves.csv"))
    click.echo("\n".join(summary.lines(outcomes)))
    drawing.draw(outcomes, picture, drawn=[each.name for each in plan.axes if each.drawn])
    click.echo(f"{table}: {len(outcomes)} trainings; {picture}")


def _corpora(
    system: System, own: Sequence[Corpus], rendered: Path | None, data: Path | None
) -> list[Corpus]:
    """What a system learns from."""
    kinds = system.recipe.corpora
    found = [*material.of_kinds(kinds, own, rendered, data), *own]
    if not found:
        raise material.unnamed(system.name, kinds)
    return found
