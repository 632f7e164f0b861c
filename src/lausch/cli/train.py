"""`lausch train`: from rendered corpora to a weights file with its card."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("name", metavar="SYSTEM")
@click.option(
    "--corpora",
    "root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="The folder that `lausch corpus render` filled.",
)
@click.option("--out", type=click.Path(path_type=Path), help="The .onnx file [SYSTEM.onnx].")
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    help="Where checkpoints and cached spectra stand.",
)
@click.option("--seed", default=0, show_default=True)
@click.option("--epochs", type=click.IntRange(1), help="Instead of the recipe's number.")
@click.option(
    "--start",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Begin with the weights of this .onnx file, not with random ones.",
)
@click.option(
    "--teacher",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The trained teacher of a system that learns from one [TEACHER.onnx beside the output].",
)
@click.option(
    "--series", is_flag=True, help="Train the system's whole family, teachers before students."
)
@click.option("--resume", is_flag=True, help="Go on from the last finished epoch.")
@click.option("--threads", default=2, show_default=True, help="Processor threads.")
def command(
    name: str,
    root: Path,
    out: Path | None,
    work: Path,
    seed: int,
    epochs: int | None,
    start: Path | None,
    teacher: Path | None,
    series: bool,
    resume: bool,
    threads: int,
) -> None:
    """Train SYSTEM on rendered corpora and export its weights.

    A killed run goes on with --resume from its last finished epoch, and ends with the same weights.
    With --series, --out is a folder.
    """
    from lausch.errors import MissingExtraError, OptionError
    from lausch.systems import family, system

    system(name)
    names = family(name) if series else (name,)
    if series and start is not None:
        raise OptionError("--start is for one system, --series trains several: give one of them")
    try:
        import torch

        from lausch.training.run import run
    except ImportError as error:
        raise MissingExtraError(
            f"training needs torch and onnx ({error}): pip install 'lausch[train]'"
        ) from error
    torch.set_num_threads(threads)
    for each in names:
        file = (out or Path()) / f"{each}.onnx" if series else out or Path(f"{each}.onnx")
        _train(run, each, root, file, work, seed, epochs, start, teacher, resume, threads)


def _train(
    run: Callable[..., Any],
    name: str,
    root: Path,
    out: Path,
    work: Path,
    seed: int,
    epochs: int | None,
    start: Path | None,
    teacher: Path | None,
    resume: bool,
    threads: int,
) -> None:
    from lausch.corpora.registry import open_corpus
    from lausch.systems import system

    found = system(name)
    taught = found.recipe.unlabelled
    if taught is not None and teacher is None:
        teacher = out.with_name(f"{taught.teacher}.onnx")
        if not teacher.is_file():
            raise click.UsageError(
                f"{name} learns from {taught.teacher}, whose weights are not at {teacher}: train "
                "it first, or name them with --teacher; --series trains all in order"
            )
    progress = run(
        found,
        [corpus for each in found.recipe.corpora for corpus in open_corpus(each, rendered=root)],
        unlabelled=[
            corpus
            for each in (taught.corpora if taught else ())
            for corpus in open_corpus(each, rendered=root)
        ],
        teacher=teacher.read_bytes() if taught and teacher else None,
        cache=work / "cache",
        folder=work,
        out=out,
        seed=seed,
        epochs=epochs,
        resume=resume,
        start=start.read_bytes() if start else None,
        jobs=threads,
        command=f"lausch train {name} --corpora RENDERED --seed {seed}"
        + (f" --epochs {epochs}" if epochs else "")
        + (f" --start {start.name}" if start else "")
        + (f" --teacher {teacher.name}" if taught and teacher else ""),
        report=_say,
    )
    click.echo(
        f"{out}: best epoch {progress.best_epoch} of {progress.epoch}, "
        f"validation loss {progress.best_loss:.4f}, {progress.seconds / 60:.1f} minutes"
    )


def _say(row: dict[str, float]) -> None:
    click.echo(
        f"epoch {row['epoch']:3.0f}  training {row['training_loss']:.4f}  "
        f"validation {row['validation_loss']:.4f}  rate {row['learning_rate']:.2g}  "
        f"{row['seconds'] / 60:.1f} min",
        file=sys.stderr,
    )
