"""The table of layers: the type of each, the layers it needs, and its default format.

A branch on a layer's name anywhere else is a missing entry in a table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from lausch.annotation import (
    BassLine,
    Beats,
    Chords,
    Drums,
    Form,
    Key,
    Melody,
    Onsets,
    Tags,
    Tempo,
)


@dataclass(frozen=True)
class Layer:
    """One kind of annotation in an analysis.

    Parameters
    ----------
    name : its name, as in `--only`.
    kind : type of the annotation.
    needs : layers that its decoding needs, which then are part of the analysis.
    uses : layers by which it is also decoded, or written, where they are there.
    format : name of its default file format; "" for none.
    part_of : layer whose annotation contains this one; one model finds both.
    models : names of the models that find it, best first.
    nothing_in : tables of functions by layer that have no entry for it: "clicks", "tones",
        "references", "jams", "json", "audacity", "svl", "midi", "long". All others have one.
    """

    name: str
    kind: type
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = field(default=(), kw_only=True)
    format: str = field(default="", kw_only=True)
    part_of: str = field(default="", kw_only=True)
    models: tuple[str, ...] = field(default=(), kw_only=True)
    nothing_in: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def family(self) -> str:
        """The layer whose annotation contains this one, or its own name."""
        return self.part_of or self.name


_BEATS = ("downbeats2026", "lausch2026")
_NO_VOICE = ("tones", "midi")
_NO_REFERENCE = (*_NO_VOICE, "references")
LAYERS: tuple[Layer, ...] = (
    Layer("beats", Beats, format="beats", models=_BEATS, nothing_in=_NO_REFERENCE),
    # Downbeats are the beats numbered 1, and are written with them.
    Layer("downbeats", Beats, format="beats", part_of="beats", models=_BEATS,
          nothing_in=(*_NO_REFERENCE, "svl", "audacity", "jams", "json", "long")),
    Layer("tempo", Tempo, uses=("beats",), models=_BEATS,
          nothing_in=(*_NO_REFERENCE, "audacity", "clicks")),
    Layer("onsets", Onsets, format="onsets", models=("eyben2010", "superflux"),
          nothing_in=_NO_REFERENCE),
    Layer("drums", Drums, format="drums", models=("drums2026",),
          nothing_in=("tones", "references")),
    Layer("solo", Melody, format="notes", models=("solo2026", "balke2017", "salience"),
          nothing_in=("clicks",)),
    Layer("bass", BassLine, ("beats",), uses=("key",), format="bass",
          models=("abesser2017", "bass-salience"), nothing_in=("clicks", "audacity")),
    Layer("chords", Chords, uses=("beats", "key"), format="chords",
          models=("rootwise2026", "chords2026", "korzeniowski2016", "chord-templates"),
          nothing_in=("clicks", "references")),
    # Chords that are found tell the key, too: this layer comes after them.
    Layer("key", Key, uses=("chords",), format="key", models=("key-successions",),
          nothing_in=(*_NO_REFERENCE, "clicks")),
    # Boundaries are moved to downbeats that are found, unless an option says otherwise.
    Layer("sections", Form, uses=("downbeats",), format="lab",
          models=("grill2015b", "ullrich2014", "foote"), nothing_in=_NO_VOICE),
    Layer("tags", Tags, format="tags", models=("hamel2012", "hamel2011", "dieleman2014"),
          nothing_in=(*_NO_REFERENCE, "clicks", "audacity", "svl")),
)  # fmt: skip
USUAL_LAYERS = ("beats", "downbeats", "tempo")
"""The layers of an analysis by default."""


def layer_names() -> tuple[str, ...]:
    """The names of all layers in the order of the table."""
    return tuple(layer.name for layer in LAYERS)


def layer_named(name: str) -> Layer:
    """The layer of this name; raises KeyError."""
    return {layer.name: layer for layer in LAYERS}[name]


def ordered(names: Collection[str]) -> tuple[str, ...]:
    """Names in the order of the table, each once."""
    return tuple(name for name in layer_names() if name in names)


def family_of(name: str) -> frozenset[str]:
    """All layers that share an annotation with this one."""
    family = layer_named(name).family
    return frozenset(layer.name for layer in LAYERS if layer.family == family)


def needs_of(names: Iterable[str]) -> frozenset[str]:
    """All layers that some layers need, directly or indirectly."""
    needs: set[str] = set()
    queue = list(names)
    while queue:
        direct = set(layer_named(queue.pop()).needs) - needs
        needs |= direct
        queue += direct
    return frozenset(needs)
