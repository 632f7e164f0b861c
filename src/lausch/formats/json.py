"""lausch's own JSON: everything in an analysis, without loss, under a numbered schema."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from importlib.resources import files
from typing import Any

from lausch.annotation.analysis import Analysis, ModelRef, attributes
from lausch.annotation.layers import layer_names
from lausch.audio import Provenance
from lausch.errors import FormatError
from lausch.formats.content import entries_of, json_of
from lausch.formats.jsonlayers import CODECS, columns, flat
from lausch.formats.jsontext import json_text
from lausch.formats.packed import frames_from_json, frames_to_json
from lausch.frames import Frames

SCHEMA_VERSION = 3
READ_VERSIONS = (1, 2, 3)
"""Version 1 knew one model and no solo, version 2 no bass and no sections."""

LARGEST_COUNT = 2**53
LONGEST_WORD = 40
NUMBERS = {
    "original_rate": 1,
    "original_samples": 0,
    "channels": 1,
    "rate": 1,
    "offset_applied": -LARGEST_COUNT,
    "encoder_delay": 0,
}
"""The least of each number that is said of a recording."""
REQUIRED = ("beats", "tempo")
"""Entries that files of every version have; further layers came later."""


def encode(analysis: Analysis) -> str:
    """Indented JSON. Numbers read back as they were; activations are base64 of float32 (<f4).

    The features of sections and the activations of single layers, which are numbers of half
    precision, are base64 of float16 (<f2).
    """
    document: dict[str, Any] = {
        "schema": "lausch.analysis",
        "schema_version": SCHEMA_VERSION,
        "lausch_version": analysis.version,
        "models": [
            {"name": each.name, "sha256": each.digest, "layers": each.layers}
            | ({"followed": each.followed} if each.followed else {})
            for each in analysis.makers
        ],
        "options": dict(analysis.options),
        "duration": analysis.duration,
        **{name: _entry(analysis, name) for name in CODECS if name in vars(analysis)},
        **{
            name: CODECS[name][0](value) if name in CODECS else columns(value)
            for name, value in analysis.others.items()
            if name in CODECS or name in flat()
        },
        "audio": None if analysis.provenance is None else asdict(analysis.provenance),
        "activations": frames_to_json(analysis.activations),
        "solo_activations": frames_to_json(analysis.solo_activations),
        "novelty": frames_to_json(analysis.novelty),
        "structure": frames_to_json(analysis.structure, half=True),
    }
    if analysis.layer_activations:
        document["layer_activations"] = {
            layer: frames_to_json(frames, half=True)
            for layer, frames in analysis.layer_activations.items()
        }
    return json_text(document)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the files, `analysis.schema.json` in this folder.

    Examples
    --------
    >>> import lausch
    >>> "beats" in lausch.schema()["properties"]
    True
    """
    text = files(__package__).joinpath("analysis.schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def decode(text: str, name: str) -> Analysis:
    """The inverse of `encode`, exactly."""
    document = json_of(text, name, parse_constant=_refused)
    if not isinstance(document, dict) or document.get("schema") != "lausch.analysis":
        raise FormatError(f"{name}: JSON, but not an analysis by lausch; is it JAMS (.jams)?")
    version = document.get("schema_version")
    if version not in READ_VERSIONS:
        raise FormatError(
            f"{name}: schema_version {version!r}, but this lausch reads up to {SCHEMA_VERSION}; "
            "a newer lausch wrote it: upgrade"
        )
    with entries_of(name):
        return _analysis(document)


def _analysis(document: dict[str, Any]) -> Analysis:
    entries = {name: document[name] for name in REQUIRED} | document
    audio = document["audio"]
    decoders = {name: codec[1] for name, codec in CODECS.items()} | flat()
    read = {
        name: None if entries.get(name) is None else decoder(entries[name])
        for name, decoder in decoders.items()
    }
    duration = document["duration"]
    models = document["models"] if document["schema_version"] > 1 else [document["model"]]
    return Analysis(
        **attributes(read),
        activations=frames_from_json(document.get("activations")),
        solo_activations=frames_from_json(document.get("solo_activations")),
        novelty=frames_from_json(document.get("novelty")),
        structure=frames_from_json(document.get("structure")),
        layer_activations=_layer_activations(document.get("layer_activations", {})),
        provenance=None if audio is None else provenance_of(audio),
        duration=None if duration is None else float(duration),
        makers=tuple(
            ModelRef(
                str(each["name"]),
                str(each["sha256"]),
                tuple(each.get("layers", ())),
                str(each.get("followed", "")),
            )
            for each in models
            if each["name"]
        ),
        version=str(document["lausch_version"]),
        options=tuple((key, _option(value)) for key, value in document["options"].items()),
    )


def _layer_activations(entries: dict[str, Any]) -> dict[str, Frames]:
    read = {layer: frames_from_json(entries.get(layer)) for layer in layer_names()}
    return {layer: frames for layer, frames in read.items() if frames is not None}


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is no number that an analysis has")


def provenance_of(audio: dict[str, Any]) -> Provenance:
    """Checked, because other formats compute with its numbers."""
    values = {field.name: audio[field.name] for field in fields(Provenance) if field.name in audio}
    for name, value in values.items():
        if name in NUMBERS:
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise ValueError(f"audio.{name} is a number, not {value!r}")
            if not NUMBERS[name] <= value <= LARGEST_COUNT:
                raise ValueError(f"audio.{name} is at least {NUMBERS[name]}, not {value!r}")
        elif name != "notes" and not isinstance(value, str):
            raise ValueError(f"audio.{name} is text, not {value!r}")
    return Provenance(**{**values, "notes": tuple(str(note) for note in audio["notes"])})


def _option(value: Any) -> float | str | tuple[float, ...]:
    if isinstance(value, str) and value.isalpha() and len(value) <= LONGEST_WORD:
        return value
    several = value if isinstance(value, list) else [value]
    if not all(isinstance(each, (int, float)) and abs(each) <= LARGEST_COUNT for each in several):
        raise ValueError(f"an option is a number, a word or a list of numbers, not {value!r:.80}")
    return tuple(several) if isinstance(value, list) else value


def _entry(analysis: Analysis, name: str) -> Any:
    value = vars(analysis)[name]
    return None if value is None else CODECS[name][0](value)
