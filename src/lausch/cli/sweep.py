"""`lausch sweep`: train a system with other values of its recipe, and compare what comes out."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from lausch.cli import material, options
from lausch.cli.options import PATH
from lausch.cli.progress import Steps

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
@click.option(
    "--ray",
    "cluster",
    metavar="auto|ADDRESS",
    help="Train several settings at once, on the nodes of a Ray cluster.",
)
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
    cluster: str | None,
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
    WORK/sweep, and what came of them in WORK/sweeps.sqlite. With --ray each setting is trained by
    a process on some node; the nodes see the same files under the same names.
    """
    from lausch.cli.settings import Sweep
    from lausch.errors import MissingExtraError, OptionError
    from lausch.plot.saving import checked_suffix

    if cluster is not None and prune:
        raise OptionError("--prune compares each epoch with settings before it: leave out --ray")
    asked = Sweep(
        *(names, varied, seeds, trials, prune, scored, roots, data, licence, work, threads)
    )
    plan = asked.plan()
    table = out or Path(f"{plan.systems[0].name}-sweep.csv")
    picture = figure or table.with_suffix(".svg")
    checked_suffix(picture)
    try:
        import torch  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(
            f"training needs torch and onnx ({error}): pip install 'lausch[train,sweep]'"
        ) from error
    from lausch.sweep import drawing, outcome, storage, summary

    bar = Steps("training")

    def told(done: int, total: int) -> None:
        bar.say(f"{done} of {total} settings are done")

    trainings = asked.trainings(bar)
    place, key = work / STORAGE, trainings.key()
    try:
        if cluster is None:
            outcomes = storage.explore(plan, place, key, trainings.measure, told)
        else:
            at_once = partial(asked.on_cluster, cluster)
            outcomes = storage.explore_at_once(plan, place, key, at_once, told)
    except KeyboardInterrupt:
        bar.say("interrupted; the same command goes on from there")
        sys.exit(130)
    outcome.write_table(outcomes, table)
    outcome.write_curves(outcomes, table.with_name(f"{table.stem}-curves.csv"))
    click.echo("\n".join(summary.lines(outcomes)))
    drawing.draw(outcomes, picture, drawn=[each.name for each in plan.axes if each.drawn])
    click.echo(f"{table}: {len(outcomes)} trainings; {picture}")
