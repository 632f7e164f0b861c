"""The server of the page in a process of its own, and what asks it a lot."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from lausch.web.serving import HOST, server_on
from lausch.web.songs import Manner, Songs

CONNECTIONS = 20
EVERY = 1000


def serve(paths: list[Path], root: Path, pipe: Any) -> None:
    """Serve recordings in a process of its own, until it is ended."""
    import socket

    songs = Songs(paths, Manner(root, "a"))
    songs.start()
    with socket.create_server((HOST, 0)) as listener:
        pipe.send((listener.getsockname()[1], list(songs.songs)))
        server_on(listener, songs, "study").run(sockets=[listener])


@contextmanager
def server(paths: list[Path], root: Path) -> Iterator[tuple[int, list[str], int]]:
    """Port, ids of recordings, and the process of a server."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=serve, args=(paths, root, theirs), daemon=True)
    process.start()
    port, names = mine.recv()
    time.sleep(1)
    assert process.pid is not None
    try:
        yield port, names, process.pid
    finally:
        process.terminate()
        process.join()


def megabytes(pid: int, field: str) -> float:
    """Memory of a process: `Rss` or `Pss`, in MB."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) / 1024 for row in rows if row.startswith(f"{field}:"))


def ask(port: int, names: list[str], count: int, pid: int) -> dict[str, Any]:
    """Ask a server many times at `CONNECTIONS` connections."""
    paths = ["/", "/api/songs", "/page.js"]
    for name in names:
        base = f"/api/songs/{name}"
        paths += [base, f"{base}/document", f"{base}/parts/spectrum/0/1", f"{base}/export/beats"]
    memory, times, errors = [megabytes(pid, "Rss")], [], 0

    def some(numbers: range) -> tuple[list[float], int]:
        connection = HTTPConnection(HOST, port, timeout=120)
        spent, wrong = [], 0
        for number in numbers:
            begun = time.perf_counter()
            connection.request("GET", paths[number % len(paths)])
            answer = connection.getresponse()
            answer.read()
            wrong += answer.status not in (200, 422)
            spent.append(time.perf_counter() - begun)
        connection.close()
        return spent, wrong

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for start in range(0, count, EVERY):
            stop = min(count, start + EVERY)
            for spent, wrong in pool.map(
                some, [range(start + at, stop, CONNECTIONS) for at in range(CONNECTIONS)]
            ):
                times += spent
                errors += wrong
            memory.append(megabytes(pid, "Rss"))
    quantiles = statistics.quantiles(times, n=100)
    return {"memory": memory, "errors": errors, "median": quantiles[49], "p95": quantiles[94]}
