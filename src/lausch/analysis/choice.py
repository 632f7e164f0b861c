"""Which model hears which layer of an analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

from lausch.annotation import Beats
from lausch.annotation.layers import (
    USUAL_LAYERS,
    family_of,
    layer_named,
    layer_names,
    needs_of,
    ordered,
)
from lausch.audio import Audio, Recording
from lausch.errors import ModelError, OptionError
from lausch.files import printable
from lausch.formulas import WEIGHTLESS, open_formula
from lausch.frames import Frames
from lausch.models.model import default_model, load_model, shipped
from lausch.tasks.options import AS_PICKED, AS_TRAINED, BeatOptions, SectionOptions


@runtime_checkable
class Listener(Protocol):
    """What `analyze` needs of a model; `lausch.models.model.Model` is one.

    `decode` gives Beats, a Melody where `layers` has the solo, a BassLine where it has the bass, or
    a Form where it has sections. Of the options it is told only `min_bpm`, `max_bpm` and `meters`
    when `layers` has beats, `beats` (times) when it has the bass, and `sections` and `sensitivity`
    when it has sections.
    """

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def rate(self) -> int: ...
    @property
    def layers(self) -> tuple[str, ...]: ...
    def activations(self, recording: Recording | Audio) -> Frames: ...
    def decode(self, activations: Frames, **options: Any) -> Any: ...


Named: TypeAlias = "str | Path | Listener"
Load: TypeAlias = "Callable[[str | Path], Listener]"


def load(name: str | Path) -> Listener:
    """Open a shipped model, a formula or a weights file; raises ModelError."""
    if isinstance(name, str) and name in WEIGHTLESS:
        return open_formula(name)
    loaded: Listener = load_model(name)
    return loaded


@cache
def opened(name: str | Path) -> Listener:
    """`load`, once in each process."""
    return load(name)


def load_shipped(name: str) -> Listener:
    """Open a shipped model or a formula that a file names, such as an index or an analysis.

    Raises ModelError for any other name: files do not say which weights files are opened.
    """
    if name not in (*shipped(), *WEIGHTLESS):
        raise ModelError(
            f"{printable(name)!r} is not a shipped model; name its weights file with --model"
        )
    return load(name)


@dataclass(frozen=True)
class Choice:
    """The model of each layer, and the options of the decoders: all that `analyze` needs.

    Parameters
    ----------
    wanted : for each layer that was asked for its model, in the order of the layers' table.
    helpers : for each layer that is found only because others need it, its model.
    given : annotations that are known already, by layer.
    beat_options, section_options : options of the decoders.
    explicit : whether the layers were named, so that one which cannot be found is an error.
    """

    wanted: Mapping[str, Listener]
    helpers: Mapping[str, Listener] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    beat_options: BeatOptions = AS_TRAINED
    section_options: SectionOptions = AS_PICKED
    explicit: bool = False

    def wants(self, *layers: str) -> bool:
        """Whether any of these layers was asked for."""
        return not self.wanted.keys().isdisjoint(layers)

    def keeps(self, layer: str) -> bool:
        """Whether a layer belongs to the analysis because one that was asked for stands on it."""
        return layer in needs_of(self.wanted)

    def insists_on(self, layer: str) -> bool:
        """Whether it is an error when a layer is not found."""
        asked = self.explicit and layer in self.wanted
        return asked or layer in self.section_options.needs

    @property
    def owners(self) -> tuple[tuple[str, Listener], ...]:
        """Layers and their models, every layer after those that it needs."""
        every = {**self.wanted, **self.helpers}
        found: dict[str, Listener] = {}

        def visit(layer: str) -> None:
            needs = set(layer_named(layer).needs)
            if layer == self.section_options.layer:
                needs |= set(self.section_options.needs)
            families = {layer_named(need).family for need in needs}
            for other in ordered(every):
                if layer_named(other).family in families and other not in found:
                    visit(other)
            found.setdefault(layer, every[layer])

        for layer in ordered(every):
            visit(layer)
        return tuple(found.items())


def choose(
    only: Iterable[str] | str | None,
    models: Named | Sequence[Named] | None,
    load: Load = load,
    *,
    beat_options: BeatOptions = AS_TRAINED,
    section_options: SectionOptions = AS_PICKED,
    beats: Beats | None = None,
) -> Choice:
    """For each layer that will be found the model that finds it.

    Parameters
    ----------
    only : the layers wanted; by default those of the models, or the usual ones without models.
    models : each finds what it can; what is left is found by the best shipped models.
    load : opens a model by name.
    beat_options, section_options : options of the decoders.
    beats : those of the recording, where they are known.

    Raises
    ------
    OptionError
        For an unknown layer, a model that finds none of the layers wanted, two for one layer,
        options of sections that are not wanted, or beats that nobody would use.
    ModelError
        When a model cannot be opened, or none is shipped for a layer.
    """
    opened = open_all(models, load)
    wanted = wanted_layers(only, opened)
    _check_beats(beats, wanted, snap=section_options.snap)
    if section_options.told and section_options.layer not in wanted:
        raise OptionError(
            "sections, sensitivity and snap are about sections, which are not looked for; add them "
            "to what is looked for, with --only sections (in Python: only=...)"
        )
    given = {} if beats is None else {"beats": beats}
    known = {layer_named(layer).family for layer in (*wanted, *given)}
    missing = [
        layer
        for layer in ordered({*needs_of(wanted), *section_options.needs})
        if layer_named(layer).family not in known
    ]
    owners = _owners(ordered({*wanted, *missing}), opened, load)
    return Choice(
        wanted={layer: owners[layer] for layer in wanted},
        helpers={layer: owners[layer] for layer in missing},
        given=given,
        beat_options=beat_options,
        section_options=section_options,
        explicit=only is not None,
    )


def _owners(wanted: Sequence[str], opened: Sequence[Listener], load: Load) -> dict[str, Listener]:
    """The model of each layer: one that was named, or the best shipped one, opened once."""
    owners: dict[str, Listener] = {}
    for listener in opened:
        own = [layer for layer in wanted if layer in listener.layers]
        if not own:
            raise OptionError(
                f"the model {listener.name} finds {' and '.join(listener.layers)}, but what is "
                f"asked for is {' and '.join(wanted)}; choose another one with --model (`lausch "
                "models` lists them), or leave it out"
            )
        for layer in own:
            if layer in owners:
                raise OptionError(
                    f"{owners[layer].name} and {listener.name} both find {layer}: name one model"
                )
            owners[layer] = listener
    # Layers of one family come from one annotation, and so from one model.
    families = {layer_named(layer).family: listener for layer, listener in owners.items()}
    by_name: dict[str, Listener] = {}
    for layer in wanted:
        if layer in owners:
            continue
        relative = families.get(layer_named(layer).family)
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


def _check_beats(beats: Beats | None, wanted: Sequence[str], *, snap: bool) -> None:
    """Raise OptionError for given beats that nobody would use, or that do not fit."""
    if beats is None:
        return
    rhythm = family_of("beats")
    found = [layer for layer in wanted if layer in rhythm]
    if found:
        raise OptionError(
            f"beats are given, so {' and '.join(found)} need "
            "not be looked for; ask for the bass or sections alone, with --only bass"
        )
    if not needs_of(wanted) and not snap:
        raise OptionError(
            "beats are given, but neither a bass line stands on them nor are sections moved to "
            "them; add --only bass, or --snap"
        )
    if snap and beats.positions is None:
        raise OptionError(
            "the given beats have no numbers in the bar, and sections are moved to downbeats; "
            "leave the beats out, or --snap"
        )


def open_all(models: Named | Sequence[Named] | None, load: Load = load) -> list[Listener]:
    """The models that were named, opened."""
    if models is None:
        return []
    named = (models,) if isinstance(models, (str, Path, Listener)) else models
    return [load(each) if isinstance(each, (str, Path)) else each for each in named]


def wanted_layers(only: Iterable[str] | str | None, opened: Sequence[Listener]) -> tuple[str, ...]:
    """What will be looked for: what is asked for, or what the models find, or the usual layers."""
    if only is None:
        return ordered({layer for each in opened for layer in each.layers}) or USUAL_LAYERS
    asked = {only} if isinstance(only, str) else set(only)
    unknown = sorted(asked - set(layer_names()))
    if unknown or not asked:
        raise OptionError(
            f"only: choose from {', '.join(layer_names())}, not {', '.join(unknown)!r}"
        )
    return ordered(asked)
