"""`lausch features`: what a model makes of recordings, as arrays."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lausch.cli.options import MODEL, PATH
from lausch.errors import LauschError, ModelError
from lausch.files import printable, replacing

WAYS = ("embedding", "input", "activations")
ENDING = ".npz"


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="IN...", type=PATH)
@MODEL
@click.option(
    "--what",
    type=click.Choice(WAYS),
    default=WAYS[0],
    show_default=True,
    help="The last hidden layer, what the network sees, or what it says.",
)
@click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="FILE|DIR",
    help="File to write, .npz; a folder for many. By default SONG.npz beside each.",
)
def command(paths: tuple[Path, ...], model: str | None, what: str, output: Path | None) -> None:
    """Write features of recordings for scikit-learn and others, a .npz file for each.

    A file holds `values` (frames, columns), `times` in seconds, `columns` (names), `rate` and `hop`
    (frame n is at second n * hop / rate), and `model` with its `sha256`. The default model is the
    best that finds tags; numpy.load reads the files.
    """
    import numpy as np

    from lausch.analysis.features import LAYER, features
    from lausch.models.model import default_model, load_model

    file = output if output and output.suffix and not output.is_dir() else None
    if file is not None and len(paths) > 1:
        raise click.UsageError("one file holds the features of one recording: name a folder")
    if file is not None and file.suffix != ENDING:
        raise click.UsageError(
            f"features are written as {ENDING}, not as {printable(file.suffix)}; "
            f"name {printable(file.with_suffix(ENDING))}, or a folder"
        )
    try:
        opened = load_model(default_model(LAYER) if model is None else model)
    except ModelError as error:
        raise click.UsageError(printable(str(error))) from error
    failed = False
    for path in paths:
        target = _target(path, output)
        try:
            frames = features(path, opened, what=what)
            target.parent.mkdir(parents=True, exist_ok=True)
            with replacing(target) as temporary, temporary.open("wb") as stream:
                np.savez_compressed(
                    stream,
                    values=frames.values,
                    times=frames.times,
                    columns=np.array(frames.columns),
                    rate=frames.clock.rate,
                    hop=frames.clock.hop,
                    model=opened.name,
                    sha256=opened.digest,
                )
        except (LauschError, OSError) as error:
            text = printable(str(error))
            shown = printable(path)
            click.echo(text if text.startswith(shown) else f"{shown}: {text}", err=True)
            failed = True
            continue
        shape = f"{len(frames)} frames of {len(frames.columns)}, {frames.clock.fps:.3g} a second"
        click.echo(f"{printable(path)}: {shape} -> {printable(target)}")
    if failed:
        sys.exit(1)


def _target(path: Path, output: Path | None) -> Path:
    """The file for a recording."""
    if output is None:
        return path.with_suffix(ENDING)
    return output if output.suffix and not output.is_dir() else output / f"{path.stem}{ENDING}"
