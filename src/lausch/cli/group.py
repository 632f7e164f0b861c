"""The group of all commands, each of which is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from typing import Any

import click

from lausch.cli import ABOUT, COMMANDS, version_line
from lausch.cli.defaults import set_defaults


class _Late(click.Group):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for before, word in pairwise(["", *args]):
            if not word or (word.startswith("--") and word.endswith("=")):
                option = word.rstrip("=") or before
                named = f"{option} is given" if option.startswith("-") else "an argument is"
                raise click.UsageError(f"{named} empty (''); is a variable unset?", ctx)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # click would exit with 1
            click.echo("interrupted", err=True)
            ctx.exit(130)

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
        click.echo(version_line(), nl=False)
        ctx.exit()


@click.group(cls=_Late, help=ABOUT, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
@click.pass_context
def cli(ctx: click.Context) -> None:
    set_defaults(ctx, COMMANDS, cli)
