"""What a sweep can vary: fields of the recipe, keywords of the network, hours of training data."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import partial
from types import NoneType, UnionType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from lausch.errors import OptionError
from lausch.system import CHOICES, System

Value: TypeAlias = "float | int | str | tuple[str, ...] | None"
Setting: TypeAlias = "Mapping[str, Value]"
"""Values by the names of what is varied."""

HOURS = "hours"
"""Of the training split, drawn anew with each seed."""
NETWORK = "network."
"""The prefix of keywords of a system's `network` function."""


def kinds_of(system: System) -> dict[str, Any]:
    """The type of everything that can be varied in a system, by its name."""
    return dict(_fields(system.recipe, "")) | dict(_keywords(system)) | {HOURS: float}


def _fields(part: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """The fields of a recipe, and of its parts as `augment.tempo`."""
    hints = get_type_hints(type(part))
    for field in fields(part):
        value = getattr(part, field.name)
        if is_dataclass(value):
            yield from _fields(value, f"{prefix}{field.name}.")
        elif not any(is_dataclass(kind) for kind in get_args(hints[field.name])):
            yield f"{prefix}{field.name}", hints[field.name]


def _keywords(system: System) -> Iterator[tuple[str, Any]]:
    """Keywords of the network function that have a number or a word as default."""
    for parameter in inspect.signature(system.network).parameters.values():
        kind = type(parameter.default)
        if kind in (int, float, str):
            yield NETWORK + parameter.name, kind


def value_of(system: System, name: str, text: str) -> Value:
    """A value from its text, of the type of the field.

    Raises OptionError for an unknown field, and for a text that is no such value.
    """
    kinds = kinds_of(system)
    if name not in kinds:
        near = ", ".join(each for each in kinds if name.split(".")[-1][:4] in each) or ", ".join(
            kinds
        )
        keywords = (
            ""
            if any(each.startswith(NETWORK) for each in kinds)
            else (" A keyword with a default in its function `network` would be network.KEYWORD.")
        )
        raise OptionError(f"{system.name} has nothing named {name!r} to vary; there are {near}."
                          f"{keywords}")  # fmt: skip
    kind, word = kinds[name], text.strip()
    if isinstance(kind, UnionType) and NoneType in get_args(kind):
        if word == "none":
            return None
        kind = next(each for each in get_args(kind) if each is not NoneType)
    if get_origin(kind) is tuple:
        return tuple(part.strip() for part in word.split("+"))
    try:
        value: Value = kind(word)
    except ValueError as error:
        noun = {int: "a whole number", float: "a number"}[kind]
        raise OptionError(
            f"{name} takes {noun}, not {text!r}; values stand side by side with commas, "
            "and 1e-4..1e-2 is a range"
        ) from error
    if name in CHOICES and value not in CHOICES[name]:
        raise OptionError(f"{name} is one of {', '.join(CHOICES[name])}, not {text!r}")
    return value


def changed(system: System, setting: Setting) -> System:
    """The system with these values; hours are no part of it."""
    keywords = {}
    for name, value in setting.items():
        if name.startswith(NETWORK):
            keywords[name.removeprefix(NETWORK)] = value
        elif name != HOURS:
            system = replace(system, recipe=_with(system.recipe, name.split("."), value))
    if keywords:
        system = replace(system, network=partial(system.network, **keywords))
    return system


def _with(part: Any, names: list[str], value: Value) -> Any:
    first, *rest = names
    return replace(part, **{first: _with(getattr(part, first), rest, value) if rest else value})
