"""`lausch train`: train a system on rendered corpora and export its weights."""

from __future__ import annotations

import shlex
import sys
from functools import partial
from pathlib import Path

import click

from lausch.cli import material, options
from lausch.cli.options import PATH, WEIGHTS
from lausch.cli.progress import Steps


@click.command()
@click.argument("name", metavar="SYSTEM")
@material.ROOTS
@options.DATA
@material.LICENCE
@click.option("--out", type=PATH, help="File to write [default: SYSTEM.onnx].")
@material.WORK
@click.option("--seed", default=0, show_default=True)
@click.option(
    "--seeds",
    callback=options.numbers,
    help="Train with each of these seeds, such as 0,1,2, into SYSTEM-0.onnx, SYSTEM-1.onnx ...",
)
@click.option(
    "--ray",
    "cluster",
    metavar="auto|ADDRESS",
    help="Train the --seeds at once, on the nodes of a Ray cluster.",
)
@click.option(
    "--epochs",
    type=click.IntRange(0),
    help="Number of epochs, instead of the recipe's; 0 keeps the weights of --start, with the "
    "decoder's settings of SYSTEM.",
)
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
@click.option(
    "--device",
    type=click.Choice(("cpu", "cuda")),
    default="cpu",
    show_default=True,
    help="Where steps are computed; on a graphics card in bfloat16.",
)
@click.option("--threads", default=2, show_default=True, help="Number of threads.")
def command(
    name: str,
    roots: tuple[Path, ...],
    data: Path | None,
    licence: str,
    out: Path | None,
    work: Path,
    seed: int,
    seeds: tuple[int, ...] | None,
    cluster: str | None,
    epochs: int | None,
    start: Path | None,
    teacher: Path | None,
    series: bool,
    resume: bool,
    device: str,
    threads: int,
) -> None:
    """Train SYSTEM on rendered corpora and export its weights.

    SYSTEM is a name (see `lausch systems`), or a Python file of your own that holds a SYSTEM.
    --resume continues a killed run after its last epoch, and ends with the same weights.
    The losses of all epochs are in WORK/SYSTEM-SEED/log.csv. Training needs torch; its CPU build
    is 0.8 GB instead of 5: pip install torch --index-url https://download.pytorch.org/whl/cpu
    With --series, --out is a folder. With --seeds each training is a process of its own.

    One's own recordings have SONG.jams, SONG.beats, .lab or the like beside them (see `lausch
    evaluate --help`) and a song each; a hash of their names puts 80 % into training and 10 % each
    into validation and test. They are trained on instead of the recipe's corpora, or with them if
    --corpora names both folders.
    """
    from lausch.errors import MissingExtraError, OptionError
    from lausch.systems import family, open_system

    systems = {each: open_system(each) for each in (family(name) if series else (name,))}
    if seeds is not None:
        from lausch.cli.seeds import train_all, trainings

        if series:
            raise OptionError(
                "--seeds is for one system, --series trains several: give one of them"
            )
        file = out or Path(f"{systems[name].name}.onnx")
        jobs = trainings(click.get_current_context(), seeds, file)
        sys.exit(0 if train_all(jobs, cluster) else 1)
    if cluster is not None:
        raise OptionError("--ray trains several seeds at once: name them with --seeds")
    if series and start is not None:
        raise OptionError("--start is for one system, --series trains several: give one of them")
    try:
        import torch

        from lausch.training.run import run
    except ImportError as error:
        raise MissingExtraError(
            f"training needs torch and onnx ({error}): pip install 'lausch[train]'"
        ) from error

    from lausch.corpora.registry import is_real

    own, rendered = material.folders(roots, licence)
    if device == "cuda" and not torch.cuda.is_available():
        raise OptionError(
            f"--device cuda: torch {torch.__version__} sees no graphics card here; leave it out, "
            "or install a build of torch for the card"
        )
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
        # Symbols have a folder of their own; what is rendered from them, or is one's own, another.
        symbols = [kind for kind in system.recipe.corpora if not own and is_real(kind)]
        shown = ["--corpora RENDERED"] if rendered else []
        shown += [shlex.join(["--corpora", corpus.name, "--licence", licence]) for corpus in own]
        shown += ["--data DATA"] if symbols else []
        shown += [f"--{word} {value}" for word, value in words.items() if value is not None]
        labelled, unlabelled = (
            material.of_kinds(kinds, own, rendered, data)
            for kinds in (system.recipe.corpora, labels.corpora if labels else ())
        )
        if not labelled and not own:
            raise material.unnamed(system.name, system.recipe.corpora)
        bar, features = Steps(system.name), Steps("features")
        try:
            progress = run(
                system,
                [*labelled, *own],
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
                command=" ".join(["lausch train", Path(each).name, *shown]),
                report=partial(_report, bar),
                tell=bar.say,
                measured=features,
                step=bar,
                device=device,
            )
        except KeyboardInterrupt:
            bar.say("interrupted; the same command with --resume goes on after the last epoch")
            sys.exit(130)
        click.echo(
            f"{file}: best epoch {progress.best_epoch} of {progress.epoch}, "
            f"validation loss {progress.best_loss:.4f}, {progress.seconds / 60:.1f} minutes"
        )


def _report(bar: Steps, row: dict[str, float]) -> None:
    bar.say(
        f"epoch {row['epoch']:3.0f}  training {row['training_loss']:.4f}  "
        f"validation {row['validation_loss']:.4f}  rate {row['learning_rate']:.2g}  "
        f"{row['seconds'] / 60:.1f} min"
    )
