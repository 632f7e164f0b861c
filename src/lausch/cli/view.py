"""`lausch view`: an analysis as a page, to be looked at, listened to and corrected."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.cli import options, reason
from lausch.cli.options import PATH
from lausch.errors import LauschError, ModelError, OptionError
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.annotation.analysis import Analysis
    from lausch.audio import AudioSource
    from lausch.cli.serving import Wish


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
    only: str,
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
    wish = Wish(_words(only), models, port, browser, keep, timeout, memory)
    try:
        if html is None:
            (serve_folder if path.is_dir() else serve_one)(path, wish)
            return
        _write(path, html, wish, references, sound, quiet)
    except (OptionError, ModelError) as error:
        raise click.UsageError(printable(str(error))) from error
    except (LauschError, OSError) as error:
        text, name = printable(" ".join(reason(error).split())), printable(path)
        click.echo(text if text.startswith(name) else f"{name}: {text}", err=True)
        sys.exit(1)


def _words(only: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in only.split(",") if word.strip())


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

    true = tuple(read_reference(each) for each in references)
    source, analysis = _opened(path, wish, sound, quiet)
    write_page(source, analysis, html, name=str(path), references=true)
    click.echo(f"wrote     {printable(html)}")


def _opened(
    path: Path, wish: Wish, sound: Path | None, quiet: bool
) -> tuple[AudioSource, Analysis]:
    """The recording and its analysis, which is read or made."""
    from lausch import formats
    from lausch.analysis.analyze import analyze_with
    from lausch.cli.job import Options, chosen
    from lausch.cli.progress import reading
    from lausch.web.subject import is_analysis, recording_of

    if is_analysis(path):
        analysis = formats.read(path)
        return recording_of(analysis, path) if sound is None else sound, analysis
    choice = chosen(Options(wish.only, wish.models))
    with reading(quiet=quiet) as watch:
        return path, analyze_with(choice, path, watch)
