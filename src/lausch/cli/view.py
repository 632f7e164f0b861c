"""`lausch view`: an analysis as a page, to be looked at, listened to and corrected."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.cli import options, reason
from lausch.cli.options import PATH
from lausch.errors import LauschError, MissingExtraError, ModelError, OptionError
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.annotation.analysis import Analysis
    from lausch.audio import AudioSource
    from lausch.cli.serving import Wish

PAGES = (".html", ".htm")
"""Suffixes of pages."""


@click.command()
@click.argument("path", metavar="IN", type=PATH)
@click.option("--html", type=PATH, metavar="OUT.html", help="Write one file and serve nothing.")
@options.LAYERS
@options.MODELS
@click.option(
    "--reference",
    "references",
    multiple=True,
    type=PATH,
    help="With --html: file of what is true, shown beside what was found; any format that lausch "
    "reads.",
)
@click.option(
    "--sound", type=PATH, help="With --html: the recording of an analysis, if it is elsewhere."
)
@options.PORT
@options.BROWSER
@options.KEEP
@options.TIMEOUT
@options.MEMORY
@click.option("-q", "--quiet", is_flag=True, help="No progress on the terminal.")
def command(
    path: Path,
    html: Path | None,
    only: tuple[str, ...],
    models: tuple[str, ...],
    references: tuple[Path, ...],
    sound: Path | None,
    port: int,
    browser: bool,
    keep: Path | None,
    timeout: float,
    memory: int | None,
    quiet: bool,
) -> None:
    """Show a recording, an analysis in JSON or JAMS, or a folder as a page in the browser.

    The page is served on this machine alone, until Ctrl-C. What is corrected on it is kept at once,
    beside what was found. With --html it is one file with sound, pictures, annotations and code,
    which needs no server and no network.
    """
    from lausch.cli.serving import Wish, serve_folder, serve_one

    if html is None and (references or sound):
        raise click.UsageError("--reference and --sound are for a file: add --html OUT.html")
    wish = Wish(only, models, port, browser, keep, timeout, memory)
    try:
        if html is None:
            (serve_folder if path.is_dir() else serve_one)(path, wish)
            return
        _write(path, html, wish, references, sound, quiet)
    except (OptionError, ModelError, MissingExtraError) as error:
        raise click.UsageError(printable(str(error))) from error
    except (LauschError, OSError) as error:
        text = printable(" ".join(reason(error).split()))
        names = tuple(printable(each) for each in (path, html, sound, *references) if each)
        click.echo(text if text.startswith(names) else f"{names[0]}: {text}", err=True)
        sys.exit(1)


def _write(
    path: Path,
    html: Path,
    wish: Wish,
    references: tuple[Path, ...],
    sound: Path | None,
    quiet: bool,
) -> None:
    from lausch.web import write_page
    from lausch.web.subject import read_reference

    _check(path, html, references, sound)
    true = tuple(read_reference(each) for each in references)
    source, analysis = _opened(path, wish, sound, quiet)
    write_page(source, analysis, html, name=str(path), references=true)
    click.echo(f"wrote     {printable(html)}")


def _check(path: Path, html: Path, references: tuple[Path, ...], sound: Path | None) -> None:
    """Refuse before the analysis what could not be written after it."""
    from lausch.cli.inputs import Input, mirrored
    from lausch.cli.outputs import spare
    from lausch.web.subject import ANALYSES, is_analysis

    if path.is_dir():
        raise OptionError(
            f"{printable(path)} is a folder, and --html writes the page of one recording; "
            "`lausch serve` shows a folder"
        )
    if sound is not None and not is_analysis(path):
        raise OptionError(
            f"--sound is the recording of an analysis ({', '.join(ANALYSES)}), and "
            f"{printable(path)} is a recording itself: leave --sound out"
        )
    if html.suffix.lower() not in PAGES:
        raise OptionError(
            f"a page ends in {' or '.join(PAGES)}, by which browsers know it, not "
            f"{printable(html)!r}; `lausch analyze -o` writes annotations"
        )
    inputs = [path, *references, *([] if sound is None else [sound])]
    spare([html], [Input(each, mirrored(each)) for each in inputs])
    folder = html.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(f"there is no folder {printable(folder)}: {error.strerror}") from error
    if not os.access(folder, os.W_OK):
        raise OptionError(f"{printable(folder)}: nothing may be written into this folder")


def _opened(
    path: Path, wish: Wish, sound: Path | None, quiet: bool
) -> tuple[AudioSource, Analysis]:
    """The recording and its analysis, which is read or made."""
    from lausch import formats
    from lausch.analysis.findings import analyze_with
    from lausch.cli.job import Options, chosen
    from lausch.cli.progress import reading
    from lausch.web.subject import is_analysis, recording_of

    if is_analysis(path):
        analysis = formats.read(path)
        return recording_of(analysis, path) if sound is None else sound, analysis
    choice = chosen(Options(wish.only, wish.models, activations=True))
    with reading(quiet=quiet) as watch:
        return path, analyze_with(choice, path, watch)
