"""A progress bar on stderr for many recordings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

ERASE = "\r\x1b[2K"


class Progress:
    """Lines of text, with a bar below them if stderr is a terminal."""

    def __init__(self, bar: Any | None) -> None:
        self._bar = bar

    def advance(self, line: str, *, failed: int, err: bool = False) -> None:
        """Print the line of a finished recording, and update the number of failures."""
        if self._bar is not None:
            click.echo(ERASE, nl=False, err=True)
        click.echo(line, err=err)
        if self._bar is not None:
            self._bar.update(1, failed)


@contextmanager
def progress(total: int) -> Iterator[Progress]:
    """A bar on stderr if that is a terminal, else none."""
    if not sys.stderr.isatty():
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
