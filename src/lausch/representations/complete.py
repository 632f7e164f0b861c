"""Settings in a card are all there, or the card is refused: no default of today is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from lausch.errors import ModelError


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
