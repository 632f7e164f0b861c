"""A server for a test, and what asks it: requests as they are written, nothing set right."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

from lausch.web.serving import HOST, server_on
from lausch.web.songs import Songs
from lausch.web.uploads import Uploads


@contextmanager
def served(
    songs: Songs, name: str = "music", uploads: Uploads | None = None, indexed=None
) -> Iterator[int]:
    """The port of a server that runs within the block."""
    with socket.create_server((HOST, 0)) as listener:
        server = server_on(listener, songs, name, uploads, indexed)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(10)


@dataclass(frozen=True)
class Answer:
    """Status, headers in lower case, and content."""

    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self):
        return json.loads(self.content)


@dataclass(frozen=True)
class Visitor:
    """Asks a server; the Origin "its own" stands for that of its pages."""

    port: int

    def request(self, method: str, path: str, *, headers=(), content: bytes | str | None = None):
        own = {**dict(headers)}
        if own.get("Origin") == "its own":
            own["Origin"] = f"http://{HOST}:{self.port}"
        connection = HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request(method, path, body=content, headers=own)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, names, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **arguments) -> Answer:
        return self.request("GET", path, **arguments)

    def post(self, path: str, **arguments) -> Answer:
        return self.request("POST", path, **arguments)

    def put(self, path: str, *, json_value=None, content=None, headers=()) -> Answer:
        body = json.dumps(json_value) if content is None else content
        return self.request("PUT", path, headers=headers, content=body)
