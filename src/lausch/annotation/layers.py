"""The layers of an analysis, as a table: what each is, what it needs, and how it is written.

A branch on a layer's name anywhere else is a missing entry in a table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from lausch.annotation import BassLine, Beats, Form, Melody, Tempo


@dataclass(frozen=True)
class Layer:
    """What an analysis may hold.

    Parameters
    ----------
    name : what `--only` calls it.
    kind : the type of the annotation that a model decodes for it.
    needs : layers that its annotation stands on; they are found too, and kept.
    format : name of the file format that holds it by default; "" for none.
    part_of : the layer from whose annotation it is read, so that one model finds both.
    """

    name: str
    kind: type
    needs: tuple[str, ...] = ()
    format: str = field(default="", kw_only=True)
    part_of: str = field(default="", kw_only=True)

    @property
    def family(self) -> str:
        """The layer whose annotation holds this one: itself, if it is part of no other."""
        return self.part_of or self.name


LAYERS: tuple[Layer, ...] = (
    Layer("beats", Beats, format="beats"),
    Layer("downbeats", Beats, format="beats", part_of="beats"),
    Layer("tempo", Tempo, part_of="beats"),
    Layer("solo", Melody, format="notes"),
    Layer("bass", BassLine, ("beats",), format="bass"),
    Layer("sections", Form, format="lab"),
)
USUAL_LAYERS = ("beats", "downbeats", "tempo")
"""Names of the layers that are found when none is asked for."""


def layer_names() -> tuple[str, ...]:
    """The names of all layers in the order of the table."""
    return tuple(layer.name for layer in LAYERS)


def layer_named(name: str) -> Layer:
    """The layer of that name; KeyError when there is none."""
    known = {layer.name: layer for layer in LAYERS}
    return known[name]


def ordered(names: Collection[str]) -> tuple[str, ...]:
    """Names in the order of the table, each once."""
    return tuple(name for name in layer_names() if name in names)


def family_of(name: str) -> frozenset[str]:
    """All layers that are read from the same annotation as this one."""
    family = layer_named(name).family
    return frozenset(layer.name for layer in LAYERS if layer.family == family)


def needs_of(names: Iterable[str]) -> frozenset[str]:
    """All layers that some layers need, and that these need in turn."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        needs = set(layer_named(waiting.pop()).needs) - found
        found |= needs
        waiting += needs
    return frozenset(found)
