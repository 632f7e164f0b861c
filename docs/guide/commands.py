"""The page of commands, from their own help."""

from __future__ import annotations

from collections.abc import Iterator

import click

from lausch.cli import cli


def page() -> str:
    """The Markdown of the page."""
    head = "# Commands\n\nWhat `lausch COMMAND --help` prints.\n"
    return "\n".join([head, *_sections(cli, click.Context(cli, info_name="lausch"), 2)])


def _sections(group: click.Group, context: click.Context, level: int) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            inner = click.Context(command, info_name=name, parent=context, max_content_width=88)
            yield f"{'#' * level} {inner.command_path}\n\n```text\n{command.get_help(inner)}\n```\n"
            if isinstance(command, click.Group):
                yield from _sections(command, inner, level + 1)
