"""The command line. Each command group is one file, imported only when it is asked for."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from lausch.errors import LauschError

COMMANDS = {
    "analyze": "Find beats, downbeats, tempo, solos, basses and form of recordings.",
    "repick": "Find other sections in an analysis, without its recording.",
    "index": "Make an index of a collection, to be searched by solos.",
    "search": "Find recordings by a melody that is played in them.",
    "models": "List the trained models, or show one model's card.",
    "systems": "List the systems, and what there is of each paper of the survey.",
    "literature": "The survey of neural networks in music: lists, counts, figures.",
    "corpus": "List, render, verify and count training and test data.",
    "train": "Train a system and export its weights.",
    "evaluate": "Score a system, or a decoder alone, against annotations.",
    "report": "Write a system's report with figures.",
    "doctor": "Print what a bug report needs.",
}


class _Late(click.Group):
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
    """Beats, tempo, solos and form of recordings, with the models and how they were made."""


def main() -> None:
    """Run the command line; a deliberate error is one line on stderr and exit code 1."""
    try:
        cli()
    except LauschError as error:
        click.echo(f"lausch: {error}", err=True)
        sys.exit(1)
