import numpy as np
import onnx
import pytest
import torch
from torch import nn

from lausch.errors import ModelError
from lausch.models.card import Card
from lausch.models.model import Model, load_model
from lausch.models.probe import probe_difference, probe_record, probe_samples
from lausch.models.tensors import table_of
from lausch.representations import represent, to_card
from lausch.systems import NAMES, system
from lausch.tasks import to_card as task_to_card
from lausch.training.export import HEADS, export, probe_activations, with_head
from lausch.training.loop import build
from lausch.training.run import joined


def card_of(found, network):
    return Card(
        name=found.name,
        title=found.title,
        paper=found.paper,
        representation=to_card(found.representation),
        task=task_to_card(found.task),
        chunk_frames=found.chunk_frames,
        context_frames=found.context_frames,
        parameters=sum(parameter.numel() for parameter in network.parameters()),
        recipe={},
        training={},
        data=[],
        licence="MIT",
        probe=probe_record(probe_activations(with_head(network, found), found)),
    )


def exported(name, path):
    found = system(name)
    torch.manual_seed(0)
    network = joined([build(found)], found)
    export(network, found, card_of(found, network), path)
    return found, network


@pytest.mark.parametrize("name", NAMES)
def test_what_was_exported_is_what_was_trained(name, tmp_path):
    found, network = exported(name, tmp_path / "it.onnx")
    model = load_model(tmp_path / "it.onnx")
    assert (model.representation, model.task) == (found.representation, found.task)
    assert probe_difference(model.card.probe, model.probe) < 1e-4
    samples = probe_samples(model.rate)
    features = represent(found.representation, samples).values
    with torch.inference_mode():
        expected = with_head(network, found)(torch.from_numpy(features)[None])[0].numpy()
    np.testing.assert_allclose(model.run([samples]).values, expected, atol=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_long_recordings_are_cut_without_a_seam(name, tmp_path):
    found, network = exported(name, tmp_path / "it.onnx")
    # A recurrent network sees no end of context: for the others chunks are exact.
    recurrent = any(isinstance(module, nn.RNNBase) for module in network.modules())
    model = load_model(tmp_path / "it.onnx")
    seconds = int(2.2 * found.chunk_frames / found.representation.clock.fps)
    noise = np.random.default_rng(0).normal(scale=0.1, size=seconds * model.rate)
    samples = noise.astype(np.float32)
    features = represent(found.representation, samples).values
    assert len(features) > 2 * found.chunk_frames
    with torch.inference_mode():
        whole = with_head(network, found)(torch.from_numpy(features)[None])[0].numpy()
    atol = 5e-3 if recurrent else 1e-5
    np.testing.assert_allclose(model.run([samples]).values, whole, atol=atol)


def test_a_graph_that_disagrees_is_not_written(tmp_path, monkeypatch):
    found = system("lausch2026")
    network = build(found)
    path = tmp_path / "it.onnx"

    class Drifting(nn.Module):
        def forward(self, logits):
            return torch.sigmoid(logits + (0.0 if torch.onnx.is_in_onnx_export() else 0.1))

    monkeypatch.setitem(HEADS, "sigmoids", Drifting)
    with pytest.raises(ModelError, match="disagree"):
        export(network, found, card_of(found, network), path)
    assert not list(tmp_path.iterdir())


def test_an_onnx_file_without_a_card_is_refused(tmp_path):
    exported("boeck2011", tmp_path / "it.onnx")
    graph = onnx.load(tmp_path / "it.onnx")
    del graph.metadata_props[:]
    with pytest.raises(ModelError, match="no card"):
        Model(graph.SerializeToString())


def test_a_card_of_another_schema_is_refused(tmp_path):
    found = system("boeck2011")
    card = card_of(found, build(found))
    with pytest.raises(ModelError, match="schema"):
        Card.from_json(card.to_json().replace('"schema": 1', '"schema": 99'))
    assert Card.from_json(card.to_json()) == card


def test_the_card_holds_the_table_of_its_tensors(tmp_path):
    exported("ullrich2014", tmp_path / "it.onnx")
    tensors = load_model(tmp_path / "it.onnx").card.tensors
    assert tensors == table_of((tmp_path / "it.onnx").read_bytes())
    assert {each["operator"] for each in tensors} >= {"Conv"}
    assert {each["kind"] for each in tensors} == {"float32", "int4"}
    assert any(each["kind"] == "int4" and len(each["shape"]) > 1 for each in tensors)


def test_noise_is_no_model():
    with pytest.raises(ModelError, match="file, or cut off"):
        Model(b"not a model")
