"""A card must hold every setting: a missing one is an error, not replaced by today's default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from lausch.errors import ModelError

KindT = TypeVar("KindT")
_OF_JSON: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "str": (str,),
    "list": (list,),
    "tuple": (list,),
    "dict": (dict,),
}
"""What JSON has for the declared kind of a setting."""


def kind_of(
    noun: str, card: Mapping[str, Any], kinds: Mapping[str, type[KindT]]
) -> tuple[type[KindT], dict[str, Any]]:
    """The class that a card names as its kind, and all its settings.

    Raises ModelError for an unknown kind, and for a setting that is missing or unknown.
    """
    values = dict(card)
    kind = values.pop("kind", None)
    if kind not in kinds:
        raise ModelError(
            f"the card names the {noun} {kind!r}, which is none of {list(kinds)}: "
            "was the model made by a newer lausch?"
        )
    complete(f"{noun} {kind}", kinds[kind], values)
    return kinds[kind], values


def complete(noun: str, settings: Any, values: Any) -> None:
    """Raise ModelError unless a card's values are exactly the fields of a dataclass of settings."""
    if not isinstance(values, Mapping):
        raise ModelError(f"the card's {noun} should be settings by name, not {values!r}")
    names = {field.name for field in fields(settings)}
    for wrong, verb in ((names - set(values), "lacks"), (set(values) - names, "has")):
        if wrong:
            raise ModelError(
                f"the card's {noun} {verb} {', '.join(sorted(map(repr, wrong)))}: was the model "
                f"made by {'an older' if verb == 'lacks' else 'a newer'} lausch?"
            )
    of_their_kinds(noun, settings, values)


def of_their_kinds(noun: str, settings: Any, values: Mapping[str, Any]) -> None:
    """Raise ModelError where a card's values are not of the kinds that a dataclass declares.

    Kinds that JSON has are looked at: numbers, texts, lists, settings by name.
    """
    for field in fields(settings):
        kind = str(field.type)
        kinds = _OF_JSON.get(kind.split("[")[0])
        value = values.get(field.name)
        if kinds is None or field.name not in values:
            continue
        parts = value if kind == "tuple[int, ...]" and isinstance(value, list) else [value]
        wanted = _OF_JSON["int"] if parts is value else kinds
        if not all(isinstance(part, wanted) for part in parts) or (
            isinstance(value, bool) != (kind == "bool")
        ):
            raise ModelError(
                f"the card's {noun} has {field.name} {str(value)[:40]!r} where {kind} is meant"
            )
