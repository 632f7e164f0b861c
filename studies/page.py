"""How fast and how large the page is: a recording of three hours, and a server that is asked a lot.

    python studies/page.py [--hours 3] [--requests 10000] [--out reports/page.md]

Needs `pip install '.[web,browser]'` and Debian's chromium. The long recording is synthetic: its
pictures and annotations are drawn at random, as dense as those of music, and its sound is not
there. Memory of the tab is what its process alone has (PSS) beside a page that is empty; times are
those of the clock, on whatever machine this is, so the page says how busy that was.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from lausch.annotation import BassLine, Beats, Contour, Form, Notes, Sections, Tempo
from lausch.annotation.analysis import Analysis
from lausch.annotation.onsets import Onsets
from lausch.annotation.tempocurve import curve_of
from lausch.frames import Clock, Frames
from lausch.representations.structure import STRUCTURE
from lausch.web.document import document_of
from lausch.web.kept import Kept, fingerprint, write_json
from lausch.web.pictures import HOP, PEAK_SAMPLES, RATE, SPECTRUM, Picture, _extremes, _largest
from lausch.web.preparing import row_of
from lausch.web.serving import HOST, server_on
from lausch.web.songs import Manner, Songs

SOUND_RATE = 44100
CONNECTIONS = 20
VIEW = {"width": 1280, "height": 900}
PLACES = 40
"""Where the long recording is looked at closely."""
EVERY = 1000
THREATS = """## What might make this invalid

- The long recording is synthetic and has no sound: playing it takes the memory of five pieces of
  20 s more.
- Times depend on the machine and on what else it does; the first line says how busy it was.
- Chromium shares pages of memory between its processes; PSS counts a share of those.
- The server was asked from the same machine, by one program with 20 connections, and nothing was
  analysed meanwhile.
