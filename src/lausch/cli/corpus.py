"""`lausch corpus`: list, render, verify and count training and test data."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.cli import options
from lausch.cli.render import render
from lausch.corpora.track import SPLITS, Split

if TYPE_CHECKING:
    from lausch.corpora.corpus import Corpus

NAMES_ARGUMENT = click.argument("names", nargs=-1, required=True, metavar="NAME|FOLDER...")


@click.group(name="corpus")
def command() -> None:
    """List, render, verify and count training and test data."""


command.add_command(render)


@command.command(name="list")
@options.DATA
@options.RENDERED
def list_(data: Path | None, rendered: Path | None) -> None:
    """List the corpora, their permitted use, and whether they are here."""
    from lausch.corpora.registry import CORPORA, open_corpus
    from lausch.errors import CorpusError

    for entry in CORPORA:
        try:
            corpus = open_corpus(entry.name, data=data, rendered=rendered)[0]
            here = f"{len(corpus)} tracks, {corpus.hours:.2f} h, {corpus.licence}"
        except CorpusError:
            here = "not here"
        click.echo(f"{entry.name:12} {entry.use:5} {entry.about} ({here})")
    click.echo(f"{'mirdata:NAME':12} eval  real: a data set of mirdata, such as mirdata:beatles")


@command.command()
@options.DATA
def sources(data: Path | None) -> None:
    """List what is rendered: music and sounds, with licence, size, place and address."""
    from lausch.corpora.band.kinds import KINDS
    from lausch.corpora.band.playing.speakers import SPEAKERS
    from lausch.corpora.band.sounding.sounds import BASS, GUITAR, PLATES, SAXOPHONES, SOUND_SETS

    kinds: dict[str, list[str]] = {}
    for kind in KINDS:
        kinds.setdefault(kind.source.folder, []).append(kind.name)
    music = {kind.source.folder: kind.source for kind in KINDS}
    rows = [
        (f"symbolic/{folder}", source.licence, source.megabytes, source.address,
         f"for {', '.join(kinds[folder])}; {source.credit}")
        for folder, source in music.items()
    ]  # fmt: skip
    rows += [(each.file, each.licence, each.megabytes, each.install, each.credit)
             for each in SOUND_SETS]  # fmt: skip
    rows += [(f"sounds/{each.folder}", each.licence, each.megabytes, each.address, "samples")
             for each in (BASS, PLATES, SAXOPHONES, GUITAR)]  # fmt: skip
    rows += [(f"voices/{each.folder}", each.licence, each.megabytes, each.address,
              f"speech that is sung: {each.credit}") for each in SPEAKERS]  # fmt: skip
    for place, licence, size, address, about in rows:
        here = "" if data is None or not (data / place).exists() else " (here)"
        click.echo(f"{place}{here}: {licence}, {size:g} MB\n  {address}\n  {about}")
    click.echo(
        "DATA is the folder with symbolic/ and sounds/ (--data, or LAUSCH_DATA). One sound set is "
        "enough. Recordings for evaluation: `lausch corpus list`"
    )


@command.command()
@NAMES_ARGUMENT
@options.DATA
@options.RENDERED
def verify(names: tuple[str, ...], data: Path | None, rendered: Path | None) -> None:
    """Check sound against checksums, and beats against onsets; exit 1 on any problem."""
    from lausch.corpora.verify import verify as check

    bad = False
    for corpus in _opened(names, data, rendered):
        findings = check(corpus.tracks)
        lag = "unclear" if findings.lag is None else f"{1000 * findings.lag:+.0f} ms"
        click.echo(
            f"{corpus.name}: {findings.tracks} tracks, {len(findings.problems)} with problems; "
            f"onsets follow beats by {lag} (median of {len(findings.lags)} clear tracks)"
        )
        for track, problem in findings.problems:
            click.echo(f"  {track}: {problem}", err=True)
        if not findings.aligned:
            click.echo("  beats and onsets are not aligned: more than 20 ms", err=True)
        bad = bad or bool(findings.problems) or not findings.aligned
    if bad:
        sys.exit(1)


@command.command()
@NAMES_ARGUMENT
@options.DATA
@options.RENDERED
def stats(names: tuple[str, ...], data: Path | None, rendered: Path | None) -> None:
    """Print hours by split, tempi, metres and styles."""
    from lausch.corpora.statistics import TEMPO_STEP_BPM, count

    for corpus in _opened(names, data, rendered):
        counts = count(corpus.tracks)
        click.echo(
            f"{corpus.name}: {len(corpus)} tracks, {corpus.hours:.2f} h, "
            f"{counts.songs} songs, {counts.beats} beats, {counts.downbeats} downbeats"
        )
        if corpus.absent:
            click.echo(f"  {corpus.absent} more tracks are known, but their sound is not here")
        for split, hours in counts.hours.items():
            click.echo(f"  {split:10} {hours:6.2f} h  {counts.tracks[split]} tracks")
        click.echo("  tempo (bpm)")
        for edge, hours in sorted(counts.tempi.items()):
            bar = "#" * max(1, round(40 * hours / max(counts.tempi.values())))
            click.echo(f"  {edge:3}-{edge + TEMPO_STEP_BPM - 1:3}    {hours:6.2f} h  {bar}")
        metres = ", ".join(f"{m or 'none'}: {h:.2f} h" for m, h in sorted(counts.metres.items()))
        click.echo(f"  beats per bar  {metres}")
        by_hours = sorted(counts.styles.items(), key=lambda item: -item[1])
        click.echo("  styles  " + ", ".join(f"{style} {h:.2f} h" for style, h in by_hours))


@command.command()
@NAMES_ARGUMENT
@options.DATA
@options.RENDERED
@options.OUT
@click.option("--split", type=click.Choice(SPLITS), default="test", show_default=True)
@click.option(
    "--minutes",
    type=click.FloatRange(min=0),
    help="At most this much of each corpus, drawn with --seed.",
)
@options.SEED
def export(
    names: tuple[str, ...],
    data: Path | None,
    rendered: Path | None,
    out: Path,
    split: Split,
    minutes: float | None,
    seed: int,
) -> None:
    """Write mixes as OUT/TRACK.flac, so that other programs can run on the same sound."""
    from lausch.cli.export import export as write

    write(list(_opened(names, data, rendered)), out, split, minutes, seed)


def _opened(names: tuple[str, ...], data: Path | None, rendered: Path | None) -> Iterator[Corpus]:
    from lausch.corpora.registry import open_corpus

    for name in names:
        yield from open_corpus(name, data=data, rendered=rendered)
