"""`lausch repick`: pick sections again from the novelty in an analysis."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lausch.cli.options import PATH, SECTIONS, SENSITIVITY
from lausch.errors import FormatError, ModelError, OptionError
from lausch.files import printable


@click.command()
@click.argument("path", metavar="ANALYSIS.json", type=PATH)
@SECTIONS
@SENSITIVITY
@click.option(
    "--snap/--no-snap",
    default=None,
    help="Move boundaries to the downbeats of the analysis.  [default: if it has some]",
)
@click.option(
    "-o", "--output", metavar="FILE", type=PATH, help="File to write; its suffix gives the format."
)
@click.option("-f", "--format", "name", help="Format, as in `lausch analyze`, such as lab.")
@click.option("--model", help="The .onnx file of the analysis, if its model is not shipped.")
def command(
    path: Path,
    sections: int | None,
    sensitivity: float,
    snap: bool | None,
    output: Path | None,
    name: str | None,
    model: str | None,
) -> None:
    """Pick boundaries again from an analysis with sections, without running a network.

    Without -o, print the sections, or the format named by --format. ANALYSIS.json is not changed.
    """
    from lausch import formats
    from lausch.analysis.repick import repick_with
    from lausch.cli.job import Job
    from lausch.cli.outputs import to_stdout
    from lausch.cli.summary import page
    from lausch.formats.content import STANDARD_INPUT
    from lausch.tasks.options import SectionOptions

    if output == STANDARD_INPUT:
        output, name = None, name or "lab"
    try:
        options = SectionOptions(sections, sensitivity, snap)
        kind = None if output is None and name is None else formats.format_of(output or "", name)
        if kind is not None and options.layer not in kind.layers:
            holding = " or ".join(formats.holding([options.layer]))
            raise OptionError(f"the format {kind.name} holds no sections; choose {holding}")
    except (OptionError, FormatError) as error:
        raise click.UsageError(printable(str(error))) from error
    try:
        analysis = repick_with(options, formats.read(path, "json"), model)
        if output is not None and kind is not None:
            formats.write(analysis, output, kind.name)
        elif kind is not None:
            to_stdout(formats.encode(analysis, kind.name))
            return
    except ModelError as error:
        raise click.UsageError(printable(str(error))) from error
    except (OptionError, FormatError) as error:
        _fail(str(error), path)
    except OSError as error:
        _fail(error.strerror or str(error), Path(error.filename or path))
    files = () if output is None or kind is None else ((kind.name, output),)
    click.echo(page(analysis, Job(path, files=files)), nl=False)


def _fail(message: str, path: Path) -> None:
    shown = printable(path)
    text = message if message.startswith(shown) else f"{shown}: {message}"
    click.echo(text, err=True)
    sys.exit(1)
