"""The bar on stderr while many recordings are worked through."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

_ERASE = "\r\x1b[2K"


class Progress:
    """Lines of text, and below them a bar where stderr is a terminal."""

    def __init__(self, bar: Any | None) -> None:
        self._bar = bar

    def advance(self, line: str, *, failed: int, err: bool = False) -> None:
        """One recording is done: its line is printed, and how many have failed so far."""
        if self._bar is not None:
            click.echo(_ERASE, nl=False, err=True)
        click.echo(line, err=err)
        if self._bar is not None:
            self._bar.update(1, failed)


@contextmanager
def progress(total: int) -> Iterator[Progress]:
    """A bar on stderr when that is a terminal, and nothing otherwise."""
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
