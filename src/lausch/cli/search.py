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
@MODEL
@JSON
def command(
    query: Path,
    uri: str,
    count: int,
    transpose: int | str,
    tempo: tuple[float, float],
    exact: bool,
    model: str | None,
    as_json: bool,
) -> None:
    """Find recordings by a melody: QUERY is MIDI, notes or an f0 as CSV, or sound.

    Sound is heard by the index's own model, so it may be hummed, or an excerpt of a recording.
    """
    from lausch.retrieval import Index

    with refused():
        matches = Index.open(uri).search(
            query, count=count, transpose=transpose, tempo=tempo, model=model, exact=exact
        )
    if as_json:
        click.echo(json.dumps([vars(match) for match in matches], indent=2))
    else:
        click.echo(_table(matches), nl=False)


def _table(matches: list[Match]) -> str:
    from lausch.audio.source import printable

    if not matches:
        return "nothing is long enough to hold the query\n"
    text = "rank  score     from       to  semitones  tempo  recording\n"
    for rank, match in enumerate(matches, start=1):
        text += (
            f"{rank:4}  {match.score:5.3f}  {match.start:7.1f}  {match.end:7.1f}  "
            f"{match.transposition:+9d}  {match.tempo:5.2f}  {printable(match.path)}\n"
        )
    return text
