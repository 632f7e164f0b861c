"""Each layer in JSON: how it is written and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import (
    BassLine,
    BeatPitches,
    Beats,
    Contour,
    Form,
    Notes,
    Sections,
    Tempo,
    TempoCurve,
    layers,
)
from lausch.annotation.tags import Tags
from lausch.formats.packed import frames_from_json, frames_to_json

_BASS = {"contour": Contour, "notes": Notes, "beats": BeatPitches}


def _beats_to_json(beats: Beats) -> dict[str, Any]:
    return {
        "times": beats.times.tolist(),
        "positions": None if beats.positions is None else beats.positions.tolist(),
        "beats_per_bar": beats.beats_per_bar,
        "confidence": None if beats.confidence is None else beats.confidence.tolist(),
        "downbeat_confidence": None
        if beats.downbeat_confidence is None
        else beats.downbeat_confidence.tolist(),
        "metre_confidence": beats.metre_confidence,
        "doubtful": beats.doubtful.tolist(),
    }


def _beats(value: dict[str, Any]) -> Beats:
    """What is derived is not read; files of old versions know no confidence."""
    sure = ("confidence", "downbeat_confidence", "metre_confidence")
    return Beats(value["times"], value["positions"], *(value.get(name) for name in sure))


def _bass_to_json(bass: BassLine) -> dict[str, Any]:
    return {
        **{name: columns(getattr(bass, name)) for name in _BASS},
        "activations": frames_to_json(bass.activations) if len(bass.activations) else None,
    }


def _form_to_json(form: Form) -> dict[str, Any]:
    return {
        name: {
            "boundaries": scale.boundaries.tolist(),
            "labels": scale.labels,
            "confidence": scale.confidence.tolist(),
        }
        for name, scale in form.scales.items()
    }


def _tempo_to_json(tempo: Tempo) -> dict[str, Any]:
    return {
        "bpm": tempo.bpm,
        "weights": tempo.weights,
        "confidence": tempo.confidence,
        "curve": None if tempo.curve is None else columns(tempo.curve),
    }


def columns(annotation: Any) -> dict[str, NDArray[Any]]:
    """A dataclass of arrays, or of tuples of words, field by field."""
    return {each.name: np.asarray(getattr(annotation, each.name)) for each in fields(annotation)}


def flat() -> dict[str, Callable[[Any], Any]]:
    """Layers without an entry in `CODECS`, whose annotations are written by `columns`."""
    flat = (each for each in layers.LAYERS if each.name not in CODECS)
    return {each.name: partial(_made, each.kind) for each in flat if "json" not in each.nothing_in}


def _made(kind: type, value: dict[str, Any]) -> Any:
    return kind(**value)


def _tempo(value: dict[str, Any]) -> Tempo:
    curve = value.get("curve")
    local = None if curve is None else TempoCurve(**curve)
    return Tempo(value["bpm"], value["weights"], value.get("confidence"), local)


def _bass(value: dict[str, Any]) -> BassLine:
    bass = BassLine(**{name: kind(**value[name]) for name, kind in _BASS.items() if name in value})
    frames = frames_from_json(value.get("activations"))
    return bass if frames is None else replace(bass, activations=frames)


def _form(scales: dict[str, Any]) -> Form:
    return Form(**{name: Sections(**scale) for name, scale in scales.items()})


def _tags_to_json(tags: Tags) -> dict[str, Any]:
    return {
        "names": tags.names,
        "probabilities": tags.probabilities.tolist(),
        "curve": frames_to_json(tags.curve),
    }


def _tags(value: dict[str, Any]) -> Tags:
    return Tags(value["names"], value["probabilities"], frames_from_json(value.get("curve")))


CODECS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "beats": (_beats_to_json, _beats),
    "tempo": (_tempo_to_json, _tempo),
    "solo": (columns, lambda value: Notes(**value)),
    "contour": (columns, lambda value: Contour(**value)),
    "bass": (_bass_to_json, _bass),
    "sections": (_form_to_json, _form),
    "tags": (_tags_to_json, _tags),
}
"""For each layer how it is written and read; the solo has two entries, its notes and contour."""
