"""`lausch search`: a melody in, the recordings that it is played in out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.cli.index import JSON, MODEL, refused

if TYPE_CHECKING:
    from lausch.retrieval.match import Match

PATH = click.Path(path_type=Path)


def _semitones(_ctx: click.Context, _param: click.Parameter, value: str) -> int | str:
    if value == "any":
        return value
    try:
        return int(value)
    except ValueError:
        raise click.BadParameter(f"any, or a whole number of semitones, not {value!r}") from None


def _range(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[float, float]:
    slow, dash, fast = value.partition("-")
    try:
        return float(slow), float(fast if dash else slow)
    except ValueError:
        raise click.BadParameter(f"a range such as 0.5-2.0, not {value!r}") from None


@click.command()
@click.argument("query", type=PATH)
@click.option("--index", "uri", required=True, metavar="INDEX", help="Of `lausch index`.")
@click.option("-k", "count", type=click.IntRange(1, 1000), default=10, help="Most answers.")
@click.option(
    "--transpose",
    callback=_semitones,
    default="0",
    metavar="any|N",
    help="By how many semitones recordings may be higher than the query.",
)
@click.option(
    "--tempo",
    callback=_range,
    default="1",
    metavar="FROM-TO",
    help="How many times as fast as the query recordings may be, such as 0.5-2.0.",
)
@click.option("--exact", is_flag=True, help="Match all recordings, however many there are.")
@click.option("--plot", type=PATH, help="Both chroma and the warping path: OUT.png.")
@click.option("--audition", type=PATH, help="Query and best match, to be heard: OUT.flac.")
@MODEL
@JSON
def command(
    query: Path,
    uri: str,
    count: int,
    transpose: int | str,
    tempo: tuple[float, float],
    exact: bool,
    plot: Path | None,
    audition: Path | None,
    model: str | None,
    as_json: bool,
) -> None:
    """Find recordings by a melody: QUERY is MIDI, notes or an f0 as CSV, or sound.

    Sound is heard by the index's own model, so it may be hummed, or an excerpt of a recording.
    """
    from lausch.retrieval import Index

    with refused():
        _check_suffixes(plot, audition)
        index = Index.open(uri)
        matches = index.search(
            query, count=count, transpose=transpose, tempo=tempo, model=model, exact=exact
        )
    if as_json:
        click.echo(json.dumps([vars(match) for match in matches], indent=2))
    else:
        click.echo(_table(matches), nl=False)
    if matches and (plot or audition):
        from lausch.retrieval.audition import write_audition
        from lausch.retrieval.drawing import write_alignment
        from lausch.retrieval.query import line

        alignment = index.align(query, matches[0], model=model)
        if plot:
            write_alignment(alignment, plot)
        if audition:
            write_audition(line(query), alignment, audition)


def _check_suffixes(picture: Path | None, audition: Path | None) -> None:
    from lausch import plot
    from lausch.sonify import clicks

    if picture is not None:
        plot.checked_suffix(picture)
    if audition is not None:
        clicks.checked_suffix(audition)


def _shown(path: str) -> Path:
    """Relative for what lies below the present folder."""
    place = Path(path)
    return place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else place


def _table(matches: list[Match]) -> str:
    from lausch.files import printable
    from lausch.retrieval.verdict import SURE

    if not matches:
        return "nothing is long enough to hold the query\n"
    text = "rank  score  sure     from       to  semitones  tempo  recording\n"
    for rank, match in enumerate(matches, start=1):
        text += (
            f"{rank:4}  {match.score:5.3f}  {match.sure:4.0%}  {match.start:7.1f}  "
            f"{match.end:7.1f}  {match.transposition:+9d}  {match.tempo:5.2f}  "
            f"{printable(_shown(match.path))}\n"
        )
    if matches[0].sure < SURE:
        text += "probably none of them: the recording does not seem to be in this collection\n"
    return text
