"""`lausch adapt`: a beat network learns from corrected seconds of recordings."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from lausch.cli import options
from lausch.cli.options import PATH
from lausch.cli.progress import Steps
from lausch.files import printable

ENDING = ".onnx"


@click.command()
@click.argument("songs", nargs=-1, required=True, metavar="SONG...", type=PATH)
@click.option(
    "--beats",
    "files",
    multiple=True,
    required=True,
    type=PATH,
    help="File with corrected beats of 10 to 30 seconds, of any kind that `lausch analyze --beats` "
    "reads; once for each SONG, in the same order.",
)
@click.option("--model", default="lausch2026", show_default=True, help="Name, or .onnx file.")
@click.option("--out", type=PATH, help="File to write [default: SONG.onnx beside the first].")
@options.SEED
@click.option("--threads", default=2, show_default=True, help="Number of threads.")
def command(
    songs: tuple[Path, ...],
    files: tuple[Path, ...],
    model: str,
    out: Path | None,
    seed: int,
    threads: int,
) -> None:
    """Let the last layers of a beat network learn from a few corrected seconds of recordings.

    The new model is for the rest of these recordings, or for a collection like them, and says so on
    its card. The beats between the first corrected one and the last have to be complete. One's own
    recordings stay here: the file holds weights and names. It needs torch.
    """
    from lausch.errors import LauschError, MissingExtraError

    if len(files) != len(songs):
        raise click.UsageError(
            f"there are {len(songs)} recordings and {len(files)} files with beats: give --beats "
            "once for each, in the same order"
        )
    target = out or songs[0].with_suffix(ENDING)
    if target.suffix != ENDING:
        raise click.UsageError(
            f"models are written as {ENDING}: name {printable(target.with_suffix(ENDING))}"
        )
    try:
        import torch

        from lausch.training.adapt import adapt
        from lausch.training.corrected import Corrected
    except ImportError as error:
        raise MissingExtraError(
            f"adapting needs torch and onnx ({error}): pip install 'lausch[train]'"
        ) from error

    from lausch.audio import load_audio
    from lausch.formats.grids import read_beats
    from lausch.models.model import Model, read_weights

    torch.set_num_threads(threads)
    try:
        weights = read_weights(model)
        rate = Model(weights).rate
        parts = [
            Corrected(song.name, load_audio(song, rate=rate).samples, read_beats(file))
            for song, file in zip(songs, files, strict=True)
        ]
        words = ["lausch", "adapt", *(song.name for song in songs)]
        words += [word for file in files for word in ("--beats", file.name)]
        bar = Steps("adapting")
        result = adapt(weights, parts, target, seed=seed, command=shlex.join(words), step=bar)
    except LauschError as error:
        click.echo(printable(str(error)), err=True)
        sys.exit(1)
    click.echo(f"learnt    {sum(part.seconds for part in parts):.0f} s of corrected beats")
    click.echo(f"loss      {result.before:.3f} before, {result.after:.3f} after, on these beats")
    click.echo(f"weights   {result.weights:,}, in {result.seconds:.0f} s")
    click.echo(f"wrote     {printable(target)}")
    click.echo(f"use       lausch analyze {shlex.quote(songs[0].name)} --model {target.name}")
