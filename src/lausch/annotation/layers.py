"""The table of layers: the type of each, the layers it needs, and its default format.

A branch on a layer's name anywhere else is a missing entry in a table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from lausch.annotation import BassLine, Beats, Form, Melody, Tempo


@dataclass(frozen=True)
class Layer:
    """One kind of annotation that an analysis may hold.

    Parameters
    ----------
    name : its name, as in `--only`.
    kind : type of the annotation.
    needs : layers that its decoding needs; they are found and kept too.
    format : name of its default file format; "" for none.
    part_of : layer whose annotation holds this one, so that one model finds both.
    """

    name: str
    kind: type
    needs: tuple[str, ...] = ()
    format: str = field(default="", kw_only=True)
    part_of: str = field(default="", kw_only=True)

    @property
    def family(self) -> str:
        """The layer whose annotation holds this one; itself, if it is part of no other."""
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
"""Names of the layers that are found by default."""


def layer_names() -> tuple[str, ...]:
    """The names of all layers in the order of the table."""
    return tuple(layer.name for layer in LAYERS)


def layer_named(name: str) -> Layer:
    """The layer of this name; raises KeyError."""
    known = {layer.name: layer for layer in LAYERS}
    return known[name]


def ordered(names: Collection[str]) -> tuple[str, ...]:
    """Names in the order of the table, each once."""
    return tuple(name for name in layer_names() if name in names)


def family_of(name: str) -> frozenset[str]:
    """All layers that share an annotation with this one."""
    family = layer_named(name).family
    return frozenset(layer.name for layer in LAYERS if layer.family == family)


def needs_of(names: Iterable[str]) -> frozenset[str]:
    """All layers that some layers need, directly or indirectly."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        needs = set(layer_named(waiting.pop()).needs) - found
        found |= needs
        waiting += needs
    return frozenset(found)
