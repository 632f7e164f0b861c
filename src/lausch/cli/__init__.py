"""The command line. Each command group is one file, imported only when it is asked for.

So is click, whose import takes longer than to answer `--help`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from shutil import get_terminal_size
from textwrap import fill
from typing import TYPE_CHECKING, Any

from lausch.errors import LauschError

if TYPE_CHECKING:
    from lausch.cli.group import cli as cli

ABOUT = "Beats, drums, bass, solos and form of recordings, with the models and how they were made."
COMMANDS = {
    "analyze": "Find beats, downbeats, tempo, solos, basses and form of recordings.",
    "status": "Count what a batch has done, what failed, and what is left.",
    "collect": "Write the results of a batch as tables.",
    "bars": "Find where bars begin in a drum performance: MIDI, or a table of strokes.",
    "view": "Show, play and correct an analysis on a page in the browser.",
    "serve": "Show the recordings of a folder as a library in the browser.",
    "repick": "Find other sections in an analysis, without its recording.",
    "features": "Write what a model makes of recordings, as arrays.",
    "index": "Make an index of a collection, to be searched by solos.",
    "search": "Find recordings by a melody that is played in them.",
    "models": "List the trained models, or show one model's card.",
    "systems": "List the systems, and the implementation of each paper of the survey.",
    "literature": "The survey of neural networks in music: lists, counts, figures.",
    "corpus": "List, render, verify and count training and test data.",
    "train": "Train a system and export its weights.",
    "sweep": "Train a system with other values of its recipe, and compare them.",
    "adapt": "Let a beat network learn from corrected seconds of a recording.",
    "evaluate": "Score a model or a formula against annotations.",
    "report": "Write a study's report with figures.",
    "doctor": "Print what a bug report needs.",
    "man": "Print the manual page.",
}
COLUMNS = 80
"""Columns that click's pages have at most."""


def __getattr__(name: str) -> Any:
    if name != "cli":
        raise AttributeError(f"module 'lausch.cli' has no attribute {name!r}")
    from lausch.cli.group import cli

    return cli


def help_page() -> str:
    """What click writes for `--help` in `COLUMNS`."""
    about = fill(ABOUT, COLUMNS - 4, initial_indent="  ", subsequent_indent="  ")
    first = max(map(len, COMMANDS)) + 4
    rows = (
        fill(f"  {name}".ljust(first) + text, COLUMNS - 2, subsequent_indent=" " * first)
        for name, text in COMMANDS.items()
    )
    return (
        f"Usage: lausch [OPTIONS] COMMAND [ARGS]...\n\n{about}\n\nOptions:\n  --version\n"
        "  -h, --help  Show this message and exit.\n\nCommands:\n" + "\n".join(rows) + "\n"
    )


def version_line() -> str:
    """What `--version` answers."""
    from lausch import __version__

    return f"lausch {__version__}\n"


ANSWERS: dict[str, Callable[[], str]] = {
    "-h": help_page,
    "--help": help_page,
    "--version": version_line,
}
"""Options that are answered without click, where a terminal is wide enough."""


def main() -> None:
    """Run the command line; what goes wrong is one line on stderr, with exit code 1, 2 or 130."""
    if len(sys.argv) == 2 and sys.argv[1] in ANSWERS and get_terminal_size().columns >= COLUMNS:
        with suppress(OSError):  # click knows what to say of it
            print(ANSWERS[sys.argv[1]](), end="", flush=True)
            return
    try:
        _run()
    except KeyboardInterrupt:  # while something is imported
        print("interrupted", file=sys.stderr)
        sys.exit(130)


def _run() -> None:
    import click

    from lausch.cli.group import cli
    from lausch.files import own_stderr, printable

    # Before numpy is imported: with more threads sums are taken in another order, so that bytes
    # depend on the number of cores, and take twice the processor time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    own_stderr()
    _end_cleanly()
    try:
        cli()
    except Exception as error:
        if os.environ.get("LAUSCH_DEBUG"):
            raise
        click.echo(f"lausch: {printable(' '.join(reason(error).split()))}", err=True)
        # What stdout did not take shall not be tried again, and fail again, at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)


def reason(error: BaseException) -> str:
    """An error in words, without the path of a job."""
    if isinstance(error, LauschError):
        return str(error)
    if isinstance(error, OSError):
        from lausch.files import printable

        at = f"{printable(os.fsdecode(error.filename))}: " if error.filename else ""
        return f"{at}{error.strerror or error}"
    if isinstance(error, MemoryError):
        return "out of memory"
    return (
        f"unexpected {type(error).__name__}: {error} "
        "(a bug in lausch; please report it with what LAUSCH_DEBUG=1 prints)"
    )


def _end_cleanly() -> None:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does: temporary files are removed."""
    import signal

    from lausch.files import end_process

    def leave(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)  # a second one ends it whatever happens
        end_process(128 + number)

    for name in ("SIGTERM", "SIGHUP"):  # there is no SIGHUP on Windows, and nohup ignores it
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, leave)