"""


def analysis_of(seconds: float) -> Analysis:
    """Annotations as dense as those of music, for so many seconds."""
    draw = np.random.default_rng(0)
    beats = np.arange(0.5, seconds, 0.5)
    onsets = np.arange(0.25, seconds, 0.3)
    pitches = 60 + np.cumsum(draw.integers(-2, 3, len(onsets))) % 20
    times = np.arange(0, seconds, 0.01)
    hz = 440 * 2 ** ((60 - 69 + 5 * np.sin(times / 3) + draw.normal(0, 0.05, len(times))) / 12)
    voiced = times % 4 < 3
    contour = Contour(times, np.where(voiced, hz, 0), voiced, np.full(len(times), 0.8))
    edges = np.append(np.arange(0, seconds, 30.0), seconds)
    form = Sections(edges, list("ABAC" * len(edges))[: len(edges) - 1])

    def frames(rate: int, hop: int, columns: tuple[str, ...]) -> Frames:
        count = round(seconds * rate / hop)
        values = draw.random((count, len(columns)), np.float32) ** 6
        return Frames(values, Clock(rate, hop), columns)

    return Analysis(
        beats=Beats(beats, np.arange(len(beats)) % 4 + 1, np.full(len(beats), 0.9)),
        tempo=Tempo([120.0], [1.0], 0.9, curve_of(beats)),
        activations=frames(44100, 441, ("beat", "downbeat")),
        solo=Notes(onsets, onsets + 0.25, pitches, np.full(len(onsets), 0.7)),
        contour=contour,
        solo_activations=frames(22050, 2205, tuple(f"midi {4 + at}" for at in range(120))),
        bass=BassLine(notes=Notes(beats, beats + 0.4, 36 + np.arange(len(beats)) % 12)),
        sections=Form(form),
        structure=frames(STRUCTURE.rate, STRUCTURE.clock.hop, STRUCTURE.columns),
        duration=seconds,
        others={"onsets": Onsets(onsets, np.full(len(onsets), 0.6))},
    )


def prepare(root: Path, song: Path, seconds: float) -> int:
    """The folder of a recording that was never made; returns the bytes of its document."""
    kept = Kept(root / fingerprint(song), "a")
    parts = kept.made / "parts"
    parts.mkdir(parents=True)
    draw = np.random.default_rng(0)
    pattern = draw.integers(0, 64, (4096, SPECTRUM.width), np.uint8) * np.uint8(4)
    columns = np.resize(pattern, (round(seconds * RATE / HOP), SPECTRUM.width))
    facts = {"low": 31.0, "step": 0.5, "white": 200}
    peaks = np.resize(
        draw.integers(100, 156, (4096, 2), np.uint8),
        (round(seconds * SOUND_RATE / PEAK_SAMPLES), 2),
    )
    pictures = (
        Picture("waveform", peaks, Clock(SOUND_RATE, PEAK_SAMPLES), _extremes, {"loudest": 0.4}),
        Picture("spectrum", columns, Clock(RATE, HOP), _largest, facts),
    )
    for picture in pictures:
        for name, data in picture.tiles():
            (parts / name.replace("/", "-")).write_bytes(data)
    sound = {
        "rate": SOUND_RATE, "channels": 1, "samples": round(seconds * SOUND_RATE),
        "piece": 20 * SOUND_RATE, "lead": 4096, "coding": "ogg",
    }  # fmt: skip
    entries = {"sound": sound, "pictures": {each.name: each.entry() for each in pictures}}
    found = analysis_of(seconds)
    write_json(kept.made / "document.json", document_of(found, song.name, **entries))
    write_json(kept.made / "sound.json", sound)
    write_json(kept.made / "row.json", row_of(found, song.name))
    return (kept.made / "document.json").stat().st_size


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


def tab_megabytes(browser: Browser, page: Page) -> float:
    """Memory of the largest process that shows a page."""
    page.wait_for_timeout(500)
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return max(megabytes(each["id"], "Pss") for each in processes if each["type"] == "renderer")


PAINTED = """() => new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))))"""
HEAP = "() => performance.memory.usedJSHeapSize / 2 ** 20"


def opened(browser: Browser, address: str, look: bool) -> dict[str, float]:
    """Seconds until a page is painted, and its memory after it was looked at all over."""
    page = browser.new_page(viewport=VIEW)
    page.goto("about:blank")
    empty = tab_megabytes(browser, page)
    page.goto(address, wait_until="commit")
    page.wait_for_selector("html[data-ready] .lane canvas", timeout=120_000)
    seconds = page.evaluate(PAINTED) / 1000
    measures = {"seconds": seconds, "after": tab_megabytes(browser, page), "empty": empty}
    if look:
        for at in range(PLACES):
            page.evaluate(f"""() => {{
              const {{ view }} = window.lausch;
              const from = {at / PLACES} * view.duration;
              view.fit(from, from + {20 if at % 2 else 400});
            }}""")
            page.wait_for_timeout(150)
        page.evaluate("window.lausch.view.fit(0, window.lausch.view.duration)")
        measures["looked"] = tab_megabytes(browser, page)
        measures["heap"] = page.evaluate(HEAP)
    page.close()
    return measures


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


def report(args: argparse.Namespace) -> str:
    """Measure, and say it in Markdown."""
    with TemporaryDirectory() as name:
        folder, root = Path(name), Path(name) / "kept"
        long, short = folder / "long.wav", folder / "short.wav"
        for path, seconds in ((long, 3600.0 * args.hours), (short, 200.0)):
            path.write_bytes(path.name.encode())
            size = prepare(root, path, seconds)
            print(json.dumps({"recording": path.name, "document_bytes": size}), flush=True)
            if path is long:
                document = size
        with server([short], root) as (port, names, pid):
            asked = ask(port, names, args.requests, pid)
            print(json.dumps(asked), flush=True)
        with server([long, short], root) as (port, names, pid), sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--enable-precise-memory-info"],
            )
            pages = [f"http://{HOST}:{port}/songs/{each}" for each in names]
            usual = opened(browser, pages[1], look=False)
            whole = opened(browser, pages[0], look=True)
            print(json.dumps([usual, whole]), flush=True)
            version = browser.version
            browser.close()
    return "\n".join(rows(args, document, asked, usual, whole, version))


def rows(
    args: argparse.Namespace,
    document: int,
    asked: dict[str, Any],
    usual: dict[str, float],
    whole: dict[str, float],
    version: str,
) -> Iterator[str]:
    """The page, line by line."""
    memory = asked["memory"]
    load = os.getloadavg()[1] / (os.cpu_count() or 1)
    shown = ", ".join(f"{each:.0f}" for each in memory)
    many, hours = f"{args.requests:,} requests", f"{args.hours:g} h"
    table = (
        ("200 s, from its address to the first paint", f"{usual['seconds']:.2f} s", "1 s"),
        (f"{hours}, from its address to the first paint", f"{whole['seconds']:.2f} s", "2 s"),
        (f"document of {hours}", f"{document / 1e6:.1f} MB", ""),
        (f"tab with {hours}", f"{whole['after']:.0f} MB, empty {whole['empty']:.0f} MB", "300 MB"),
        (f"after {PLACES} places and all of it", f"{whole['looked']:.0f} MB", "300 MB"),
        ("JavaScript then", f"{whole['heap']:.0f} MB", ""),
        (f"errors of {many} at {CONNECTIONS} connections", f"{asked['errors']}", "0"),
        ("time of a request, median", f"{1000 * asked['median']:.0f} ms", ""),
        ("time of a request, p95", f"{1000 * asked['p95']:.0f} ms", ""),
        (f"memory of the server, before and after each {EVERY:,}", f"{shown} MB", "steady"),
    )
    yield "# The page: how fast, how large\n"
    yield f"By `python studies/page.py --hours {args.hours:g} --requests {args.requests}`, in"
    yield f"Chromium {version}, while each core had {load:.1f} programs to run. No model ran.\n"
    yield "| what | measured | target |"
    yield "|---|---|---|"
    yield from (f"| {' | '.join(row)} |" for row in table)
    yield ""
    yield THREATS


def main() -> None:
    """Write the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=3.0)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=Path("reports/page.md"))
    args = parser.parse_args()
    args.out.write_text(report(args), encoding="utf-8")


if __name__ == "__main__":
    main()
