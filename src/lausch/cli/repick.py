"""`lausch repick`: other sections from the novelty that an analysis holds."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lausch.errors import FormatError, ModelError, OptionError

PATH = click.Path(path_type=Path)


@click.command()
@click.argument("given", metavar="ANALYSIS.json", type=PATH)
@click.option("--sections", type=int, help="So many coarse sections at most.")
@click.option("--sensitivity", type=float, default=0.0, help="Boundaries: -1 few, 1 many.")
@click.option("--snap/--no-snap", help="Move boundaries to the downbeats of the analysis.")
@click.option("-o", "--output", metavar="FILE", type=PATH, help="Its suffix says the format.")
@click.option("-f", "--format", "name", help="A format of `lausch analyze`, such as lab.")
@click.option("--model", help="What heard the novelty, when it is not shipped: an .onnx file.")
def command(
    given: Path,
    sections: int | None,
    sensitivity: float,
    snap: bool,
    output: Path | None,
    name: str | None,
    model: str | None,
) -> None:
    """Pick boundaries again from an analysis with sections, in no time: no network runs.

    Without -o, the sections are printed, or what --format names. ANALYSIS.json is left as it is.
    """
    from lausch import formats
    from lausch.analysis.repick import repick_with
    from lausch.cli.job import Job
    from lausch.cli.summary import page
    from lausch.tasks.options import SectionOptions

    try:
        options = SectionOptions(sections, sensitivity, snap)
        kind = None if output is None and name is None else formats.format_of(output or "", name)
        if kind is not None and options.layer not in kind.layers:
            holding = " or ".join(formats.holding([options.layer]))
            raise OptionError(f"the format {kind.name} holds no sections; choose {holding}")
    except (OptionError, FormatError) as error:
        raise click.UsageError(str(error)) from error
    try:
        analysis = repick_with(options, formats.read(given, "json"), model)
        if output is not None and kind is not None:
            formats.write(analysis, output, kind.name)
        elif kind is not None:
            click.echo(formats.encode(analysis, kind.name), nl=False)
            return
    except ModelError as error:
        raise click.UsageError(str(error)) from error
    except (OptionError, FormatError) as error:
        _fail(str(error), given)
    except OSError as error:
        _fail(error.strerror or str(error), Path(error.filename or given))
    files = () if output is None or kind is None else ((kind.name, output),)
    click.echo(page(analysis, Job(given, files=files)), nl=False)


def _fail(message: str, path: Path) -> None:
    from lausch.files import printable

    shown = printable(path)
    text = message if message.startswith(shown) else f"{shown}: {message}"
    click.echo(text, err=True)
    sys.exit(1)
