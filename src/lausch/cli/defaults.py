"""Defaults of one's own for options: a file in TOML with a table for each command.

    [analyze]
    jobs = 4
    format = ["json", "beats"]

The file is named by LAUSCH_CONFIG, or is `lausch/config.toml` in the folder of settings, which is
XDG_CONFIG_HOME or `~/.config`. What the command line says comes first, then the environment.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from lausch.errors import OptionError
from lausch.files import printable

VARIABLE = "LAUSCH_CONFIG"
"""Names the file; if it is empty, none is read."""


def config_path() -> Path | None:
    """The file of defaults, None where there is none."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    settings = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    path = Path(settings) / "lausch" / "config.toml"
    return path if path.is_file() else None


def read_defaults(path: Path) -> dict[str, Any]:
    """The tables of a file, by commands; raises OptionError."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise OptionError(f"{printable(path)}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OptionError(f"{printable(path)}: is no TOML: {error}") from error


def defaults_of(command: click.Command, table: object, where: str) -> dict[str, Any]:
    """What click takes as the defaults of a command, by the names of its parameters.

    `where` names file and table. Raises OptionError for what is no option of the command.
    """
    if not isinstance(table, Mapping):
        raise OptionError(f"{where}: a table of options, not {table!r}")
    if isinstance(command, click.Group):
        context = click.Context(command)
        known = {name: command.get_command(context, name) for name in command.commands}
        _check(table, known, where, "command")
        return {
            name: defaults_of(each, table[name], f"{where}.{name}")
            for name, each in known.items()
            if name in table and each is not None
        }
    options = {
        spelling.lstrip("-"): each
        for each in command.params
        if isinstance(each, click.Option)
        for spelling in (*each.opts, *each.secondary_opts)
        if spelling.startswith("--")
    }
    _check(table, options, where, "option")
    values: dict[str, Any] = {}
    for name, value in table.items():
        option = options[name]
        assert option.name is not None
        values[option.name] = _value(option, name, value, where)
    return values


def _value(option: click.Option, name: str, value: Any, where: str) -> Any:
    if isinstance(value, Mapping):
        raise OptionError(f"{where}: {name} is an option, not a table")
    if option.is_flag:
        if not isinstance(value, bool):
            raise OptionError(f"{where}: {name} is true or false, not {value!r}")
        off = f"--{name}" in option.secondary_opts
        return value != off
    several = option.multiple or option.nargs != 1
    if isinstance(value, list) and not several:
        return ",".join(map(str, value))
    return [value] if several and not isinstance(value, list) else value


def _check(table: Mapping[str, Any], known: Mapping[str, Any], where: str, noun: str) -> None:
    for name in table:
        if name not in known:
            raise OptionError(
                f"{where}: {name!r} is no {noun} there; possible are {', '.join(sorted(known))}"
            )


def set_defaults(context: click.Context, commands: Mapping[str, str], group: click.Group) -> None:
    """Give the command that is invoked the defaults of the file, if there is one.

    `commands` are the names of all that may be in it.
    """
    path = config_path()
    name = context.invoked_subcommand
    if path is None or name is None:
        return
    tables = read_defaults(path)
    _check(tables, commands, printable(path), "command")
    command = group.get_command(context, name)
    if name in tables and command is not None:
        where = f"{printable(path)}: [{name}]"
        context.default_map = {name: defaults_of(command, tables[name], where)}
