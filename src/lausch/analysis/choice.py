"""The choice of a model for each layer of an analysis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lausch.analysis.known_beats import FROM_BEATS, check_use, renumbered, rhythm_of
from lausch.analysis.runner import Load, Named, Runner, load, open_all
from lausch.annotation import Beats
from lausch.annotation.layers import USUAL_LAYERS, layer_named, layer_names, needs_of, ordered
from lausch.errors import OptionError
from lausch.models.model import default_model, findable_layers
from lausch.tasks.options import AS_PICKED, AS_TRAINED, BeatOptions, Pairs, SectionOptions

EVERY = "all"
"""The word for all layers."""


@dataclass(frozen=True)
class Choice:
    """The model of each layer, and the options of the decoders: all that `analyze` needs.

    Parameters
    ----------
    layers : the layers that models find, in the order of `LAYERS`, with their models.
    helpers : further layers that those need, with their models.
    known : annotations that need no model, by layer.
    beat_options, section_options : options of the decoders.
    explicit : whether the user named the layers, so that a missing one is an error.
    activations : whether those of all layers are kept.
    """

    layers: Mapping[str, Runner]
    helpers: Mapping[str, Runner] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)
    beat_options: BeatOptions = AS_TRAINED
    section_options: SectionOptions = AS_PICKED
    explicit: bool = False
    activations: bool = False

    def has(self, *layers: str) -> bool:
        """Whether any of these is a layer of the analysis."""
        return not self.layers.keys().isdisjoint(layers)

    def needs(self, layer: str) -> bool:
        """Whether a layer of the analysis needs this one, which then is part of the analysis."""
        return layer in needs_of(self.layers)

    def requires(self, layer: str) -> bool:
        """Whether it is an error when a layer is not found."""
        return (self.explicit and layer in self.layers) or layer in self.section_options.needs

    @property
    def options(self) -> Pairs:
        """The options of the decoders, as an analysis names them."""
        return (*self.beat_options.pairs, *self.section_options.pairs)

    @property
    def models(self) -> tuple[tuple[str, Runner], ...]:
        """Layers and their models, every layer after those that it needs."""
        every = {**self.layers, **self.helpers}
        sequence: dict[str, Runner] = {}

        def visit(layer: str) -> None:
            needs = set(layer_named(layer).needs)
            if layer == self.section_options.layer:
                needs |= set(self.section_options.needs)
            families = {layer_named(need).family for need in needs}
            for other in ordered(every):
                if layer_named(other).family in families and other not in sequence:
                    visit(other)
            sequence.setdefault(layer, every[layer])

        for layer in ordered(every):
            visit(layer)
        return tuple(sequence.items())


def choose(
    only: Iterable[str] | str | None,
    models: Named | Sequence[Named] | None,
    load: Load = load,
    *,
    beat_options: BeatOptions = AS_TRAINED,
    section_options: SectionOptions = AS_PICKED,
    beats: Beats | None = None,
    activations: bool = False,
) -> Choice:
    """The model for each layer of an analysis, and for the layers that those need.

    Parameters
    ----------
    only : the layers of the analysis; by default those of the models, or the usual ones.
    models : models for the layers that they find; the best shipped models find the others.
    load : opens a model by name.
    beat_options, section_options : options of the decoders.
    beats : the beats of the recording, if known.
    activations : whether those of all layers are kept, not only those of some.

    Raises
    ------
    OptionError
        For an unknown layer, a model that finds none of the layers, two models for one layer,
        options of sections without sections, or beats without the numbers that are needed.
    ModelError
        When a model cannot be opened, or none is shipped for a layer.
    """
    runners = open_all(models, load)
    layers = layers_of(only, runners)
    if beats is not None:
        if beat_options.anchors.beats:
            raise OptionError(
                "all beats are given, so a single one cannot be named; correct it among them"
            )
        beats = renumbered(beats, beat_options)
    check_use(beats, layers, snap=section_options.snap is True, named=only is not None)
    if section_options.pairs and section_options.layer not in layers:
        raise OptionError(
            "sections, sensitivity and snap are about sections, which are not looked for; add them "
            "to what is looked for, with --only sections (in Python: only=...)"
        )
    rhythm = {} if beats is None else rhythm_of(beats, layers)
    layers = tuple(layer for layer in layers if layer_named(layer).family not in rhythm)
    families = {layer_named(layer).family for layer in (*layers, *rhythm)}
    missing = [
        layer
        for layer in ordered({*needs_of(layers), *section_options.needs})
        if layer_named(layer).family not in families
    ]
    for model in runners:
        if {layer_named(layer).family for layer in model.layers} <= rhythm.keys() | (
            FROM_BEATS.keys() if rhythm else set()
        ):
            raise OptionError(
                f"the beats are given, so the model {model.name} has nothing to find; leave out "
                "the model, or the beats"
            )
    owners = _owners(ordered({*layers, *missing}), runners, load)
    finding = beats is not None or any(
        beat_options.layer in each.layers for each in owners.values()
    )
    if beat_options.anchors and not finding:
        raise OptionError(
            "beats or downbeats are named, but no beats are looked for; add them to what is looked "
            "for, with --only beats (in Python: only=...)"
        )
    return Choice(
        layers={layer: owners[layer] for layer in layers},
        helpers={layer: owners[layer] for layer in missing},
        known=rhythm,
        beat_options=beat_options,
        section_options=section_options,
        explicit=only is not None,
        activations=activations,
    )


def _owners(layers: Sequence[str], models: Sequence[Runner], load: Load) -> dict[str, Runner]:
    """The model of each layer: one of `models`, or the best shipped one.

    A layer that two of them find is that of the model with fewer layers, if the other has a whole
    annotation left to find.
    """
    owners: dict[str, Runner] = {}
    of_layers = {
        id(model): [layer for layer in layers if layer in model.layers] for model in models
    }
    for model in sorted(models, key=lambda model: len(of_layers[id(model)])):
        own = of_layers[id(model)]
        if not own:
            raise OptionError(
                f"the model {model.name} finds {' and '.join(model.layers)}, but what is "
                f"asked for is {' and '.join(layers)}; choose another one with --model (`lausch "
                "models` lists them), or leave it out"
            )
        free = [layer for layer in own if layer not in owners]
        families = {layer_named(layer).family for layer in free}
        for layer in own:
            if layer in owners and (not free or layer_named(layer).family in families):
                raise OptionError(
                    f"{owners[layer].name} and {model.name} both find {layer}: name one model"
                )
        owners |= dict.fromkeys(free, model)
    # Layers of one family are parts of one annotation, by one model.
    relatives = {layer_named(layer).family: model for layer, model in owners.items()}
    by_name: dict[str, Runner] = {}
    for layer in layers:
        if layer in owners:
            continue
        relative = relatives.get(layer_named(layer).family)
        if relative is not None:
            raise OptionError(
                f"the model {relative.name} finds no {layer}; choose another one with --model "
                "(`lausch models` lists them)"
            )
        name = default_model(layer)
        if name not in by_name:
            by_name[name] = load(name)
        owners[layer] = by_name[name]
    return owners


def layers_of(only: Iterable[str] | str | None, models: Sequence[Runner]) -> tuple[str, ...]:
    """The layers of an analysis: those in `only`, or those of the models, or the usual ones."""
    if only is None:
        return ordered({layer for model in models for layer in model.layers}) or USUAL_LAYERS
    names = set(only.replace(" ", "").split(",") if isinstance(only, str) else only)
    if names == {EVERY}:
        return findable_layers()
    unknown = sorted(names - set(layer_names()))
    if unknown or not names:
        raise OptionError(
            f"only: choose from {', '.join(layer_names())}, or {EVERY}, not {', '.join(unknown)!r}"
        )
    return ordered(names)
