"""`lausch search`: find recordings in which a melody is played, or that sound alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from lausch.cli.index import refused
from lausch.cli.options import JSON, MODEL, PATH

if TYPE_CHECKING:
    from lausch.retrieval.alike import Alike
    from lausch.retrieval.matching import Match

FOR_SOUNDS = ("like", "uri", "count", "as_json")
MOST_TAGS = 5


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
@click.argument("query", type=PATH, required=False)
@click.option(
    "--like", type=PATH, metavar="AUDIO", help="Instead of QUERY: find what sounds like AUDIO."
)
@click.option(
    "--index", "uri", required=True, metavar="INDEX", help="Index to search (see `lausch index`)."
)
@click.option(
    "-k",
    "count",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    help="At most this many answers.",
)
@click.option(
    "--transpose",
    callback=_semitones,
    default="0",
    metavar="any|N",
    help="Semitones by which recordings are higher than the query.",
)
@click.option(
    "--tempo",
    callback=_range,
    default="1",
    metavar="FROM-TO",
    help="Tempo of recordings as a multiple of the query's, such as 0.5-2.0.",
)
@click.option("--exact", is_flag=True, help="Match every recording, even in a large collection.")
@click.option("--plot", type=PATH, help="Plot both chroma and the warping path: OUT.png.")
@click.option("--audition", type=PATH, help="Write a sound file of query and best match: OUT.flac.")
@MODEL
@JSON
def command(
    query: Path | None,
    like: Path | None,
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

    Sound may be hummed, or an excerpt of a recording: the model of the index analyses it.

    The column "sure" is the probability that an answer is the recording sought, which may not be in
    the collection. It was fitted on excerpts as played, with wrong notes, and sung. To short and
    sung queries several recordings fit nearly as well, and a right answer may have 40 % or less:
    listen to it (--audition) before you give up.

    With --like, recordings are compared by their timbre and manner, not by their melodies: by
    embeddings of the model that finds tags. No other option but -k and --json changes that.
    """
    from lausch.retrieval import Index

    if like is not None:
        _check_alone()
        _search_alike(like, uri, count, as_json)
        return
    if query is None:
        raise click.UsageError("name a QUERY, a melody to look for, or --like AUDIO")
    with refused():
        _check_suffixes(plot, audition)
        index = Index.open(uri)
        matches = index.search(
            query, count=count, transpose=transpose, tempo=tempo, model=model, exact=exact
        )
    if as_json:
        click.echo(json.dumps([_row(match) for match in matches], indent=2))
    else:
        click.echo(_table(matches), nl=False)
    if matches and (plot or audition):
        from lausch.retrieval.audition import write_audition
        from lausch.retrieval.drawing import write_alignment
        from lausch.retrieval.query import melody_of

        alignment = index.align(query, matches[0], model=model)
        if plot:
            write_alignment(alignment, plot)
        if audition:
            write_audition(melody_of(query), alignment, audition)


def _check_alone() -> None:
    """Refuse whatever concerns melodies beside --like."""
    context = click.get_current_context()
    given = [
        parameter.opts[0] if isinstance(parameter, click.Option) else "QUERY"
        for parameter in context.command.params
        if parameter.name not in FOR_SOUNDS
        and context.get_parameter_source(str(parameter.name)) == ParameterSource.COMMANDLINE
        and context.params[str(parameter.name)] is not None
    ]
    if given:
        raise click.UsageError(f"--like compares sounds; {', '.join(given)} is for melodies")


def _search_alike(like: Path, uri: str, count: int, as_json: bool) -> None:
    from lausch.retrieval import Index

    with refused():
        index = Index.open(uri)
        answers = index.alike(like, count=count)
        lacking = len(index.incomparable())
    if as_json:
        click.echo(json.dumps([vars(answer) for answer in answers], indent=2))
    else:
        click.echo(_alike_table(answers), nl=False)
    if lacking:
        click.echo(
            f"{lacking} recording{'' if lacking == 1 else 's'} not compared: added by an older "
            "lausch; `lausch index add` with the same files brings them up to date",
            err=True,
        )


def _alike_table(answers: list[Alike]) -> str:
    from lausch.files import printable

    if not answers:
        return "nothing to compare it with: the index has no other recordings\n"
    names = [printable(_shown(answer.path)) for answer in answers]
    wide = max(map(len, names))
    text = f"rank  score  {'recording':{wide}}  tags\n"
    for rank, (name, answer) in enumerate(zip(names, answers, strict=True), start=1):
        tags = ", ".join(answer.tags[:MOST_TAGS])
        text += f"{rank:4}  {answer.score:5.2f}  {name:{wide}}  {tags}".rstrip() + "\n"
    return text


def _check_suffixes(picture: Path | None, audition: Path | None) -> None:
    from lausch import plot
    from lausch.sonify import clicks

    if picture is not None:
        plot.checked_suffix(picture)
    if audition is not None:
        clicks.checked_suffix(audition)


def _shown(path: str) -> Path:
    """A path, relative if it is inside the current folder."""
    place = Path(path)
    return place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else place


def _row(match: Match) -> dict[str, Any]:
    row = dict(vars(match))
    return row | {"sure": row.pop("confidence")}


def _table(matches: list[Match]) -> str:
    from lausch.files import printable
    from lausch.retrieval.confidence import LIKELY

    if not matches:
        return "nothing is long enough to hold the query\n"
    text = "rank  score  sure     from       to  semitones  tempo  recording\n"
    for rank, match in enumerate(matches, start=1):
        text += (
            f"{rank:4}  {match.score:5.3f}  {match.confidence:4.0%}  {match.start:7.1f}  "
            f"{match.end:7.1f}  {match.transposition:+9d}  {match.tempo:5.2f}  "
            f"{printable(_shown(match.path))}\n"
        )
    if matches[0].confidence < LIKELY:
        text += (
            "probably none of them: the recording does not seem to be in this collection; if the "
            "query is short, hummed or sung, the first may be right all the same\n"
        )
    return text
