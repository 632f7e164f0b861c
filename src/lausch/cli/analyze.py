"""`lausch analyze`: recordings in, annotations out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from lausch.cli import options
from lausch.errors import FormatError, ModelError, OptionError
from lausch.files import printable

# Whether it can be read is found out by reading: one bad file shall not keep others from theirs.
PATH = click.Path(path_type=Path, readable=False)


@click.command()
@click.argument("paths", nargs=-1, metavar="IN...", type=PATH)
@click.option(
    "--only",
    callback=options.words,
    help="Layers to find: beats,downbeats,tempo,onsets,drums,solo,bass,chords,key,sections,tags, "
    "or all; by default the first three.",
)
@click.option("-o", "--output", metavar="FILE|DIR", help="File to write; DIR/ for many.")
@click.option(
    "--format",
    "formats",
    callback=options.words,
    help="Formats to write: beats, tempo, csv, jams, json, audacity, f0, notes, midi, svl, f0svl, "
    "bass, bassnotes, bassf0, basssvl, bassf0svl, musicxml, lab, finelab, sections, sectionsvl, "
    "finesvl, onsets, onsetscsv, onsetsvl, beatsvl, tempocsv, temposvl, drums, drumstaff, drumsvl, "
    "sv, rekordbox, tags, tagcurve, chords, chordscsv, chordsvl, key, keylab, keysvl.",
)
@click.option(
    "--activations",
    is_flag=True,
    help="Keep the networks' activations in JSON: 67 MB an hour of all layers.",
)
@click.option(
    "--click",
    "clicks",
    type=PATH,
    help="Write the music with clicks on beats, onsets and drums, bells on sections; stereo as it "
    "is.",
)
@click.option(
    "--sonify",
    type=PATH,
    help="Write the music with solo, bass or chords in tones: OUT or DIR.",
)
@click.option("--sonify-beside", "beside", is_flag=True, help="Put the music left, the tone right.")
@click.option(
    "--plot", type=PATH, help="Plot spectrogram, activations, annotations: OUT.png, or DIR."
)
@click.option("--reference", type=PATH, help="True solo, bass or sections, for the plot.")
@click.option(
    "--beats",
    type=PATH,
    help="File with the true beats, for all else: .beats, .csv, .txt (Audacity), .jams, .json, "
    ".mid, .svl, .sv or .musicxml.",
)
@click.option("--min-bpm", type=float, help="Slowest tempo in beats per minute.")
@click.option("--max-bpm", type=float, help="Fastest tempo in beats per minute.")
@options.METERS
@click.option(
    "--beat",
    "beat",
    type=float,
    multiple=True,
    help="A second with a beat, such as 12.40; may be repeated. The whole piece follows.",
)
@click.option(
    "--downbeat",
    type=float,
    multiple=True,
    help="A second at which a bar begins, such as 3.2; may be repeated.",
)
@click.option(
    "--save-activations",
    "kept",
    type=PATH,
    help="Keep what the network of beats says: OUT.npz, or DIR.",
)
@click.option(
    "--from-activations",
    "source",
    type=PATH,
    help="Decode beats from such a file: no network runs, and IN may be left out.",
)
@click.option("--decoder", help="Of beats: dbn, peaks, autocorrelation or tracker.")
@click.option("--rotate-bars", type=int, default=0, help="Move the beginning of bars by N beats.")
@options.SECTIONS
@options.SENSITIVITY
@click.option(
    "--snap/--no-snap",
    default=None,
    help="Move boundaries to downbeats.  [default: if downbeats are found]",
)
@click.option(
    "--model", "models", multiple=True, help="Model name (see `lausch models`) or .onnx file."
)
@options.JOBS
@options.RAY
@options.TIMEOUT
@options.MEMORY
@click.option(
    "--summary",
    type=PATH,
    help="Table of many recordings: OUT.csv, with a row for each; or OUT.xml for rekordbox.",
)
@click.option("--overwrite", is_flag=True, help="Replace existing results of many inputs.")
@click.option(
    "--retry-failed", "retry", is_flag=True, help="With -o DIR, try again what failed before."
)
@click.option(
    "--json", "events", is_flag=True, help="Of many recordings, print events, each a line of JSON."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress on the terminal.")
def command(
    paths: tuple[Path, ...],
    only: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...],
    activations: bool,
    clicks: Path | None,
    sonify: Path | None,
    beside: bool,
    plot: Path | None,
    reference: Path | None,
    beats: Path | None,
    min_bpm: float | None,
    max_bpm: float | None,
    meters: tuple[int, ...] | None,
    beat: tuple[float, ...],
    downbeat: tuple[float, ...],
    rotate_bars: int,
    kept: Path | None,
    source: Path | None,
    decoder: str | None,
    sections: int | None,
    sensitivity: float,
    snap: bool | None,
    models: tuple[str, ...],
    jobs: int,
    cluster: str | None,
    timeout: float,
    memory: int | None,
    summary: Path | None,
    overwrite: bool,
    retry: bool,
    events: bool,
    quiet: bool,
) -> None:
    """Find beats, downbeats, tempo of recordings, or onsets, drums, solo, bass, chords, form ...

    One file without -o prints a summary, or the format named by --format; -o - prints the usual
    format, and - reads from stdin. For many files, a folder, or a list of paths (.txt, .m3u),
    song.mp3 gets song.beats next to it. With -o DIR/ the result of albums/one/song.mp3 is
    DIR/albums/one/song.beats, whichever of these folders is named: DIR mirrors the path from the
    current folder, or the whole path of what lies elsewhere; a single file goes into DIR itself. If
    two recordings differ only in their suffix, it is kept: song.mp3.beats. Results that exist are
    not replaced without --overwrite. The last line counts what was done, kept and failed, and as
    other what another model, other options or another recording gave: JSON and JAMS tell, and files
    beside them; all else is kept.

    With -o DIR/ of many recordings a journal in DIR/.lausch knows what was done, and with what.
    Started again, only what is missing or has changed is made: other models, options, formats, or
    another recording of the name. Results follow recordings that were moved. What failed is tried
    again with --retry-failed; `lausch status DIR` counts, also while others work. Results that the
    journal did not write, or that were edited, are kept as ever.

    IN and DIR may be addresses, such as s3://bucket/albums (extra `remote`); a list may name them,
    too. With --ray the processes are on the nodes of a cluster, which see the same files.

    The exit code is 0; 1 if a recording failed; 2 for wrong usage; 130 if interrupted.
    """
    from lausch.cli.activations import opened_for
    from lausch.cli.batch import Manner, work
    from lausch.cli.inputs import is_list
    from lausch.cli.job import Extras, Options, chosen
    from lausch.cli.plan import Wish, on_stdout, plan_many, plan_one
    from lausch.cli.single import analyse
    from lausch.cli.table import checked_suffix
    from lausch.decoding.anchors import Anchors
    from lausch.stores import is_folder
    from lausch.tasks.options import BeatOptions, SectionOptions

    into_folder = output is not None and output.endswith(("/", os.sep))
    extras = Extras(clicks, sonify, plot, beside, reference, kept)
    paths, recorded = paths or tuple(filter(None, [source])), paths
    if not paths:
        raise click.UsageError("Missing argument 'IN...'.")
    alone = len(paths) == 1 and not (paths[0].is_dir() or is_list(paths[0]) or is_folder(paths[0]))
    if alone and summary is not None:
        raise click.UsageError("--summary is a table of many recordings: name several, or a folder")
    if alone and cluster is not None:
        raise click.UsageError("--ray is for many recordings: name several, a list, or a folder")
    if alone and events:
        raise click.UsageError("--json is of many recordings; of one, --format json prints all")
    try:
        try:
            settings = Options(
                only or None,
                models,
                BeatOptions(
                    min_bpm, max_bpm, meters, Anchors(beat, downbeat), rotate_bars, decoder
                ),
                SectionOptions(sections, sensitivity, snap),
                beats,
                activations,
                None if source is None else opened_for(source, recorded, extras),
            )
            if output == "-":
                output, formats = None, on_stdout(settings, formats, alone=alone)
            wish = Wish(Path(output) if output else None, into_folder, formats, extras, overwrite)
            plan = plan_one(paths[0], settings, wish) if alone else plan_many(paths, settings, wish)
            if summary is not None:
                checked_suffix(summary)
            # Before any process is started: what cannot be loaded once will not be loaded N times.
            choice = chosen(settings)
            if alone:
                good = analyse(plan.jobs[0], choice, formats, quiet=quiet)
            else:
                manner = Manner(
                    processes=options.processes_of(jobs, cluster),
                    cluster=cluster,
                    timeout=timeout,
                    memory_bytes=options.memory_of(memory, jobs, cluster),
                    folder=wish.journalled,
                    overwrite=overwrite,
                    retry=retry,
                    table=summary,
                    quiet=quiet,
                    events=events,
                )
                good = work(plan, choice, manner)
        except (OptionError, FormatError, ModelError) as error:
            raise click.UsageError(printable(str(error))) from error
    except KeyboardInterrupt:
        click.echo("interrupted; every result that was written is whole", err=True)
        sys.exit(130)
    sys.exit(0 if good else 1)
