"""The page in Chromium: when it is painted, what it takes, how soon it answers, how it scrolls."""

from __future__ import annotations

import statistics
from typing import Any

from page_server import megabytes
from playwright.sync_api import Browser, CDPSession, Page

VIEW = {"width": 1280, "height": 900}
PLACES = 40
"""Where the long recording is looked at closely."""
ROUNDS = 5
"""How often each of `KEYS` is pressed."""
KEYS = {
    "ArrowRight": "a beat on",
    "Shift+ArrowRight": "a bar on",
    "+": "less time",
    "-": "more time",
    "l": "loop",
    "Escape": "no loop",
    "m": "faders",
    "e": "tools",
    "Shift+ArrowUp": "twice as many beats",
    "Control+z": "undo",
    "1": "this is one",
    "s": "a section begins",
    "v": "a new note",
    "PageUp": "a note higher",
    "d": "dark or light",
    "0": "all of it",
}
MARKS = 20_000
SCROLL_SECONDS = 4

PAINTED = """() => new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))))"""
HEAP = "() => performance.memory.usedJSHeapSize / 2 ** 20"
WATCH = """() => {
  window.delays = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.interactionId > 0) window.delays.push([entry.name, entry.duration]);
    }
  }).observe({ type: "event", durationThreshold: 16 });
}"""
PUT = """async (marks) => {
  const { corrections, view } = window.lausch;
  const times = Array.from({ length: marks }, (_, at) => (at * view.duration) / marks);
  corrections.setBeats({ times, positions: times.map((_, at) => (at % 4) + 1) }, "");
  view.fit(0.05 * view.duration, 0.95 * view.duration);
  await new Promise((resolve) => setTimeout(resolve, 1500));
}"""
SCROLL = """async (seconds) => {
  const { view } = window.lausch;
  const gaps = [];
  let before = performance.now();
  const end = before + 1000 * seconds;
  await new Promise((resolve) => {
    const step = (now) => {
      gaps.push(performance.now() - before);
      before = performance.now();
      view.scroll(gaps.length % 2 ? 9 : -7);
      if (before < end) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
  return gaps.slice(1);
}"""


def tab_megabytes(browser: Browser, page: Page) -> float:
    """Memory of the largest process that shows a page."""
    page.wait_for_timeout(500)
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return max(megabytes(each["id"], "Pss") for each in processes if each["type"] == "renderer")


def opened(browser: Browser, address: str, look: bool) -> dict[str, Any]:
    """Seconds until a page is painted, its memory after it was looked at all over, and how soon it
    answers."""
    page = browser.new_page(viewport=VIEW)
    page.goto("about:blank")
    empty = tab_megabytes(browser, page)
    session = _timed(page)
    page.goto(address, wait_until="commit")
    page.wait_for_selector("html[data-ready] .lane canvas", timeout=120_000)
    seconds = page.evaluate(PAINTED) / 1000
    measures: dict[str, Any] = {"seconds": seconds, "own": _task_seconds(session), "empty": empty}
    measures["after"] = tab_megabytes(browser, page)
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
    measures["delays"] = delays_of(page)
    measures["corrected"] = tab_megabytes(browser, page)
    page.close()
    return measures


def delays_of(page: Page) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds from a key to the frame that shows what it did, and of the page's own time.

    The first are those of the browser's Event Timing, in steps of 8: what is shorter than 16 ms is
    not told, and stands here as 16. The second are of the processor, whatever else is running.
    """
    page.evaluate(WATCH)
    session = _timed(page)
    delays: dict[str, list[tuple[float, float]]] = {sense: [] for sense in KEYS.values()}
    for _ in range(ROUNDS):
        for key, sense in KEYS.items():
            page.evaluate("window.delays.length = 0")
            begun = _task_seconds(session)
            page.keyboard.press(key)
            page.evaluate(PAINTED)
            own = 1000 * (_task_seconds(session) - begun)
            page.wait_for_timeout(250)
            told = page.evaluate("window.delays")
            delays[sense].append((max((delay for _, delay in told), default=16.0), own))
    return delays


def scrolled(browser: Browser, address: str) -> dict[str, float]:
    """Frames a second while `MARKS` beats are scrolled, and what the page itself takes in each."""
    page = browser.new_page(viewport=VIEW)
    page.goto(address)
    page.wait_for_selector("html[data-ready] .lane canvas")
    session = _timed(page)
    page.evaluate(PUT, MARKS)
    begun = _task_seconds(session)
    gaps = page.evaluate(SCROLL, SCROLL_SECONDS)
    busy = 1000 * (_task_seconds(session) - begun) / len(gaps)
    page.close()
    return {
        "fps": 1000 / statistics.fmean(gaps),
        "slowest": statistics.quantiles(gaps, n=100)[98],
        "busy": busy,
    }


def _timed(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    return session


def _task_seconds(session: CDPSession) -> float:
    """Seconds of the processor that the page's own thread had."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration")
