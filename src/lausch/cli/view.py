"""`lausch view`: an analysis as a page, to be looked at and listened to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.cli import reason
from lausch.cli.options import PATH
from lausch.errors import LauschError, ModelError, OptionError
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.annotation.analysis import Analysis
    from lausch.audio import AudioSource


@click.command()
@click.argument("path", metavar="IN", type=PATH)
@click.option("--html", type=PATH, metavar="OUT.html", required=True, help="File to write.")
@click.option("--only", default="all", help="Layers to find, as in `lausch analyze`; or all.")
@click.option(
    "--model", "models", multiple=True, help="Model name (see `lausch models`) or .onnx file."
)
@click.option(
    "--reference",
    "references",
    multiple=True,
    type=PATH,
    help="File of what is true, shown beside what was found; any format that lausch reads.",
)
@click.option("--sound", type=PATH, help="The recording of an analysis that is elsewhere.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on the terminal.")
def command(
    path: Path,
    html: Path,
    only: str,
    models: tuple[str, ...],
    references: tuple[Path, ...],
    sound: Path | None,
    quiet: bool,
) -> None:
    """Show a recording, or an analysis in JSON or JAMS, as a page for a browser.

    The page is one file with sound, pictures, annotations and code. It needs no network and no
    server. An analysis in JSON with `--activations` also shows why something was found.
    """
    from lausch.web import write_page
    from lausch.web.subject import read_reference

    try:
        true = tuple(read_reference(each) for each in references)
        source, analysis = _opened(path, only, models, sound, quiet)
        write_page(source, analysis, html, name=str(path), references=true)
    except (OptionError, ModelError) as error:
        raise click.UsageError(printable(str(error))) from error
    except (LauschError, OSError) as error:
        text, name = printable(" ".join(reason(error).split())), printable(path)
        click.echo(text if text.startswith(name) else f"{name}: {text}", err=True)
        sys.exit(1)
    click.echo(f"wrote     {printable(html)}")


def _opened(
    path: Path, only: str, models: tuple[str, ...], sound: Path | None, quiet: bool
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
    layers = tuple(word.strip() for word in only.split(",") if word.strip())
    choice = chosen(Options(layers, models))
    with reading(quiet=quiet) as watch:
        return path, analyze_with(choice, path, watch)
