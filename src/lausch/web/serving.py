"""A server on this machine alone, and the browser that is sent to it."""

from __future__ import annotations

import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from lausch.errors import MissingExtraError, OptionError
from lausch.web.songs import Songs
from lausch.web.uploads import Uploads

if TYPE_CHECKING:
    from lausch.web.indexed import Indexed

HOST = "127.0.0.1"
MOST_REQUESTS = 64


def serve(
    songs: Songs,
    name: str,
    *,
    uploads: Uploads | None = None,
    indexed: Indexed | None = None,
    port: int = 0,
    page: str = "/",
    browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve recordings until Ctrl-C.

    Parameters
    ----------
    uploads : where recordings are kept that are sent; without, none are taken.
    indexed : an index in which melodies are looked for, too.
    port : 0 for any that is free.
    page : path of the page that is opened.
    browser : whether a browser is opened.
    say : told the address.

    Raises
    ------
    MissingExtraError
        Without Starlette and uvicorn.
    OptionError
        When the port is taken.
    """
    try:
        listener = socket.create_server((HOST, port))
    except OSError as error:
        why = os.strerror(error.errno or 0).lower()
        raise OptionError(
            f"port {port} cannot be opened: {why}; leave --port out, and one that is free is taken"
        ) from error
    with listener:
        server = server_on(listener, songs, name, uploads, indexed)
        songs.start()
        address = f"http://{HOST}:{listener.getsockname()[1]}{page}"
        say(address)
        if browser:
            threading.Timer(0.3, webbrowser.open, [address]).start()
        with suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
            server.run(sockets=[listener])


def server_on(
    listener: socket.socket,
    songs: Songs,
    name: str,
    uploads: Uploads | None = None,
    indexed: Indexed | None = None,
) -> Any:
    """A uvicorn server for a socket that listens; raises MissingExtraError."""
    try:
        import uvicorn

        from lausch.web.server import Server
    except ImportError as error:
        raise MissingExtraError(
            "the page is served by Starlette and uvicorn, which are not installed: "
            "pip install 'lausch[web]'; or write a file with `lausch view IN --html OUT.html`"
        ) from error
    port = listener.getsockname()[1]
    config = uvicorn.Config(
        Server(songs, name, uploads, indexed).app([f"{HOST}:{port}", f"localhost:{port}"]),
        log_level="warning",
        lifespan="on",
        server_header=False,
        limit_concurrency=MOST_REQUESTS,
        ws="none",
    )
    return uvicorn.Server(config)
