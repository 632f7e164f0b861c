"""A bar with the time left for the steps of one long piece of work."""

from __future__ import annotations

import sys
import time

import click

from lausch.annotation.times import clock_time
from lausch.cli.progress import ERASE

WIDTH = 24
EVERY_SECONDS = 0.5


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
        if not sys.stderr.isatty() or (now - self._shown < EVERY_SECONDS and done < total):
            return
        self._shown = now
        first, since = self._start
        left = (now - since) / (done - first) * (total - done) if done > first else None
        remaining = "" if left is None else f"  {clock_time(left)} left"
        share = done / max(total, 1)
        bar = "#" * round(WIDTH * share)
        click.echo(
            f"{ERASE}{self.name}  [{bar:-<{WIDTH}}] {100 * share:3.0f} %{remaining}",
            nl=False,
            err=True,
        )

    def say(self, line: str) -> None:
        """Print a line in the place of the bar."""
        if sys.stderr.isatty():
            click.echo(ERASE, nl=False, err=True)
        click.echo(line, err=True)
