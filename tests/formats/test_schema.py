"""The shipped JSON Schema describes all that is written, and refuses what is not."""

import json
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from jsonschema import Draft202012Validator, ValidationError

import lausch
from lausch.annotation import (
    BassLine,
    BeatPitches,
    Beats,
    Chords,
    Contour,
    Drums,
    Form,
    Key,
    Notes,
    Onsets,
    Sections,
    Tags,
    Tempo,
)
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.annotation.layers import LAYERS
from lausch.audio import Provenance
from lausch.formats import json as json_format
from lausch.frames import Clock, Frames

VOICE = np.zeros((3, 1), np.float32)
FRAMES = Frames(np.zeros((3, 2), np.float32), Clock(22050, 441), ("a", "b"), tuning=0.2)
CONTOUR = Contour([0.1, 0.2], [220.0, 0.0])
NOTES = Notes([0.1], [0.4], [60.5])
LEVEL = Sections([0.0, 2.0, 4.0], ["A", "B"])
FULL = Analysis(
    beats=Beats([0.5, 1.0], [1, 2], [0.9, 0.8], [0.7], 0.9),
    tempo=Tempo([120.0], [1.0], 0.9),
    activations=FRAMES,
    solo=NOTES,
    contour=CONTOUR,
    solo_activations=FRAMES,
    bass=BassLine(CONTOUR, NOTES, BeatPitches([0.5], [40])),
    sections=Form(LEVEL, LEVEL),
    novelty=FRAMES,
    structure=FRAMES,
    provenance=Provenance("a", "b", "1", "WAV", 44100, 10, 2, 22050, "c", 0.0, "ab", ("n",)),
    duration=4.0,
    makers=(ModelRef("m", "0a", ("beats",)),),
    version="0.1.0",
    options=(("meters", (3, 4)), ("min_bpm", 60.0)),
    layer_activations={"onsets": replace(FRAMES, tuning=0.0)},
    others={
        "onsets": Onsets([0.5]),
        "drums": Drums([0.5], ["kick"]),
        "chords": Chords([(0.0, 1.0)], ["C:maj"]),
        "key": Key("C:maj", 0.5, [(0.0, 1.0)], ["C:maj"]),
        "tags": Tags(["voice"], [0.5], replace(FRAMES, columns=("voice",), values=VOICE)),
    },
)
SCHEMA = json_format.schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def objects(value, schema):
    """Every object of a document, with its part of the schema."""
    while "$ref" in schema or "anyOf" in schema:
        if "$ref" in schema:
            schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        elif value is None:
            return
        else:
            schema = schema["anyOf"][0]
    if isinstance(value, dict):
        yield value, schema
        for name, inner in value.items():
            others = schema.get("additionalProperties", {})
            yield from objects(inner, schema.get("properties", {}).get(name, others))
    if isinstance(value, list):
        for inner in value:
            yield from objects(inner, schema.get("items", {}))


def test_it_is_a_schema_and_in_the_package():
    Draft202012Validator.check_schema(SCHEMA)
    assert files("lausch.formats").joinpath("analysis.schema.json").is_file()
    assert SCHEMA["properties"]["schema_version"]["const"] == json_format.SCHEMA_VERSION


@pytest.mark.parametrize("analysis", [FULL, Analysis()], ids=["full", "empty"])
def test_what_is_written_is_valid(analysis):
    VALIDATOR.validate(analysis.to_dict(activations=True))


def test_every_entry_that_is_written_is_described():
    for value, schema in objects(FULL.to_dict(activations=True), SCHEMA):
        if "additionalProperties" not in schema:
            assert set(value) <= set(schema["properties"])


def test_every_layer_has_an_entry():
    layers = {each.name for each in LAYERS if "json" not in each.nothing_in}
    assert layers <= set(SCHEMA["properties"])
    assert layers <= {name for name, value in FULL.to_dict().items() if value is not None}


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("schema_version", 4),
        ("beats", {"times": [0.5]}),
        ("beats", {**FULL.to_dict()["beats"], "confidence": [1.5, 0.5]}),
        ("onsets", {"times": ["a"], "confidence": [1]}),
        ("novelty", {"rate": 1, "hop": 1, "columns": [], "frames": 0}),
    ],
)
def test_what_breaks_its_rules_is_refused(name, entry):
    with pytest.raises(ValidationError):
        VALIDATOR.validate(FULL.to_dict() | {name: entry})


def test_a_dict_is_what_json_files_hold():
    assert FULL.to_dict(activations=True) == json.loads(lausch.encode(FULL, "json"))
    assert FULL.to_dict()["activations"] is None
