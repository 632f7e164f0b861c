"""Which model hears which layer of an analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

from lausch.annotation.layers import USUAL_LAYERS, layer_names
from lausch.audio import Audio, Recording
from lausch.errors import OptionError
from lausch.formulas import WEIGHTLESS, open_formula
from lausch.frames import Frames
from lausch.models.model import default_model, load_model


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

RHYTHM = frozenset({"beats", "downbeats", "tempo"})
"""Layers that come from one set of beats, and so from one model."""


def load(name: str | Path) -> Listener:
    """Open a shipped model, a formula or a weights file; raises ModelError."""
    if isinstance(name, str) and name in WEIGHTLESS:
        return open_formula(name)
    loaded: Listener = load_model(name)
    return loaded


def checked_layers(only: Iterable[str] | str | None) -> tuple[str, ...]:
    """The layers asked for, in the order of their table; the usual ones when nothing is said."""
    if only is None:
        return USUAL_LAYERS
    asked = {only} if isinstance(only, str) else set(only)
    unknown = sorted(asked - set(layer_names()))
    if unknown or not asked:
        raise OptionError(
            f"only: choose from {', '.join(layer_names())}, not {', '.join(unknown)!r}"
        )
    return tuple(layer for layer in layer_names() if layer in asked)


def choose(
    only: Iterable[str] | str | None,
    models: Named | Sequence[Named] | None,
    load: Load = load,
) -> dict[str, Listener]:
    """For each layer that will be found, in the order of their table, the model that finds it.

    Parameters
    ----------
    only : the layers wanted; by default those of the models, or the usual ones without models.
    models : each finds what it can; what is left is found by the best shipped models.
    load : opens a model by name.

    Raises
    ------
    OptionError
        For an unknown layer, a model that finds none of the layers wanted, or two for one layer.
    ModelError
        When a model cannot be opened, or none is shipped for a layer.
    """
    opened = open_all(models, load)
    wanted = wanted_layers(only, opened)
    found: dict[str, Listener] = {}
    for listener in opened:
        own = [layer for layer in wanted if layer in listener.layers]
        if not own:
            raise OptionError(
                f"the model {listener.name} finds {' and '.join(listener.layers)}, but what is "
                f"asked for is {' and '.join(wanted)}; choose another one with --model (`lausch "
                "models` lists them), or leave it out"
            )
        for layer in own:
            if layer in found:
                raise OptionError(
                    f"{found[layer].name} and {listener.name} both find {layer}: name one model"
                )
            found[layer] = listener
    _fill(found, wanted, load)
    return {layer: found[layer] for layer in layer_names() if layer in found}


def choose_with_beats(
    only: Iterable[str] | str | None,
    models: Named | Sequence[Named] | None,
    load: Load = load,
    *,
    bars: bool = True,
) -> tuple[dict[str, Listener], Listener]:
    """As `choose`, and a model of beats even where no layer of them is wanted.

    Named models may find beats then, although nobody asks for these. With `bars` the model has to
    find downbeats; otherwise one that was named and finds beats alone will do.
    """
    opened = open_all(models, load)
    wanted = wanted_layers(only, opened)
    extra: tuple[str, ...] = () if RHYTHM & set(wanted) else ("downbeats",)
    if extra and not bars and any("beats" in each.layers for each in opened):
        extra = ("beats",)
    chosen = choose((*wanted, *extra), opened, load)
    beats = next(listener for layer, listener in chosen.items() if layer in RHYTHM)
    return {layer: chosen[layer] for layer in chosen if layer in wanted}, beats


def open_all(models: Named | Sequence[Named] | None, load: Load = load) -> list[Listener]:
    """The models that were named, opened."""
    named = () if models is None else _several(models)
    return [load(each) if isinstance(each, (str, Path)) else each for each in named]


def wanted_layers(only: Iterable[str] | str | None, opened: Sequence[Listener]) -> tuple[str, ...]:
    """What will be looked for: what is asked for, or what the models find, or the usual layers."""
    if only is None and opened:
        return tuple(
            layer for layer in layer_names() if any(layer in each.layers for each in opened)
        )
    return checked_layers(only)


def _several(models: Named | Sequence[Named]) -> Sequence[Named]:
    return (models,) if isinstance(models, (str, Path, Listener)) else models


def _fill(found: dict[str, Listener], wanted: Sequence[str], load: Load) -> None:
    """Give the layers that nobody was named for to shipped models, each opened once."""
    rhythm = next((each for layer, each in found.items() if layer in RHYTHM), None)
    opened: dict[str, Listener] = {}
    for layer in wanted:
        if layer in found:
            continue
        if rhythm is not None and layer in RHYTHM:
            raise OptionError(
                f"the model {rhythm.name} finds no {layer}; choose another one with --model "
                "(`lausch models` lists them)"
            )
        name = default_model(layer)
        if name not in opened:
            opened[name] = load(name)
        found[layer] = opened[name]
