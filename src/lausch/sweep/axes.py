"""An axis of a sweep: a field with a list of its values, or with a range that is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from lausch.errors import OptionError
from lausch.sweep.fields import Value, kinds_of, value_of
from lausch.system import System

DECADE = 10.0
"""A range of positive numbers whose ends differ by this factor is drawn on a logarithmic scale."""


@dataclass(frozen=True)
class Axis:
    """A field with `texts`, its values as they were typed; or with none, from `low` to `high`."""

    name: str
    texts: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    whole: bool = False

    @property
    def drawn(self) -> bool:
        """Whether values are drawn from a range."""
        return not self.texts

    @property
    def logarithmic(self) -> bool:
        return self.low > 0 and self.high / self.low >= DECADE

    @property
    def varied(self) -> bool:
        """Whether there is more than one value."""
        return len(self.texts) != 1


def axis(text: str, systems: Sequence[System]) -> Axis:
    """The axis of `name=1,2,3` or `name=1..100`, for systems that all have such a field.

    Raises OptionError for another form, a field that is not there, and a value of another type.
    """
    name, equals, values = text.partition("=")
    name = name.strip()
    if not equals or not values.strip():
        raise OptionError(
            f"--vary takes NAME=VALUES, such as learning_rate=1e-4,1e-3 or dropout=0..0.5, "
            f"not {text!r}"
        )
    if ".." in values:
        return _range(name, values, systems)
    texts = tuple(part.strip() for part in values.split(","))
    for system in systems:
        for each in texts:
            value_of(system, name, each)
    if len(set(texts)) < len(texts):
        raise OptionError(f"--vary {text}: a value stands there twice; --seeds repeats a setting")
    return Axis(name, texts)


def _range(name: str, values: str, systems: Sequence[System]) -> Axis:
    first, _, last = values.partition("..")
    for system in systems:
        low, high = value_of(system, name, first), value_of(system, name, last)
        if isinstance(low, str | tuple | None) or isinstance(high, str | tuple | None):
            raise OptionError(f"{name} has words as values, and no range: list them with commas")
        if low >= high:
            raise OptionError(f"a range goes up, but {name}={values.strip()} does not")
    whole = kinds_of(systems[0])[name] is int
    return Axis(name, low=float(first), high=float(last), whole=whole)


def grid(axes: Sequence[Axis]) -> list[dict[str, str]]:
    """Every combination of listed values, as texts by name."""
    names = [each.name for each in axes]
    combinations = product(*(each.texts for each in axes))
    return [dict(zip(names, texts, strict=True)) for texts in combinations]


def setting_of(system: System, texts: dict[str, str]) -> dict[str, Value]:
    """Texts by name as values."""
    return {name: value_of(system, name, text) for name, text in texts.items()}
