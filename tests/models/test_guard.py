"""A weights file from a stranger is refused in words: it reads nothing else and comes to an end."""

import sys
from pathlib import Path

import numpy as np
import pytest
from strangers import card, field, model

from lausch.errors import ModelError
from lausch.models.model import Model, load_model, read_weights, shipped

sys.path.append(str(Path(__file__).parents[2] / "faults"))
from graphs import graphs


def nested(depth):
    values = card()["representation"]
    for _ in range(depth):
        values = {"kind": "Stack", "parts": [values]}
    return values


CARDS = {
    "no representation": ("representation", None),
    "a list": ("representation", [1, 2]),
    "an unknown setting": ("representation.surprise", 1),
    "a rate in words": ("representation.rate", "44100"),
    "no rate": ("representation.rate", 0),
    "no hop": ("representation.hop_samples", 0),
    "a hop of one sample": ("representation.hop_samples", 1),
    "a hop that is no number": ("representation.hop_samples", float("nan")),
    "a part in words": ("representation.parts", ["x"]),
    "no parts": ("representation.parts", []),
    "many parts": ("representation.parts", [{}] * 100_000),
    "parts in parts": ("representation", nested(40)),
    "parts far inside": ("representation", nested(300)),
    "no task": ("task", None),
    "a task in words": ("task", "beats"),
    "an unknown kind": ("task.kind", "os.system"),
    "a list of kinds": ("task.kind", ["bass"]),
    "a huge number": ("task.leap", 1e300),
    "no frames": ("chunk_frames", 0),
    "frames without end": ("chunk_frames", 10**12),
    "no number of frames": ("chunk_frames", None),
    "frames in words": ("chunk_frames", "x"),
    "half a frame": ("chunk_frames", 1.5),
    "less than no context": ("context_frames", -100),
    "no recipe": ("recipe", None),
    "no number of the decoder": ("task.decoder.leap", "x"),
    "a number for a switch": ("task.decoder.tie", True),
    "no list": ("task.decoder.subdivisions", [1, "x"]),
    "a number for a name": ("name", 5),
    "words for a list": ("deviations", "none"),
}


@pytest.mark.parametrize("name", CARDS)
def test_a_card_that_no_model_can_have(name):
    path, value = CARDS[name]
    values = card()
    *places, last = path.split(".")
    inner = values
    for place in places:
        inner = inner[place]
    inner[last] = value
    with pytest.raises(ModelError) as caught:
        Model(model(values))
    assert len(str(caught.value)) < 400


def tensor(*fields):
    return field(5, field(1, 4) + field(2, 1) + field(8, "w") + b"".join(fields))


def elsewhere(location):
    return field(13, field(1, "location") + field(2, location))


@pytest.mark.parametrize(
    "location", ["weights.bin", "/etc/passwd", "../weights.bin", "*/_ORT_MEM_ADDR_/*"]
)
def test_no_tensor_comes_from_elsewhere(location, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "weights.bin").write_bytes(bytes(16))
    with pytest.raises(ModelError, match="external data"):
        Model(model(graph=tensor(elsewhere(location), field(14, 1))))


def test_a_tensor_inside_an_attribute_is_looked_at_too():
    inside = field(5, field(8, "w") + elsewhere("weights.bin") + field(14, 1))
    with pytest.raises(ModelError, match="external data"):
        Model(model(graph=field(1, field(4, "Constant") + field(5, field(1, "value") + inside))))


@pytest.mark.parametrize(
    "kind", ["a constant", "expand", "range", "one hot", "random", "doubling of constants"]
)
def test_a_graph_that_wants_more_memory_than_it_may_is_refused(kind):
    small, *large = [data for each, data in graphs() if each == kind]
    Model(small).infer(np.zeros((10, 200), np.float32))
    for data in large:  # from 1.6 GB on
        with pytest.raises(ModelError):
            Model(data).infer(np.zeros((10, 200), np.float32))


def test_metadata_that_are_no_text():
    with pytest.raises(ModelError, match="no text"):
        Model(model() + field(14, field(1, "other") + field(2, b"\xff\xff")))


@pytest.mark.parametrize("operator", ["Loop", "Scan"])
def test_what_repeats_is_refused(operator):
    with pytest.raises(ModelError, match="repeats"):
        Model(model(graph=field(1, field(4, operator))))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", bytes(100), b"\x80\x04}", b"\0\0\0\0ORTM", b"\xff" * 50]
)
def test_other_files_are_no_models(data):
    with pytest.raises(ModelError):
        Model(data)


def test_what_onnxruntime_cannot_open_prints_nothing(capfd):
    damaged = read_weights("abesser2017m1").replace(b"Relu", b"\xffelu")
    with pytest.raises(ModelError, match="cannot open the model"):
        Model(damaged)
    assert capfd.readouterr() == ("", "")


def test_a_network_of_other_outputs_is_an_error_of_the_model():
    values = card()
    values["representation"]["parts"] = values["representation"]["parts"][:1]
    stranger = Model(model())
    with pytest.raises(ModelError, match="the network of"):
        stranger.infer(np.zeros((10, 3), np.float32))


@pytest.mark.parametrize("name", shipped())
def test_shipped_models_are_admitted(name):
    assert Model(read_weights(name)).name == name


def test_a_refusal_names_the_file(tmp_path):
    path = tmp_path / "notes.onnx"
    path.write_text("no model")
    with pytest.raises(ModelError, match=r"notes\.onnx: "):
        load_model(path)
