"""The command line. Each command group is one file, imported only when it is asked for."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from itertools import pairwise

import click

from lausch.errors import LauschError
from lausch.files import end_process, own_stderr, printable

COMMANDS = {
    "analyze": "Find beats, downbeats, tempo, solos, basses and form of recordings.",
    "repick": "Find other sections in an analysis, without its recording.",
    "index": "Make an index of a collection, to be searched by solos.",
    "search": "Find recordings by a melody that is played in them.",
    "models": "List the trained models, or show one model's card.",
    "systems": "List the systems, and the implementation of each paper of the survey.",
    "literature": "The survey of neural networks in music: lists, counts, figures.",
    "corpus": "List, render, verify and count training and test data.",
    "train": "Train a system and export its weights.",
    "evaluate": "Score a model or a formula against annotations.",
    "report": "Write a study's report with figures.",
    "doctor": "Print what a bug report needs.",
}


class _Late(click.Group):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for before, word in pairwise(["", *args]):
            if not word or (word.startswith("--") and word.endswith("=")):
                option = word.rstrip("=") or before
                named = f"{option} is given" if option.startswith("-") else "an argument is"
                raise click.UsageError(f"{named} empty (''); is a variable unset?", ctx)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"lausch.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked:
        from lausch import __version__

        click.echo(f"lausch {__version__}")
        ctx.exit()


@click.group(cls=_Late, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
def cli() -> None:
    """Beats, drums, bass, solos and form of recordings, with the models and how they were made."""


def main() -> None:
    """Run the command line; what goes wrong is one line on stderr and exit code 1."""
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

    def leave(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)  # a second one ends it whatever happens
        end_process(128 + number)

    for name in ("SIGTERM", "SIGHUP"):  # there is no SIGHUP on Windows, and nohup ignores it
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, leave)
