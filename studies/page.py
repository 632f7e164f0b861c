"""How fast and how large the page is: a recording of three hours, and a server that is asked a lot.

    python studies/page.py [--hours 3] [--requests 10000] [--out reports/page.md]

Needs `pip install '.[web,browser]'` and Debian's chromium. The long recording is synthetic: its
pictures and annotations are drawn at random, as dense as those of music, and its sound is not
there. Memory of the tab is what its process alone has (PSS) beside a page that is empty; times are
those of the clock, on whatever machine this is, so the page says how busy that was.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from page_browser import KEYS, MARKS, PLACES, ROUNDS, opened, scrolled
from page_made import prepare
from page_server import CONNECTIONS, EVERY, ask, server
from playwright.sync_api import sync_playwright

from lausch import __version__
from lausch.evaluation.tables import table
from lausch.web.serving import HOST

FIRST_REQUESTS = 200
SHORT_SECONDS = 200.0
ARGUMENTS = ["--no-sandbox", "--enable-precise-memory-info"]
THREATS = """## What might make this invalid

- **The long recording is synthetic** and has no sound: playing it takes the memory of five pieces
  of 20 s more.
- **Times depend on the machine** and on what else it does; the second line says how busy it was.
  Frames are drawn without a graphics card.
- **Chromium shares memory between its processes**; PSS counts a share of what is shared.
- **Keys are pressed by a program**, each after the page had come to rest; the browser counts in
  steps of 8 ms and tells nothing below 16.
- **The server was asked from the same machine**, by one program, while nothing was analysed.
"""


def report(args: argparse.Namespace) -> str:
    """Measure, and say it in Markdown."""
    with TemporaryDirectory() as name:
        folder, root = Path(name), Path(name) / "kept"
        long, short = folder / "long.wav", folder / "short.wav"
        sizes = []
        for path, seconds in ((short, SHORT_SECONDS), (long, 3600.0 * args.hours)):
            path.write_bytes(path.name.encode())
            sizes.append(prepare(root, path, seconds) / 1e6)
        with server([short], root) as (port, names, pid):
            first = ask(port, names, FIRST_REQUESTS, pid)
            many = ask(port, names, args.requests, pid)
            print(json.dumps([first, many]), flush=True)
        with server([long, short], root) as (port, names, _), sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=ARGUMENTS
            )
            pages = [f"http://{HOST}:{port}/songs/{each}" for each in names]
            usual = opened(browser, pages[1], look=False)
            whole = opened(browser, pages[0], look=True)
            scroll = scrolled(browser, pages[1])
            print(json.dumps([usual, whole, scroll]), flush=True)
            version = browser.version
            browser.close()
    load = os.getloadavg()[1] / (os.cpu_count() or 1)
    facts = (
        f"By `python studies/page.py --hours {args.hours:g} --requests {args.requests}`: lausch "
        f"{__version__}, Chromium {version}, {platform.system()} {platform.machine()}, "
        f"{datetime.datetime.now(datetime.UTC).date()}.\n\n"
        f"At its end each of {os.cpu_count()} cores had {load:.1f} programs to run, this one "
        f"included, whose priority was {-os.nice(0)} above the usual one. No model of it ran.\n"
    )
    parts = [
        "# The page: how fast, how large\n",
        facts,
        _table([*_opening(args, usual, whole, sizes[1]), *_moving(scroll)]),
        "## From a key to what it shows\n",
        f"Each key was pressed {ROUNDS} times; milliseconds until the frame that shows it, median "
        "and slowest, and what of them the page's own work takes. The target is 50 ms.\n",
        _delays(usual["delays"], whole["delays"], f"{args.hours:g} h"),
        "## The server\n",
        _table(list(_asking(first, many, args.requests))),
        THREATS,
    ]
    return "\n".join(parts)


def _table(rows: list[tuple[str, str, str]]) -> str:
    return table(("what", "measured", "target"), rows)


def _opening(
    args: argparse.Namespace, usual: dict[str, Any], whole: dict[str, Any], megabytes: float
) -> Iterator[tuple[str, str, str]]:
    hours = f"{args.hours:g} h"
    yield (
        f"{SHORT_SECONDS:.0f} s: first paint",
        f"{usual['seconds']:.2f} s, {usual['own']:.2f} s its own",
        "1 s",
    )
    yield f"{hours}: first paint", f"{whole['seconds']:.2f} s, {whole['own']:.2f} s its own", "2 s"
    yield f"{hours}: document", f"{megabytes:.1f} MB", ""
    empty = f"{whole['empty']:.0f} MB of an empty tab in it"
    yield f"{hours}: tab", f"{whole['after']:.0f} MB, {empty}", "300 MB"
    yield f"{hours}: tab after {PLACES} places", f"{whole['looked']:.0f} MB", "300 MB"
    corrected = f"{hours}: tab after {ROUNDS * len(KEYS)} keys, with corrections"
    yield corrected, f"{whole['corrected']:.0f} MB", "300 MB"


def _moving(scroll: dict[str, float]) -> Iterator[tuple[str, str, str]]:
    marks = f"{MARKS:,} marks scrolled"
    yield f"{marks}: frames a second", f"{scroll['fps']:.0f}", "50"
    yield f"{marks}: 99 % of frames within", f"{scroll['slowest']:.0f} ms", ""
    yield f"{marks}: the page's own time in a frame", f"{scroll['busy']:.1f} ms", "20 ms"


Delays: TypeAlias = "list[tuple[float, float]]"


def _delays(usual: dict[str, Delays], whole: dict[str, Delays], hours: str) -> str:
    def cells(delays: Delays) -> tuple[str, ...]:
        shown, own = zip(*delays, strict=True)
        return (
            f"{statistics.median(shown):.0f}",
            f"{max(shown):.0f}",
            f"{statistics.median(own):.0f}",
        )

    head = ("what a key does", f"{SHORT_SECONDS:.0f} s", "slowest", "own")
    head += (hours, "slowest", "own")
    rows = [(sense, *cells(usual[sense]), *cells(whole[sense])) for sense in usual]
    every = [[delay for each in delays.values() for delay in each] for delays in (usual, whole)]
    rows.append(("all", *cells(every[0]), *cells(every[1])))
    return table(head, rows)


def _asking(
    first: dict[str, Any], many: dict[str, Any], requests: int
) -> Iterator[tuple[str, str, str]]:
    at_once = f"at {CONNECTIONS} connections"
    yield f"errors of {FIRST_REQUESTS} requests {at_once}", f"{first['errors']}", "0"
    yield f"errors of {requests:,} requests {at_once}", f"{many['errors']}", "0"
    yield "time of a request, median", f"{1000 * many['median']:.0f} ms", ""
    yield "time of a request, 95 %", f"{1000 * many['p95']:.0f} ms", ""
    memory = ", ".join(f"{each:.0f}" for each in many["memory"])
    yield f"memory before, and after each {EVERY:,}", f"{memory} MB", "steady"


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
