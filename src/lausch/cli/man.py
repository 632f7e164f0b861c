"""`lausch man`: the manual page, made of the same words as the help."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click


@click.command()
def command() -> None:
    """Print the manual page, for `lausch man > ~/.local/share/man/man1/lausch.1`, or `| man -l -`.

    It has all commands and options.
    """
    click.echo("\n".join(lines()))


def lines() -> Iterator[str]:
    """The page in roff."""
    from lausch import __version__
    from lausch.cli import ABOUT, COMMANDS
    from lausch.cli.group import cli

    yield f'.TH LAUSCH 1 "" "lausch {__version__}" "User Commands"'
    yield ".SH NAME"
    yield f"lausch \\- {_text(ABOUT[0].lower() + ABOUT[1:].rstrip('.'))}"
    yield ".SH SYNOPSIS"
    yield ".B lausch\n[\\-\\-version] [\\-\\-help] COMMAND [ARGS]..."
    context = click.Context(cli, info_name="lausch")
    yield ".SH COMMANDS"
    for name in COMMANDS:
        each = cli.get_command(context, name)
        assert each is not None
        yield from _command(each, click.Context(each, info_name=name, parent=context))
    yield ".SH FILES"
    yield ".TP\n.I ~/.config/lausch/config.toml\nDefaults of options, a table for each command."
    yield ".SH ENVIRONMENT"
    yield ".TP\n.B LAUSCH_CONFIG\nAnother file of defaults; none if it is empty."
    yield ".TP\n.B LAUSCH_DEBUG\nIf it is set, errors are raised with a traceback."
    yield ".SH EXIT STATUS"
    yield "0, 1 if a recording failed, 2 for wrong usage, 130 if interrupted."


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield f".SS {_text(context.command_path)} {_text(usage)}"
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        yield ".PP"
        yield _text(" ".join(paragraph.split()))
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None:
            name, text = record
            yield ".TP"
            yield f".B {_text(name)}"
            yield _text(" ".join(text.split()))
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from _command(each, click.Context(each, info_name=name, parent=context))


def _text(words: str) -> str:
    """Words as roff has them: a hyphen that can be copied, and no line that is a request."""
    words = words.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{words}" if words.startswith((".", "'")) else words
