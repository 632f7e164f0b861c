"""What a result depends on: layers, models and options, as a digest that changes when it would."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from lausch.analysis.choice import Choice
from lausch.annotation.layers import family_of, layer_named, needs_of, ordered

DIGITS = 16


class Making(NamedTuple):
    """The digest of a document in JSON, and the document."""

    digest: str
    document: str


def making(
    name: str, holds: Iterable[str], choice: Choice, *, whole: bool = False, **settings: object
) -> Making:
    """What makes a file of some layers.

    Parameters
    ----------
    name : format or kind of the file.
    holds : layers of which it says something.
    choice : models and options of the analysis.
    whole : whether it names all models and options, so that it depends on each.
    settings : anything else that it depends on.
    """
    models = {**choice.layers, **choice.helpers}
    layers = set(models) if whole else reached(holds, choice)
    pairs = dict(choice.options)
    if not whole:
        rhythm = not layers.isdisjoint(choice.beat_options.layers)
        form = choice.section_options.layer in layers
        pairs = dict(choice.beat_options.pairs if rhythm else ())
        pairs |= dict(choice.section_options.pairs if form else ())
    document = {
        "file": name,
        "layers": ordered(layers & choice.layers.keys()),
        "needed": ordered(layers & needs_of(choice.layers)),
        "models": {layer: models[layer].digest for layer in ordered(layers)},
        "options": pairs,
        **settings,
    }
    text = json.dumps(document, sort_keys=True)
    return Making(hashlib.sha256(text.encode()).hexdigest()[:DIGITS], text)


def joined(makings: Iterable[Making]) -> str:
    """One digest for several files."""
    text = " ".join(sorted(each.digest for each in makings))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def reached(layers: Iterable[str], choice: Choice) -> set[str]:
    """The layers of an analysis that some of its layers depend on, and these."""
    present: Collection[str] = {*choice.layers, *choice.helpers}
    needed: set[str] = set()
    queue = list(layers)
    while queue:
        layer = queue.pop()
        if layer in needed:
            continue
        needed.add(layer)
        entry = layer_named(layer)
        queue += [*entry.needs, *entry.uses, *family_of(layer)]
        if layer == choice.section_options.layer:
            queue += choice.section_options.needs
    return needed & set(present)
