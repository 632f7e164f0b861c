"""`.svl`: one layer of Sonic Visualiser, which is XML: of beats, of notes, of a contour, of local
tempi, of regions or of instants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lausch.annotation import Contour, Form, Notes, Onsets, Tempo, TempoCurve
from lausch.annotation.analysis import Analysis, attributes
from lausch.errors import FormatError
from lausch.formats.rows import needed
from lausch.formats.svlmodels import drawing, layer_text, model_text, rate_of
from lausch.formats.svlread import models_of


def encode(analysis: Analysis, layer: str, form: str) -> str:
    """One layer of Sonic Visualiser: of instants, notes, values where a line sounds, or regions.

    `form` is one of those that `VIEWS` has of the layer; it is also the name for `--format`.
    """
    views = {} if analysis.read(layer) is None else VIEWS[layer](analysis)
    view = needed(views.get(form), form, *MISSING[form])
    picture = drawing(view, rate_of(analysis))
    name = title(layer, layer, analysis)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE sonic-visualiser>\n<sv>\n  <data>\n'
        + model_text(picture, analysis, name, 1, 0)
        + "  </data>\n  <display>\n"
        + layer_text(picture, name, 2, 1)
        + "  </display>\n</sv>\n"
    )


def title(word: str, layer: str, analysis: Analysis) -> str:
    """A word, and the models of the layer in brackets."""
    makers = [maker.name for maker in analysis.makers if layer in maker.layers]
    return f"{word} ({', '.join(makers)})" if makers else word


def decode(text: str, name: str) -> Analysis:
    """The first layer of notes, of values in Hz, of regions or of instants, in any SVL file."""
    for model in models_of(text, name):
        return Analysis(**attributes({FIELDS[model.kind]: model.read()}))
    raise FormatError(
        f"{name}: no layer of notes, values, regions or instants in it; was another one exported?"
    )


def decode_beats(text: str, name: str) -> Analysis:
    """The first layer of instants, as beats."""
    for model in models_of(text, name):
        if model.kind is Onsets:
            return Analysis(beats=model.beats())
    raise FormatError(f"{name}: no layer of instants in it; export the one that has the beats")


def _curve(tempo: Tempo) -> TempoCurve | None:
    return tempo.curve if len(tempo) else TempoCurve()


VIEWS: dict[str, Callable[[Analysis], Mapping[str, Any]]] = {
    "beats": lambda each: {"beatsvl": each.beats},
    "tempo": lambda each: {"temposvl": _curve(each.read("tempo"))},
    "solo": lambda each: {"svl": each.solo, "f0svl": each.contour},
    "bass": lambda each: {
        "basssvl": each.read("bass").notes,
        "bassf0svl": each.read("bass").contour,
    },
    "onsets": lambda each: {"onsetsvl": each.read("onsets")},
    "drums": lambda each: {"drumsvl": each.read("drums")},
    "chords": lambda each: {"chordsvl": each.read("chords")},
    "key": lambda each: {"keysvl": each.read("key")},
    "sections": lambda each: {
        "sectionsvl": each.read("sections").coarse,
        "finesvl": each.read("sections").fine,
    },
}
"""For each layer of an analysis what can be drawn of it, by the name of the format."""
MISSING = {
    "beatsvl": ("beats", "add --only beats"),
    "temposvl": ("local tempi", "add --only beats,tempo"),
    "svl": ("notes", "choose f0svl"),
    "f0svl": ("a contour", "choose svl"),
    "basssvl": ("a bass line", "add --only bass"),
    "bassf0svl": ("a bass line", "add --only bass"),
    "onsetsvl": ("onsets", "add --only onsets"),
    "drumsvl": ("drums", "add --only drums"),
    "chordsvl": ("chords", "add --only chords"),
    "keysvl": ("the key", "add --only key"),
    "sectionsvl": ("sections", "choose svl"),
    "finesvl": ("the fine sections", "choose sectionsvl, or a model of two scales"),
}
"""For each format its content, and the way out when an analysis has none of it."""
FIELDS: dict[type, str] = {
    Notes: "solo",
    Contour: "contour",
    TempoCurve: "tempo",
    Onsets: "onsets",
    Form: "sections",
}
"""For each kind of model what it is in an analysis of that model alone."""
