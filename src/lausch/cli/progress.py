"""Progress on stderr, if it is a terminal: of many recordings, within one, or of a training."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from lausch.annotation.times import clock_time
from lausch.files import printable

ERASE = "\r\x1b[2K"
REDRAWN_SECONDS = 0.2
BAR_WIDTH = 24


class Progress:
    """Lines of text, with a bar below them if stderr is a terminal."""

    def __init__(self, bar: Any | None) -> None:
        self._bar = bar

    def advance(self, line: str, *, failed: int, err: bool = False) -> None:
        """Print the line of a finished recording, if any, and update the number of failures."""
        if line:
            self.say(line, err=err)
        if self._bar is not None:
            self._bar.update(1, failed)

    def say(self, line: str, *, err: bool = True) -> None:
        """Print a line above the bar."""
        if self._bar is not None:
            click.echo(ERASE, nl=False, err=True)
        click.echo(line, err=err)


class Reading:
    """One line that says how far a recording is read by a model, and the time left."""

    def __init__(self) -> None:
        self._what = ""
        self._seconds = 0.0
        self._begun = self._shown = time.monotonic()

    def show(self, what: str, seconds: float, whole: float | None) -> None:
        """Update the line, at most every `REDRAWN_SECONDS`; arguments as in `analyze_with`."""
        now = time.monotonic()
        if what != self._what or seconds < self._seconds:
            self._what, self._begun = what, now
        self._seconds = seconds
        if now - self._shown < REDRAWN_SECONDS:
            return
        self._shown = now
        text = f"{what}  {clock_time(seconds)}"
        if whole:
            share = min(1.0, seconds / whole)
            left = (now - self._begun) * (1 - share) / share
            text = f"{what}  {_bar(share)}  {clock_time(seconds)} of {clock_time(whole)}"
            text += f", {clock_time(left)} left" if share < 1 else ", decoding"
        click.echo(f"{ERASE}{printable(text)}", nl=False, err=True)


class Steps:
    """A line on stderr, if that is a terminal: `training  [#####-----]  42 %  12:30 left`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._shown = 0.0
        self._start: tuple[int, float] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Note that so many steps are done of all that there may be."""
        now = time.monotonic()
        if self._start is None:  # a resumed work does not begin with the first step
            self._start = done, now
        if not sys.stderr.isatty() or (now - self._shown < REDRAWN_SECONDS and done < total):
            return
        self._shown = now
        first, since = self._start
        share = done / max(total, 1)
        text = f"{ERASE}{self.name}  {_bar(share)} {100 * share:3.0f} %"
        if done > first:
            text += f"  {clock_time((now - since) / (done - first) * (total - done))} left"
        click.echo(text, nl=False, err=True)

    def say(self, line: str) -> None:
        """Print a line in the place of the bar."""
        if sys.stderr.isatty():
            click.echo(ERASE, nl=False, err=True)
        click.echo(line, err=True)


def _bar(share: float) -> str:
    return f"[{'#' * round(share * BAR_WIDTH):-<{BAR_WIDTH}}]"


@contextmanager
def reading(*, quiet: bool = False) -> Iterator[Callable[[str, float, float | None], None] | None]:
    """What shows the progress within one recording; None where stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    try:
        yield Reading().show
    finally:
        click.echo(ERASE, nl=False, err=True)


@contextmanager
def progress(total: int, *, quiet: bool = False) -> Iterator[Progress]:
    """A bar on stderr if that is a terminal, else none."""
    if quiet or not sys.stderr.isatty():
        yield Progress(None)
        return
    bar: Any = click.progressbar(
        length=total,
        file=sys.stderr,
        show_pos=True,
        item_show_func=lambda failed: f"{failed or 0} failed",
    )
    with bar:
        yield Progress(bar)
