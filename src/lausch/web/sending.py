"""Recordings sent to the library of a server, and removed from it."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lausch.errors import OptionError
from lausch.web.receiving import file_of, length_of, suffix_of, title_in
from lausch.web.songs import Songs
from lausch.web.uploads import Uploads

FOLDER = "uploaded"


class Receiver:
    """Routes below `/api/recordings`."""

    def __init__(self, songs: Songs, uploads: Uploads) -> None:
        self.songs = songs
        self.uploads = uploads
        for path, title in uploads.recordings():
            songs.add(path, title, FOLDER, sent=True)

    @property
    def routes(self) -> list[Route]:
        """Where recordings come and go."""
        return [
            Route("/api/recordings", self.send, methods=["PUT"]),
            Route("/api/recordings/{id}", self.remove, methods=["DELETE"]),
        ]

    async def send(self, request: Request) -> Response:
        """A recording as a file; the same again is the one that is here."""
        title = title_in(request)
        most = self.uploads.most_bytes
        expected = length_of(request, most, "a recording")
        with self.uploads.room(expected):
            coming = await file_of(
                request, self.uploads.coming, suffix_of(title), most, "a recording"
            )
            path = await run_in_threadpool(self.uploads.take, coming, title)
        song = self.songs.add(path, title, FOLDER, sent=True)
        return JSONResponse({"id": song.id})

    async def remove(self, request: Request) -> Response:
        """Remove a recording that was sent; those of the folder stay where they are."""
        song = self.songs.songs.get(request.path_params["id"])
        if song is None:
            raise HTTPException(404, "there is no such recording")
        if not song.sent:
            raise OptionError("it is in the folder that is served: remove it there")
        self.songs.remove(song)
        await run_in_threadpool(self.uploads.remove, song.path)
        return Response(status_code=204)
