"""The server of the page: recordings by their ids, corrections, and files of both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from lausch import formats
from lausch.errors import FormatError, LauschError
from lausch.web.again import decode_again
from lausch.web.asking import Asker
from lausch.web.bundle import script, style
from lausch.web.guard import Guard
from lausch.web.kept import Kept
from lausch.web.receiving import MOST_BYTES, file_of, json_of, suffixes_of, title_in
from lausch.web.referring import comparison_of, keep_reference
from lausch.web.sending import Receiver
from lausch.web.songs import READY, Song, Songs, document_of_song, entry_of_song
from lausch.web.uploads import Uploads

if TYPE_CHECKING:
    from lausch.web.indexed import Indexed

SHELL = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<main id="page"></main>
<script src="/page.js" defer></script>
</body>
</html>
"""
MOST_THREADS = 6
FOREVER = {"Cache-Control": "private, max-age=86400, immutable"}
ALWAYS_NEW = {"Cache-Control": "no-store"}


class Server:
    """Answers for some recordings; `name` is that of the library, which may take `uploads`.

    Melodies are looked for in `indexed`, too.
    """

    def __init__(
        self,
        songs: Songs,
        name: str,
        uploads: Uploads | None = None,
        indexed: Indexed | None = None,
    ) -> None:
        self.songs = songs
        self.name = name
        self.asker = Asker(songs, indexed)
        self.receiver = None if uploads is None else Receiver(songs, uploads)

    def app(self, hosts: list[str]) -> Starlette:
        """The application, for requests to these hosts (with their port) alone."""
        song = "/api/songs/{id}"
        return Starlette(
            routes=[
                Route("/", self.shell),
                Route("/songs/{id}", self.shell),
                Route("/search", self.shell),
                Route("/page.js", _static("text/javascript", script)),
                Route("/page.css", _static("text/css", style)),
                Route("/api/songs", self.list),
                Route(song, self.state),
                Route(f"{song}/again", self.again, methods=["POST"]),
                Route(f"{song}/document", self.document),
                Route(f"{song}/parts/{{name:path}}", self.part),
                Route(f"{song}/layers/{{layer}}", self.correct, methods=["PUT"]),
                Route(f"{song}/reference", self.refer, methods=["PUT"]),
                Route(f"{song}/reference", self.unrefer, methods=["DELETE"]),
                Route(f"{song}/compared", self.compared),
                Route(f"{song}/decode", self.decode, methods=["POST"]),
                Route(f"{song}/export/{{format}}", self.export),
                *self.asker.routes,
                *([] if self.receiver is None else self.receiver.routes),
            ],
            middleware=[Middleware(Guard, hosts=hosts)],
            lifespan=_few_threads,
            exception_handlers={LauschError: _refused, HTTPException: _failed},
        )

    async def shell(self, request: Request) -> Response:
        """The page in which the code runs."""
        title = self.name
        if "id" in request.path_params:
            title = self._song(request).title
        html = SHELL.format(title=escape(title))
        return Response(html, media_type="text/html", headers=ALWAYS_NEW)

    def list(self, request: Request) -> Response:
        """All recordings, and whether others may be sent."""
        songs = list(self.songs.songs.values())
        entries = [entry_of_song(song) for song in songs if song.listed]
        takes = self.receiver is not None
        return JSONResponse({"songs": entries, "takes": takes}, headers=ALWAYS_NEW)

    def state(self, request: Request) -> Response:
        """How far one recording is; who asks has it before the others."""
        song = self._song(request)
        self.songs.first(song)
        return JSONResponse(entry_of_song(song), headers=ALWAYS_NEW)

    def again(self, request: Request) -> Response:
        """Try once more what failed."""
        self.songs.again(self._song(request))
        return Response(status_code=204)

    def document(self, request: Request) -> Response:
        """Everything on a page but sound and pictures."""
        text = document_of_song(self._kept(request))
        return Response(text, media_type="application/json", headers=ALWAYS_NEW)

    def part(self, request: Request) -> Response:
        """A piece of sound, or a tile of a picture."""
        data = self._kept(request).part(request.path_params["name"])
        if data is None:
            raise HTTPException(404, "there is no such part")
        return Response(data, media_type="application/octet-stream", headers=FOREVER)

    async def correct(self, request: Request) -> Response:
        """Keep a layer as its user has it; with null as it was found."""
        song, kept, value = self._song(request), self._kept(request), await json_of(request)

        def keep() -> None:
            with song.lock:
                kept.correct(request.path_params["layer"], value)

        await run_in_threadpool(keep)
        return Response(status_code=204)

    async def decode(self, request: Request) -> Response:
        """The beats, decoded again with those that the user named."""
        kept, named = self._kept(request), await json_of(request)
        try:
            times = [float(each) for each in named["beats"]]
            ones = [float(each) for each in named["downbeats"]]
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError("named are lists of beats and of downbeats in seconds") from error
        beats = await run_in_threadpool(lambda: decode_again(kept.found(), times, ones))
        positions = None if beats.positions is None else beats.positions.tolist()
        return JSONResponse({"times": beats.times.tolist(), "positions": positions})

    async def refer(self, request: Request) -> Response:
        """Take a reference, in place of an earlier one."""
        kept, title = self._kept(request), title_in(request)
        suffix, memory = suffixes_of(title), self.songs.manner.memory_bytes
        path = await file_of(request, kept.folder, suffix, MOST_BYTES, "a reference")
        await run_in_threadpool(keep_reference, kept, path, title, memory)
        return Response(status_code=204)

    async def unrefer(self, request: Request) -> Response:
        """Compare with nothing any longer."""
        self._kept(request).reference_path.unlink(missing_ok=True)
        return Response(status_code=204)

    def compared(self, request: Request) -> Response:
        """What the reference says of what is here now."""
        return JSONResponse(comparison_of(self._kept(request)), headers=ALWAYS_NEW)

    def export(self, request: Request) -> Response:
        """A file in any format, with the corrections in it."""
        kept, name = self._kept(request), request.path_params["format"]
        content = formats.encode(kept.whole(), name)
        data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
        stem = self._song(request).title.rpartition(".")[0] or "recording"
        file = quote(stem + formats.FORMATS[name].suffix)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{file}", **ALWAYS_NEW}
        return Response(data, media_type="application/octet-stream", headers=headers)

    def _song(self, request: Request) -> Song:
        song = self.songs.songs.get(request.path_params["id"])
        if song is None:
            raise HTTPException(404, "there is no such recording; was the server started anew?")
        return song

    def _kept(self, request: Request) -> Kept:
        song = self._song(request)
        if song.kept is None or song.state != READY:
            raise HTTPException(409, "this recording is not analysed yet")
        return song.kept


@asynccontextmanager
async def _few_threads(_: Starlette) -> AsyncIterator[None]:
    """Each thread that answers keeps memory of its own; a few are as fast as forty."""
    import anyio.to_thread  # of Starlette

    anyio.to_thread.current_default_thread_limiter().total_tokens = MOST_THREADS
    yield


def _static(media: str, content: Callable[[], str]) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return Response(content(), media_type=media, headers={"Cache-Control": "no-cache"})

    return answer


def _refused(request: Request, error: Exception) -> Response:
    return PlainTextResponse(str(error), 422)


def _failed(request: Request, error: Exception) -> Response:
    code = error.status_code if isinstance(error, HTTPException) else 500
    return PlainTextResponse(getattr(error, "detail", "") or "failed", code)
