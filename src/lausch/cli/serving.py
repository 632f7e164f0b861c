"""From the words of `view` and `serve` to a server that shows recordings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from lausch.cli.options import memory_of
from lausch.errors import AudioError, OptionError
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.web.indexed import Indexed
    from lausch.web.songs import Manner, Songs


class Wish(NamedTuple):
    """What is looked for with which models, where the server is, and the limits of its work.

    `room` is that for uploaded recordings, in MB; `index_uri` is of an index to be searched.
    """

    only: tuple[str, ...]
    models: tuple[str, ...]
    port: int
    browser: bool
    keep: Path | None
    timeout: float
    memory: int | None
    room: int = 0
    index_uri: str | None = None


def serve_one(path: Path, wish: Wish) -> None:
    """Serve one recording, or one analysis, and open its page."""
    from lausch.web.serving import serve
    from lausch.web.songs import Songs

    if not path.is_file():
        raise AudioError(f"{printable(path)}: there is no such file")
    songs = Songs([path], _manner(wish))
    (song,) = songs.songs.values()
    page = f"/songs/{song.id}"
    serve(songs, path.name, port=wish.port, page=page, browser=wish.browser, say=_say)


def serve_folder(folder: Path, wish: Wish) -> None:
    """Serve the recordings of a folder, and open their list."""
    from lausch.cli.inputs import find
    from lausch.web.serving import serve
    from lausch.web.songs import Songs
    from lausch.web.uploads import Uploads

    if not folder.is_dir():
        rule = (
            "is a file; `lausch view` shows one" if folder.exists() else "there is no such folder"
        )
        raise AudioError(f"{printable(folder)}: {rule}")
    inputs, problems = find([folder])
    if not inputs:
        raise AudioError("; ".join(problems))
    for problem in problems:
        click.echo(problem, err=True)
    songs = Songs([each.path for each in inputs], _manner(wish), base=folder)
    name = folder.resolve().name or "Recordings"
    uploads = Uploads(songs.manner.root, wish.room << 20) if wish.room else None
    indexed = None if wish.index_uri is None else _indexed(wish.index_uri, songs)
    serve(
        songs,
        name,
        uploads=uploads,
        indexed=indexed,
        port=wish.port,
        browser=wish.browser,
        say=_say,
    )


def _indexed(uri: str, songs: Songs) -> Indexed:
    from lausch.retrieval import Index
    from lausch.web.indexed import Indexed

    return Indexed(Index.open(uri), songs)


def _say(address: str) -> None:
    click.echo(f"{address}  (Ctrl-C ends it)")


def _manner(wish: Wish) -> Manner:
    from lausch.batches.making import making
    from lausch.cli.job import Options, chosen
    from lausch.web.document import VERSION
    from lausch.web.kept import usual_folder
    from lausch.web.songs import Manner

    choice = chosen(Options(wish.only, wish.models))
    made = making("page", choice.layers, choice, whole=True, version=VERSION)
    root = usual_folder() if wish.keep is None else wish.keep
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(
            f"pages cannot be kept in {printable(root)}: {error.strerror}; name another folder "
            "with --keep"
        ) from error
    return Manner(
        root=root,
        making=made.digest,
        only=wish.only,
        models=wish.models,
        seconds=wish.timeout,
        memory_bytes=memory_of(wish.memory, 1),
    )
