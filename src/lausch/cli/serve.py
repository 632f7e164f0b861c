"""`lausch serve`: a folder of recordings as a library in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from lausch.cli import options
from lausch.errors import LauschError
from lausch.files import printable


@click.command()
@click.argument("folder", type=options.PATH)
@options.LAYERS
@options.MODELS
@options.PORT
@options.BROWSER
@options.KEEP
@options.TIMEOUT
@options.MEMORY
@click.option(
    "--room",
    type=click.IntRange(min=0),
    metavar="MB",
    default=4096,
    show_default=True,
    help="Room for recordings sent to the library; 0 for none.",
)
@click.option(
    "--index",
    metavar="INDEX",
    help="Index in which melodies are looked for, too (see `lausch index`).",
)
def command(
    folder: Path,
    only: tuple[str, ...],
    models: tuple[str, ...],
    port: int,
    browser: bool,
    keep: Path | None,
    timeout: float,
    memory: int | None,
    room: int,
    index: str | None,
) -> None:
    """Show the recordings of a folder: list, search, sort by tempo, key or tags, open each.

    What is not analysed yet is, one recording after another. The library is served on this machine
    alone, until Ctrl-C.
    """
    from lausch.cli.serving import Wish, serve_folder

    try:
        wish = Wish(only, models, port, browser, keep, timeout, memory, room, index)
        serve_folder(folder, wish)
    except LauschError as error:
        raise click.UsageError(printable(str(error))) from error
