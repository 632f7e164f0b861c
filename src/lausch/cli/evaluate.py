"""`lausch evaluate`: a system on recordings, or a decoder on activations."""

from __future__ import annotations

import click

from lausch.cli.decoder import command as decoder
from lausch.cli.score import command as score


class _SystemUnlessNamed(click.Group):
    """A first word that is no command is the name of a system."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            return "system", score, args
        return super().resolve_command(ctx, args)


@click.group(
    cls=_SystemUnlessNamed,
    # Options before the system's name belong to the command that is chosen in the end.
    context_settings={"ignore_unknown_options": True},
    options_metavar="",
    subcommand_metavar="SYSTEM|FILE.onnx --on CORPUS... | decoder ...",
)
def command() -> None:
    """Score a system, or a decoder alone, against annotations.

    `lausch evaluate SYSTEM --on CORPUS` is short for `lausch evaluate system SYSTEM --on CORPUS`;
    `lausch evaluate system --help` lists its options.
    """


command.add_command(score, "system")
command.add_command(decoder, "decoder")
