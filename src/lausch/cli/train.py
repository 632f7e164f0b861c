"""`lausch train`: train a system on rendered corpora and export its weights."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lausch.cli.options import PATH, WEIGHTS


@click.command()
@click.argument("name", metavar="SYSTEM")
@click.option(
    "--corpora",
    "root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder of rendered corpora (see `lausch corpus render`).",
)
@click.option("--out", type=PATH, help="File to write [default: SYSTEM.onnx].")
@click.option(
    "--work",
    type=PATH,
    default=Path("runs"),
    show_default=True,
    help="Folder for checkpoints and cached spectra.",
)
@click.option("--seed", default=0, show_default=True)
@click.option("--epochs", type=click.IntRange(1), help="Number of epochs, instead of the recipe's.")
@click.option("--start", type=WEIGHTS, help="Start from the weights of this .onnx file.")
@click.option(
    "--teacher",
    type=WEIGHTS,
    help="Trained teacher, for self-training [default: TEACHER.onnx beside the output].",
)
@click.option(
    "--series", is_flag=True, help="Train the system's whole family, teachers before students."
)
@click.option("--resume", is_flag=True, help="Continue after the last finished epoch.")
@click.option("--threads", default=2, show_default=True, help="Number of threads.")
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

    SYSTEM is a name (see `lausch systems`), or a Python file of your own that holds a SYSTEM.
    --resume continues a killed run after its last epoch, and ends with the same weights.
    With --series, --out is a folder.
    """
    from lausch.errors import MissingExtraError, OptionError
    from lausch.systems import family, open_system

    systems = {each: open_system(each) for each in (family(name) if series else (name,))}
    if series and start is not None:
        raise OptionError("--start is for one system, --series trains several: give one of them")
    try:
        import torch

        from lausch.training.run import run
    except ImportError as error:
        raise MissingExtraError(
            f"training needs torch and onnx ({error}): pip install 'lausch[train]'"
        ) from error
    from lausch.corpora.registry import open_corpus

    torch.set_num_threads(threads)
    for each, system in systems.items():
        file = Path(f"{system.name}.onnx")
        if out is not None:
            file = out / file if series else out
        labels = system.recipe.unlabelled
        weights = None if labels is None else teacher or file.with_name(f"{labels.teacher}.onnx")
        if labels is not None and weights is not None and not weights.is_file():
            raise click.UsageError(
                f"{system.name} learns from {labels.teacher}, whose weights are not at {weights}: "
                "train it first, or name them with --teacher; --series trains all in order"
            )
        words = {"seed": seed, "epochs": epochs, "start": start and start.name,
                 "teacher": weights and weights.name}  # fmt: skip
        options = [f"--{word} {value}" for word, value in words.items() if value is not None]
        labelled, unlabelled = (
            [corpus for kind in kinds for corpus in open_corpus(kind, rendered=root)]
            for kinds in (system.recipe.corpora, labels.corpora if labels else ())
        )
        progress = run(
            system,
            labelled,
            unlabelled=unlabelled,
            teacher=weights.read_bytes() if weights else None,
            cache=work / "cache",
            folder=work,
            out=file,
            seed=seed,
            epochs=epochs,
            resume=resume,
            start=start.read_bytes() if start else None,
            jobs=threads,
            command=" ".join(["lausch train", Path(each).name, "--corpora RENDERED", *options]),
            report=_say,
        )
        click.echo(
            f"{file}: best epoch {progress.best_epoch} of {progress.epoch}, "
            f"validation loss {progress.best_loss:.4f}, {progress.seconds / 60:.1f} minutes"
        )


def _say(row: dict[str, float]) -> None:
    click.echo(
        f"epoch {row['epoch']:3.0f}  training {row['training_loss']:.4f}  "
        f"validation {row['validation_loss']:.4f}  rate {row['learning_rate']:.2g}  "
        f"{row['seconds'] / 60:.1f} min",
        file=sys.stderr,
    )
