"""`lausch bars`: where bars begin in a performance on drums that is no sound."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lausch.cli import options
from lausch.cli.options import PATH
from lausch.errors import AnnotationError, FormatError, ModelError, OptionError
from lausch.files import printable

COUNTER = "battenberg2012"


@click.command()
@click.argument("path", metavar="DRUMS", type=PATH)
@click.option(
    "--beats",
    type=PATH,
    help="File with the beats; by default those of the MIDI file itself.",
)
@options.METERS
@click.option("--model", default=COUNTER, show_default=True, help="Model that counts by drums.")
@click.option(
    "-o", "--output", metavar="FILE", type=PATH, help="File to write; its suffix gives the format."
)
def command(
    path: Path,
    beats: Path | None,
    meters: tuple[int, ...] | None,
    model: str,
    output: Path | None,
) -> None:
    """Number the beats of a drum performance: DRUMS is a MIDI file, or .drums.csv, .jams, .json.

    Strokes are on channel 10 of a MIDI file, whose tempo map has the beats. Any other file needs
    --beats. Without -o, print a line for each beat: its time and its number in the bar.
    """
    from lausch import formats
    from lausch.annotation.analysis import Analysis
    from lausch.cli.outputs import to_stdout
    from lausch.formats.grids import read_beats
    from lausch.models.model import load_model
    from lausch.tasks.options import BeatOptions

    try:
        metres = BeatOptions(meters=meters).meters
        counter = load_model(model)
        kind = formats.format_of(output or ".beats")
        if "beats" not in kind.layers:
            raise OptionError(f"{kind.name} holds no beats; choose .beats, .csv, .jams or .json")
    except (OptionError, FormatError, ModelError) as error:
        raise click.UsageError(printable(str(error))) from error
    try:
        drums = formats.read(path).read("drums")
        if drums is None or not len(drums):
            raise FormatError(
                "there are no strokes of drums: in a MIDI file they are on channel 10, in other "
                "files under the name drums"
            )
        grid = read_beats(path if beats is None else beats)
        counted = counter.on_drums(drums, grid.times, metres)
        analysis = Analysis(beats=counted)
        if output is None:
            to_stdout(formats.encode(analysis, kind.name))
        else:
            formats.write(analysis, output, kind.name)
    except ModelError as error:
        raise click.UsageError(printable(str(error))) from error
    except (FormatError, AnnotationError) as error:
        shown, text = printable(path), printable(str(error))
        click.echo(text if shown in text else f"{shown}: {text}", err=True)
        sys.exit(1)
